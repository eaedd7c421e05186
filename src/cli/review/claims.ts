/** Accounts that a program's resources list for an image: they keep access when another resource ends. */
import type { AccountId } from "../../core/accounts";
import { type ImageTarget, shareId } from "../../core/target";
import type { EngineResource, Operation, Step } from "./preview";
import { isShare, nameOf, wantedBy } from "./share";

const listing: readonly Operation[] = [
  "create",
  "update",
  "same",
  "replace",
  "create-replacement",
  "import",
  "import-replacement",
];

/** The accounts that are listed for one image. */
class Listed {
  /** Listed by resources that take part in the run, with their URNs. */
  readonly surely = new Map<AccountId, Set<string>>();
  /** Listed by resources that may not take part, with their names. */
  readonly perhaps = new Map<AccountId, Set<string>>();
  /** Names of resources whose lists cannot be read. */
  readonly unread = new Set<string>();
}

export class Claims {
  private readonly images = new Map<string, Listed>();

  /** @param hidden shares that the preview does not show, which may not take part */
  constructor(steps: readonly Step[], hidden: readonly EngineResource[]) {
    const deleted = new Set(steps.filter(({ op }) => op === "delete").map(({ urn }) => urn));
    for (const { op, urn, after } of steps) {
      if (after === undefined || !isShare(after) || after.external) continue;
      if (!listing.includes(op) || deleted.has(urn)) continue;
      // A resource that was not targeted has its old outputs, and the provider gets no call for it.
      if (op === "same" && after.outputs !== undefined && Object.keys(after.outputs).length > 0) continue;
      this.add(after, urn);
    }
    for (const share of hidden) this.add(share, undefined);
  }

  /** Whether another resource keeps the account's access; or the names of resources that may list it. */
  keeps(target: ImageTarget, account: AccountId): boolean | readonly string[] {
    const listed = this.images.get(shareId(target));
    if (listed === undefined) return false;
    if (listed.surely.has(account)) return true;
    const names = new Set([...(listed.perhaps.get(account) ?? []), ...listed.unread]);
    return names.size > 0 && [...names].sort();
  }

  /** Whether the resource of this URN lists the account itself, which is known before its old half is deleted. */
  keepsItself(target: ImageTarget, account: AccountId, urn: string): boolean {
    return this.images.get(shareId(target))?.surely.get(account)?.has(urn) === true;
  }

  /** @param urn the step's URN; undefined if there may be no step */
  private add(share: EngineResource, urn: string | undefined): void {
    const { target, accounts, secret, unknown } = wantedBy(share);
    if (target === undefined) return;
    const listed = this.images.get(shareId(target)) ?? new Listed();
    this.images.set(shareId(target), listed);
    const name = nameOf(share.urn);
    if (secret.length > 0 || unknown.length > 0) listed.unread.add(name);
    for (const account of accounts) {
      const [by, who] = urn === undefined ? [listed.perhaps, name] : [listed.surely, urn];
      by.set(account, (by.get(account) ?? new Set()).add(who));
    }
  }
}
