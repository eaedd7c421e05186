/**
 * Where keys may be found.
 *
 * A source that the user has named (a variable, a profile, a file) gives keys or ends the search with an error that names
 * it, and so does a default file that is there and is broken: the next source might hold the keys of another account.
 * Only a source that is not there lets the search go on.
 */
import type { KeySource } from "../../core/cloud-access";
import { ConfigurationError } from "../../core/errors";
import { reasonOf } from "./assumed-role";

export interface CredentialSource {
  /** In the list of all sources that were tried; empty for a check that is no source. */
  readonly name: string;
  /** @returns the keys, or why there are none. @throws ConfigurationError when the search ends here */
  find(): KeySource | string | Promise<KeySource | string>;
}

/** What a cloud is called in messages. */
export interface CloudWords {
  /** "Alibaba Cloud" */
  readonly title: string;
  /** Of the configuration: "alicloud". */
  readonly section: string;
  /** What the section calls a key's ID and its secret. */
  readonly members: readonly [id: string, secret: string];
  /** What the section calls the token of temporary keys. */
  readonly token: string;
  /** The vendor's own variables for ID and secret. */
  readonly variables: readonly [id: string, secret: string];
}

/** The error of a source that ends the search. @param what names the source and what is wrong with it */
export function invalidSource(what: string, cloud: CloudWords, cause?: unknown): ConfigurationError {
  const advice = `No other place is tried: correct it, or set image-share:${cloud.section}`;
  return new ConfigurationError(`${what.replace(/\.+$/, "")}. ${advice}`, "credentials", cause);
}

/** Keys that are fetched, for a source that was named: they are there, or the search ends. @throws ConfigurationError */
export async function requireKeys(
  place: string,
  cloud: CloudWords,
  fetch: () => Promise<KeySource>,
): Promise<KeySource> {
  try {
    return await fetch();
  } catch (error) {
    throw invalidSource(`${place}: ${reasonOf(error)}`, cloud);
  }
}
