/**
 * The search for keys, from place to place.
 *
 * A place that the user has named (a variable, a profile, a file) gives keys or ends the search with an error that names
 * it, and so does a default file that is there and is broken: the next place might hold the keys of another account.
 * Only a place that is not there lets the search go on.
 */
import type { KeySource } from "../core/cloud-access";
import { ConfigurationError } from "../core/errors";

/** A place where keys may be. */
export interface Place {
  /** In the list of all places that were tried; empty for a check that is no place. */
  readonly name: string;
  /** @returns the keys, or why there are none. @throws ConfigurationError when the search ends here */
  look(): KeySource | string | Promise<KeySource | string>;
}

/** What a cloud is called in messages. */
export interface CloudWords {
  /** "Alibaba Cloud" */
  readonly title: string;
  /** Of the configuration: "alicloud". */
  readonly section: string;
  /** What the section calls a key's ID and its secret. */
  readonly members: readonly [id: string, secret: string];
  /** The vendor's own variables for the two. */
  readonly variables: readonly [id: string, secret: string];
}

/** @throws ConfigurationError that names every place, and what was found there */
export async function searchKeys(places: readonly Place[], cloud: CloudWords): Promise<KeySource> {
  const tried: string[] = [];
  for (const place of places) {
    const found = await place.look();
    if (typeof found !== "string") return found;
    if (place.name !== "") tried.push(`${place.name}: ${found}`);
  }
  const { title, section, members, variables } = cloud;
  const [id, secret] = members.map((member) => `image-share:${section}.${member}`);
  throw new ConfigurationError(
    `no credentials for ${title}. Set ${id} and ${secret} (pulumi config set --secret --path ${secret} …), or the ` +
      `environment variables ${variables.join(" and ")}. Tried ${tried.join("; ")}`,
    "credentials",
  );
}

/** The error of a place that ends the search. @param what names the place and what is wrong with it */
export function broken(what: string, cloud: CloudWords, cause?: unknown): ConfigurationError {
  const advice = `No other place is tried: correct it, or set image-share:${cloud.section}`;
  return new ConfigurationError(`${what}. ${advice}`, "credentials", cause);
}
