/** Decides after which failures a run goes on, and makes the error of a run that cannot reach the goal. */
import { type AccountId, difference, formatAccounts } from "../core/accounts";
import { describeRefusedAccounts, ShareError, VendorError, WriteCutOff } from "../core/errors";
import type { Refusal } from "../core/guards";
import type { Plan } from "../core/plan";
import { reactions } from "../core/reactions";
import type { Write } from "../core/schedule";
import { type CallCapacity, mayBeNoRoom, type ServiceFacts } from "../core/service-facts";
import { snapshotsIn } from "../core/snapshots";
import { imageLabel } from "../core/target";
import type { OperationContext } from "./context";
import type { Restored } from "./restore-access";
import type { RunRecord } from "./run-record";
import { accountsOf, type Failure } from "./send-writes";

type Accounts = ReadonlySet<AccountId>;

/**
 * Whether this failure ends the run, unless the read after it shows that nothing is left to do.
 *
 * @param changedUnexpectedly whether that read differs from the one that the plan was made from
 */
export function isFinal({ error, write }: Failure, changedUnexpectedly: boolean): boolean {
  if (!(error instanceof VendorError)) return true;
  const { afterwards } = reactions[error.meaning];
  if (afterwards === "read-if-changed") return !changedUnexpectedly;
  if (afterwards === "end") return true;
  return isTooLarge({ error, write }) && accountsOf(write).length <= 1;
}

/** Whether a failed write may have been carried out, by this run or before. */
export function mayCount({ error }: Failure): boolean {
  if (!(error instanceof VendorError)) return error instanceof WriteCutOff;
  return reactions[error.meaning].mayHaveHappened;
}

export function isTooLarge({ error }: Failure): boolean {
  return error instanceof VendorError && error.meaning === "call-too-large";
}

/** Whether a write failed because the image is full, according to the vendor's code. */
export function isNoRoom(facts: ServiceFacts, { error, write }: Failure): boolean {
  if (!(error instanceof VendorError) || write.add.length === 0) return false;
  if (error.meaning === "quota") return true;
  // A call with one account cannot be too large, so the image is full.
  if (error.meaning === "call-too-large") return accountsOf(write).length === 1;
  return error.meaning === "permanent" && mayBeNoRoom(facts, error.code);
}

/** Whether this failure may mean a full image, at a service without a code for it. */
export function mayMeanNoRoom(facts: ServiceFacts, { error, write }: Failure): boolean {
  const isUnexplained = error instanceof VendorError && error.meaning === "ambiguous";
  return isUnexplained && write.add.length > 0 && mayBeNoRoom(facts, error.code);
}

/** Half of the size that the vendor refused; at one account each way, one direction per call. */
export function shrink(capacity: CallCapacity, { add, remove }: Write): CallCapacity {
  if (add.length <= 1 && remove.length <= 1) return { ...capacity, together: "never" };
  if (capacity.snapshot !== undefined && snapshotsIn([...add, ...remove]).length > 0) {
    return { ...capacity, snapshot: Math.ceil((add.length + remove.length) / 2) };
  }
  const half = (sent: number, most: number) => (sent > 0 ? Math.min(most, Math.ceil(sent / 2)) : most);
  return {
    ...capacity,
    add: half(add.length, capacity.add),
    remove: half(remove.length, capacity.remove),
  };
}

/** @param wrote whether anything was written before the guards were asked */
export function guardError(
  { target }: OperationContext,
  found: readonly [Refusal, ...Refusal[]],
  { live, unverified, attempted, returned, failure }: Restored,
  wrote: boolean,
): ShareError {
  const reasons = found.map(({ reason }) => reason).join("; and ");
  const [{ topic }] = found;
  const message = `${imageLabel(target)}: refused: ${reasons}.`;
  const rescue =
    returned.length === 0
      ? ""
      : ` Given access again, because it was removed outside of Pulumi: ${formatAccounts(returned)}.`;
  const failed =
    failure === undefined
      ? ""
      : ` ${formatAccounts(attempted)} lost access outside of Pulumi, and ${failure}.`;
  return new ShareError(`${message}${rescue}${failed}`, topic, {
    live,
    unverified,
    wrote: wrote || attempted.length > 0,
  });
}

export function refusedError(
  { target, facts }: OperationContext,
  plan: Plan,
  { refused, doubted, closed, wrote }: RunRecord,
  live: Accounts,
): ShareError {
  const inWords = (accounts: readonly AccountId[]) =>
    accounts.flatMap((account) => {
      const error = refused.get(account) ?? doubted.get(account);
      return error === undefined ? [] : [{ account, error }];
    });
  const [additions, removals] = [
    inWords(plan.add),
    inWords(plan.remove.filter((account) => !closed.has(account))),
  ];
  const isRestAsListed = plan.add.length === additions.length && plan.remove.length === removals.length;
  const message = describeRefusedAccounts(target, facts.title, { additions, removals, isRestAsListed });
  return new ShareError(message, "account-refused", { live, wrote });
}

export function didNotConverge(
  context: OperationContext,
  plan: Plan,
  live: Accounts,
  rounds: number,
): ShareError {
  const { add, remove } = plan;
  // While an addition is missing, accounts keep access on purpose, so only the additions are named.
  const left =
    add.length > 0
      ? `${formatAccounts(add)} should have access and does not.`
      : `${formatAccounts(remove)} should not have access and does.`;
  return new ShareError(
    `${imageLabel(context.target)}: ${context.facts.title} did not converge after ${rounds} rounds of writing and ` +
      `reading back. ${left} Either another process is changing the shares of this image at the same ` +
      "time, or the vendor acknowledges writes that it does not carry out. Make sure that one program alone " +
      "manages this image (or set exclusive: false in all of them), and run this again.",
    "did-not-converge",
    { live, wrote: true },
  );
}

/**
 * The error of a run that wrote, with all accounts that it may have given access, because a later delete must
 * revoke them. Unconfirmed writes stay unconfirmed after one more read.
 *
 * @param first the error before access was restored, whose message names the unconfirmed writes
 */
export function withUnshown(error: ShareError, first: ShareError, { unshown }: RunRecord): ShareError {
  const { message, topic, unverified, cause } = error;
  if (error.live === undefined) return error;
  const doubtful = difference(
    first.unverified.flatMap(({ add }) => add),
    error.live,
  );
  const live = new Set([...error.live, ...doubtful]);
  const granted = difference(unshown, live);
  if (doubtful.length + granted.length === 0) return error;
  const inDoubt = doubtful.length === 0 ? unverified : [...unverified, { add: doubtful, remove: [] }];
  return new ShareError(message, topic, { live, unverified: inDoubt, granted, wrote: true, cause });
}
