/** Whom the resources of a program list for an image: they keep access when another resource comes to its end. */
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

/** What is listed for one image. */
class Listed {
  /** By resources that take part in the run, with their URNs. */
  readonly surely = new Map<AccountId, Set<string>>();
  /** By resources of which that cannot be told, with their names. */
  readonly perhaps = new Map<AccountId, Set<string>>();
  /** Names of resources whose lists cannot be read. */
  readonly unread = new Set<string>();
}

export class Claims {
  private readonly images = new Map<string, Listed>();

  /** @param hidden shares that the preview does not show: whether they take part cannot be told */
  constructor(steps: readonly Step[], hidden: readonly EngineResource[]) {
    const deleted = new Set(steps.filter(({ op }) => op === "delete").map(({ urn }) => urn));
    for (const { op, urn, after } of steps) {
      if (after === undefined || !isShare(after) || after.external) continue;
      if (!listing.includes(op) || deleted.has(urn)) continue;
      // A resource that was not targeted comes with its old outputs, and the provider never hears of it.
      if (op === "same" && after.outputs !== undefined && Object.keys(after.outputs).length > 0) continue;
      this.add(after, urn);
    }
    for (const share of hidden) this.add(share, undefined);
  }

  /** Whether the account keeps access because of another resource; or the names of those that may list it. */
  keeps(target: ImageTarget, account: AccountId): boolean | readonly string[] {
    const listed = this.images.get(shareId(target));
    if (listed === undefined) return false;
    if (listed.surely.has(account)) return true;
    const names = new Set([...(listed.perhaps.get(account) ?? []), ...listed.unread]);
    return names.size > 0 && [...names].sort();
  }

  /** Whether the resource of this URN lists the account itself: that is known before its old half is deleted. */
  keepsItself(target: ImageTarget, account: AccountId, urn: string): boolean {
    return this.images.get(shareId(target))?.surely.get(account)?.has(urn) === true;
  }

  /** @param urn of the step; undefined where it cannot be told whether there will be one */
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
