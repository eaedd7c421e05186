/**
 * Where keys may be found.
 *
 * A source that the user names (a variable, a profile, a file) returns keys, or ends the search with an error that names
 * it. So does an invalid default file, because the next source may hold the keys of another account.
 * Only after a source that does not exist does the search continue.
 */
import type { KeySource } from "../../core/cloud-access";
import { ConfigurationError } from "../../core/errors";
import { reasonOf } from "./assumed-role";

export interface CredentialSource {
  /** The name in the list of tried sources; empty for a check. */
  readonly name: string;
  /** @returns the keys, or why there are none. @throws ConfigurationError when the search ends here */
  find(): KeySource | string | Promise<KeySource | string>;
}

/** A cloud's words in messages. */
export interface CloudWords {
  /** "Alibaba Cloud" */
  readonly title: string;
  /** Of the configuration: "alicloud". */
  readonly section: string;
  /** The section's members for a key's ID and secret. */
  readonly members: readonly [id: string, secret: string];
  /** The section's member for the token of temporary keys; absent for a cloud without such keys. */
  readonly token?: string;
  /** The vendor's own variables for ID and secret. */
  readonly variables: readonly [id: string, secret: string];
}

/** The error of a source that ends the search. @param what the source, and what is wrong with it */
export function invalidSource(what: string, cloud: CloudWords, cause?: unknown): ConfigurationError {
  const advice = `No other place is tried: correct it, or set image-share:${cloud.section}`;
  return new ConfigurationError(`${what.replace(/\.+$/, "")}. ${advice}`, "credentials", cause);
}

/** Fetched keys of a named source. A failure ends the search. @throws ConfigurationError */
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
