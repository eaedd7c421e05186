/** Compares the owner of an image with the account behind the keys, and words the result. */
import type { AccountId } from "./accounts";
import { keysSentence, ShareError } from "./errors";
import { type ImageTarget, imageLabel } from "./target";

/** The keys that sign the calls, as far as they are known. */
export interface Caller {
  /** The account that the keys act for; undefined if the cloud does not report it. */
  readonly account: AccountId | undefined;
  /** The description of a KeySource; undefined if the host has none. */
  readonly keys: string | undefined;
}

/** The note about an owner that is listed: allowed, and without effect. */
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

/** Adds the keys and their account to a message that lacks them. */
function withKeys(message: string, caller: Caller): string {
  const named = nameCaller(caller);
  if (named === undefined) return message;
  if (caller.keys !== undefined && message.includes(keysSentence(caller.keys)))
    return message.replace(keysSentence(caller.keys), () => keysSentence(named));
  return `${message.replace(/\.?$/, ".")} ${keysSentence(named)}`;
}

/** Adds the account behind the keys to the error of an image that was not found. */
export function withCaller(error: ShareError, caller: Caller): ShareError {
  const message = withKeys(error.message, caller);
  if (message === error.message) return error;
  const { live, wrote, unverified, granted, cause, topic } = error;
  const known = { wrote, unverified, granted, cause };
  return new ShareError(message, topic, live === undefined ? known : { ...known, live });
}

/**
 * The error of keys that cannot read, or may not change, the image of another account.
 *
 * @param said the vendor's answer; undefined if it is only that the image is not found
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
