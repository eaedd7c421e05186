/** Who an image can be shared with: accounts, and grantees of other kinds, which stand among them in a plan. */
import type { Format, GranteeFacts, GranteeKind } from "./service-facts";

/** Accounts with IDs of this form, which every service has. */
export function accountGrantees(format: Format): GranteeFacts {
  return { kind: "account", argument: "accounts", format, managed: true };
}

/** The kinds of one grantee: an ID that stands among those of accounts, and the name in messages. */
const single = new Map<string, { readonly kind: GranteeKind; readonly label: string }>([
  ["own-ecs", { kind: "own-ecs", label: "your own ECS (shareToEcs)" }],
]);

/** The kind of a grantee in a plan. */
export function kindOf(grantee: string): GranteeKind {
  return single.get(grantee)?.kind ?? "account";
}

/** Whether it is an account: those count towards the image's limit, and share calls. */
export function isAccount(grantee: string): boolean {
  return !single.has(grantee);
}

/** The name in messages. */
export function granteeLabel(grantee: string): string {
  return single.get(grantee)?.label ?? grantee;
}

/** Whether images of a service are shared with grantees of a kind. */
export function manages(
  { grantees }: { readonly grantees: readonly GranteeFacts[] },
  kind: GranteeKind,
): boolean {
  return grantees.some((grantee) => grantee.kind === kind && grantee.managed);
}
