/** Who an image can be shared with: accounts, and grantees of other kinds, which stand among them in a plan. */
import type { Format, GranteeFacts, GranteeKind, ListArgument } from "./service-facts";
import { snapshotOf } from "./snapshots";

/** A kind whose grantees an argument lists. */
interface GranteeList {
  readonly kind: GranteeKind;
  readonly argument: ListArgument;
  /** The output with the program's last list, and the one with those that it does not list. */
  readonly listed: string;
  readonly foreign: string;
  /** Completes "every …". */
  readonly all: string;
}

/** The kinds whose grantees an argument lists, with their outputs in state. */
export const granteeLists = [
  {
    kind: "account",
    argument: "accounts",
    listed: "listedAccounts",
    foreign: "foreignAccounts",
    all: "account",
  },
  {
    kind: "organization",
    argument: "organizationArns",
    listed: "listedOrganizationArns",
    foreign: "foreignOrganizationArns",
    all: "organisation",
  },
  {
    kind: "organizational-unit",
    argument: "organizationalUnitArns",
    listed: "listedOrganizationalUnitArns",
    foreign: "foreignOrganizationalUnitArns",
    all: "organisational unit",
  },
] as const satisfies readonly GranteeList[];

/** Accounts with IDs of this form, which every service has. */
export function accountGrantees(format: Format): GranteeFacts {
  return { kind: "account", argument: "accounts", format, managed: true };
}

/** The kinds of one grantee: an ID that stands among those of accounts, and the name in messages. */
const single = new Map<string, { readonly kind: GranteeKind; readonly label: string }>([
  ["own-ecs", { kind: "own-ecs", label: "your own ECS (shareToEcs)" }],
]);

/** The kinds whose IDs are ARNs; the ID of an account has no colon. */
const ARN_KINDS: Readonly<Record<string, GranteeKind>> = {
  organization: "organization",
  ou: "organizational-unit",
};

/** The kind of a grantee in a plan. */
export function kindOf(grantee: string): GranteeKind {
  // A list may have a hundred thousand accounts.
  if (!grantee.startsWith("arn:")) {
    return single.get(grantee)?.kind ?? (snapshotOf(grantee) === undefined ? "account" : "snapshot");
  }
  const [, resource = ""] = /^arn:[^:]*:organizations:[^:]*:[^:]*:([a-z]+)\//.exec(grantee) ?? [];
  return ARN_KINDS[resource] ?? "account";
}

/** Whether it is an account. */
export function isAccount(grantee: string): boolean {
  return kindOf(grantee) === "account";
}

/**
 * Whether it counts towards the image's limit, and shares calls with others: all but kinds of one grantee, and access to
 * a snapshot.
 */
export function isCounted(grantee: string): boolean {
  return !single.has(grantee) && snapshotOf(grantee) === undefined;
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
