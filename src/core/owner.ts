/** Whose an image is and whose keys ask for it: what follows from that, and how it is said. */
import type { AccountId } from "./accounts";
import { keysSentence, ShareError } from "./errors";
import { type ImageTarget, imageLabel } from "./target";

/** Whose keys the calls are signed with, as far as it is known. */
export interface Caller {
  /** The account that the keys act for; undefined where the cloud does not tell. */
  readonly account: AccountId | undefined;
  /** As a KeySource describes them; undefined where the host does not say. */
  readonly keys: string | undefined;
}

/** What is said of an owner that is listed: it is no mistake, and no share. */
export function ownerLines(
  target: ImageTarget,
  listed: readonly AccountId[],
  owner: AccountId | undefined,
): string[] {
  return listed
    .filter((account) => account === owner)
    .map((account) => `${imageLabel(target)}: ${account} owns the image: it has access without a share`);
}

/** Whether the keys certainly act for another account than the owner. */
export function isForeignAccount(owner: AccountId, { account }: Caller): boolean {
  return account !== undefined && account !== owner;
}

/** "environment, key ID …abcd, of account 100099990002"; undefined where nothing is known. */
export function nameCaller({ account, keys }: Caller): string | undefined {
  if (account === undefined) return keys;
  return keys === undefined ? `of account ${account}` : `${keys}, of account ${account}`;
}

/** A message that says whose keys were used, where it did not say so, or did not know the account. */
function withKeys(message: string, caller: Caller): string {
  const named = nameCaller(caller);
  if (named === undefined) return message;
  if (caller.keys !== undefined && message.includes(keysSentence(caller.keys)))
    return message.replace(keysSentence(caller.keys), () => keysSentence(named));
  return `${message.replace(/\.?$/, ".")} ${keysSentence(named)}`;
}

/** The error of an image that was not found, with the account behind the keys. */
export function withCaller(error: ShareError, caller: Caller): ShareError {
  const message = withKeys(error.message, caller);
  if (message === error.message) return error;
  const { live, wrote, unseen, granted, cause, topic } = error;
  const known = { wrote, unseen, granted, cause };
  return new ShareError(message, topic, live === undefined ? known : { ...known, live });
}

/**
 * The error of keys that cannot see, or may not touch, the image of another account.
 *
 * @param said what the vendor answered; undefined where it only said that the image is not found
 */
export function wrongAccount(
  target: ImageTarget,
  owner: AccountId,
  caller: Caller,
  said = `${imageLabel(target)}: not found`,
): ShareError {
  return new ShareError(
    `${withKeys(said, caller)} Account ${owner} owns the image, according to state: nothing was changed, and state ` +
      `keeps the share. Run this again with the credentials of account ${owner}.`,
    "wrong-account",
    { wrote: false },
  );
}
