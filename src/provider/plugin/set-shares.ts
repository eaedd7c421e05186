/** What a set of images asks of each of them: the arguments of one share per image, with one list of accounts. */
import { findService } from "../../backends/registry";
import { checkArgs } from "../../core/args";
import { ConfigurationError } from "../../core/errors";
import { serviceNames } from "../../core/services";
import { isObject, type Properties, unknownValue } from "../inputs";
import { withPythonNames } from "./python-names";
import { asSecret, containsSecret, plain } from "./values";

/** Arguments of a set that differ by cloud where they say so. */
const listsByCloud = ["accounts", "protectedAccounts"] as const;

/**
 * @param name of the set, for messages
 * @param inputs as the engine sends them, secrets marked
 * @returns the arguments of each share, by the image's name in the set; secrets marked again
 * @throws ConfigurationError
 */
export function sharesOfSet(name: string, inputs: Properties): ReadonlyMap<string, Properties> {
  const refuse = (message: string) =>
    new ConfigurationError(withPythonNames(`${name}: ${message}`), "invalid-argument");
  const images = plain(inputs.images);
  if (images === unknownValue) throw refuse("images must be known at preview: write its names as literals");
  if (!isObject(images) || Array.isArray(images)) {
    throw refuse("images is missing: write a map of images, by names that you choose");
  }
  if (inputs.accounts === undefined)
    throw refuse("accounts is missing: write it, or check where it comes from");
  const areSecret = containsSecret(inputs.images);
  const shares = new Map(
    Object.keys(images).map((key) => {
      const image: unknown = (images as Properties)[key];
      if (!isObject(image)) throw refuse(`images.${key} must be an object, and known at preview`);
      return [key, shareOf(key, image as Properties, { inputs, areSecret, refuse })] as const;
    }),
  );
  checkShares(shares, refuse);
  return shares;
}

/** As many images as a message names of one mistake. */
const MAX_NAMED = 3;

/**
 * The engine ends a run at the first share that it finds refused. Its error for the set then speaks of a closed connection,
 * and the other images' mistakes wait for the next run.
 *
 * @throws ConfigurationError with each mistake, and the images that have it
 */
function checkShares(shares: ReadonlyMap<string, Properties>, refuse: SetContext["refuse"]): void {
  const images = new Map<string, string[]>();
  for (const [key, marked] of shares) {
    const share = plain(marked) as Properties;
    const verdict = checkArgs(share, findService(share.service)?.facts, serviceNames, unknownValue);
    for (const { reason } of verdict.failures) images.set(reason, [...(images.get(reason) ?? []), key]);
  }
  if (images.size === 0) return;
  throw refuse([...images].map(([reason, keys]) => `${namesOf(keys)}: ${reason}`).join("; "));
}

function namesOf(keys: readonly string[]): string {
  const more = keys.length - MAX_NAMED;
  const named = keys.slice(0, MAX_NAMED).map((key) => `images.${key}`);
  return `${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

interface SetContext {
  readonly inputs: Properties;
  /** Whether something in `images` is a secret: then it is not told what. */
  readonly areSecret: boolean;
  readonly refuse: (message: string) => ConfigurationError;
}

function shareOf(key: string, image: Properties, { inputs, areSecret, refuse }: SetContext): Properties {
  const { service } = image;
  if (service === unknownValue)
    throw refuse(`images.${key}.service must be known at preview: write it as a literal`);
  const cloud = String(service).split("-", 1)[0] ?? "";
  const { images: _, ...common } = inputs;
  const { additionalAccounts, ...own } = image;
  const share: Record<string, unknown> = { ...common };
  for (const [argument, value] of Object.entries(own)) share[argument] = areSecret ? asSecret(value) : value;
  for (const argument of listsByCloud) {
    const list = ofCloud(plain(inputs[argument]), cloud);
    const isSecret = containsSecret(inputs[argument]);
    const isKnownCloud = serviceNames.some((known) => known === service);
    if (argument === "accounts" && list === undefined && isKnownCloud) {
      throw refuse(
        `the image "${key}" is of ${cloud}, and accounts has no list for ${cloud}: write accounts.${cloud}, an empty ` +
          "list (with allowEmpty: true) if nobody is to have access",
      );
    }
    const value = argument === "accounts" ? merged(list, additionalAccounts) : (own[argument] ?? list);
    if (value === undefined) delete share[argument];
    else share[argument] = isSecret || areSecret ? asSecret(value) : value;
  }
  return share;
}

function ofCloud(accounts: unknown, cloud: string): unknown {
  if (!isObject(accounts) || Array.isArray(accounts)) return accounts;
  return Object.hasOwn(accounts, cloud) ? (accounts as Properties)[cloud] : undefined;
}

/** Each account once. What is no list is for the check of the share to refuse. */
function merged(accounts: unknown, additional: unknown): unknown {
  if (additional === undefined) return accounts;
  if (accounts === unknownValue || additional === unknownValue) return unknownValue;
  if (!Array.isArray(accounts)) return accounts;
  return Array.isArray(additional) ? [...new Set([...accounts, ...additional])] : additional;
}
