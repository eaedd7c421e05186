/** Looks at one image: who has access, and how that differs from what a file lists. */
import type { App } from "../app/app";
import { lookupRequest, requestFor } from "../app/request";
import { findService } from "../backends/registry";
import { type AccountId, OWN_ECS } from "../core/accounts";
import type { ShareArgs } from "../core/arguments";
import type { ListedImage, Scope } from "../core/backend";
import { granteeLabel, granteeLists, isAccount, kindOf } from "../core/grantees";
import { planShare } from "../core/plan";
import { withOwner } from "../core/share-request";
import type { ImageTarget } from "../core/target";
import { compare, type Difference } from "./difference";

export type Look =
  | {
      readonly kind: "read";
      readonly owner: AccountId | undefined;
      /** Sorted. */
      readonly accounts: readonly AccountId[];
      readonly since: Readonly<Record<AccountId, string>>;
      /** Grantees that are not accounts, by their names. */
      readonly others: readonly string[];
      readonly shareToEcs: boolean | undefined;
      readonly isPublic: boolean | undefined;
      /** Undefined for an image that the file does not list. */
      readonly difference: Difference | undefined;
    }
  | { readonly kind: "not-found" };

interface Subject {
  readonly target: ImageTarget;
  readonly profile: string | undefined;
  readonly listing: ListedImage | undefined;
  readonly shares: readonly ShareArgs[];
}

/** A shorter time for images that are not usable, because they may never answer. */
const MAX_SECONDS_UNUSABLE = 30;

/** @throws ShareError, ConfigurationError */
export async function look(app: App, { target, profile, listing, shares }: Subject): Promise<Look> {
  const isUsable = listing === undefined || listing.condition.kind === "usable";
  const whole = lookupRequest(target, profile);
  const request = {
    ...whole,
    // SWAS allows ten calls a minute, so a value from the list is not read again.
    scope: { ...whole.scope, ownEcs: whole.scope.ownEcs && listing?.inOwnEcs === undefined },
    timeoutSeconds: isUsable ? undefined : MAX_SECONDS_UNUSABLE,
  };
  const live = await app.manager.read(request);
  if (live === undefined) return { kind: "not-found" };
  const { account: owner } = await app.manager.caller(request, false);
  const facts = findService(target.service)?.facts;
  const grantees = [...live, ...(listing?.inOwnEcs === true ? [OWN_ECS] : [])];
  const others = grantees.filter((one) => !isAccount(one) && one !== OWN_ECS).map(granteeLabel);
  const tellsPublic = facts?.grantees.some(({ kind }) => kind === "public") === true;
  return {
    kind: "read",
    owner,
    accounts: grantees.filter(isAccount).sort(),
    since: app.manager.sinceOf(target),
    others: [...new Set([...others, ...app.manager.otherGrantees.of(target)])].sort(),
    shareToEcs: whole.scope.ownEcs ? grantees.includes(OWN_ECS) : undefined,
    isPublic: tellsPublic ? app.manager.publicImages.has(target) : undefined,
    difference: shares.length === 0 ? undefined : differenceOf(app, shares, grantees, owner),
  };
}

function differenceOf(
  app: App,
  shares: readonly ShareArgs[],
  live: readonly AccountId[],
  owner: AccountId | undefined,
): Difference {
  const plans = shares.map((share) => {
    const request = withOwner(requestFor(app, share, undefined), owner);
    // A share that leaves a kind of grantee out does not compare it.
    const compared = new Set(live.filter((grantee) => isIn(request.scope, grantee)));
    return { plan: planShare(compared, request.goal), listed: request.listed };
  });
  return compare(plans, new Set(live));
}

function isIn(scope: Scope, grantee: AccountId): boolean {
  const argument = granteeLists.find(({ kind }) => kind === kindOf(grantee))?.argument;
  return argument === undefined ? scope.ownEcs : scope[argument] === true;
}
