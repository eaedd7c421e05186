import * as pulumi from "@pulumi/pulumi";
import { withTopic } from "../core/error-topics";
import { type CloudName, cloudOf } from "../core/services";
import type { CommonArgs, ImageShareArgs } from "./args";
import { ImageShare } from "./image-share";
import { checkPreconditions, isMocked } from "./preconditions";
import { optionsOfShares } from "./set-options";

type AccountInputs = pulumi.Input<pulumi.Input<string>[]>;

/**
 * A list of accounts when all images are of one cloud; otherwise a list for each cloud, because each has account IDs of
 * its own.
 */
export type AccountsOfSet = AccountInputs | { readonly [cloud in CloudName]?: AccountInputs };

/** `Omit` for each member of a union. */
type Without<Args, Keys extends PropertyKey> = Args extends unknown ? Omit<Args, Keys> : never;

/** One image of a set: what an {@link ImageShare} takes, with the accounts that only this image is shared with. */
export type SetImageArgs = Without<ImageShareArgs, "accounts"> & {
  /** Accounts besides those of the set that get access to this image. */
  additionalAccounts?: AccountInputs;
};

/** The arguments of an {@link ImageShareSet}. An image's own argument has precedence over the set's. */
export interface ImageShareSetArgs extends Omit<CommonArgs, "imageId" | "protectedAccounts"> {
  /** Accounts that get access to every image. */
  accounts: AccountsOfSet;
  /** Accounts that are never revoked, of any image: see {@link ImageShareArgs}. */
  protectedAccounts?: AccountsOfSet;
  /** The images by name; the names become part of the resources' names, so keep them when IDs change. */
  images: Readonly<Record<string, SetImageArgs>>;
}

/**
 * Shares many images, of several clouds and regions, with one list of accounts: one {@link ImageShare} for each image.
 *
 * `pulumi up --target` the set alone shares nothing, since the engine leaves its shares out: add `--target-dependents`,
 * or target the shares.
 *
 * @example
 * ```ts
 * new ImageShareSet("release", {
 *   accounts: { alicloud: ["1234567890123456"], tencentcloud: ["100000000001"] },
 *   images: {
 *     hangzhou: { service: "alicloud-ecs", region: "cn-hangzhou", imageId: "m-bp1g7004ksh0oeuco8vd" },
 *     guangzhou: {
 *       service: "tencentcloud-cvm",
 *       region: "ap-guangzhou",
 *       imageId: "img-6pb6lrmy",
 *       additionalAccounts: ["100000000009"],
 *     },
 *   },
 * });
 * ```
 */
export class ImageShareSet extends pulumi.ComponentResource {
  /** The share of each image, by the image's name in the set. */
  readonly shares: Readonly<Record<string, ImageShare>>;
  /** Accounts that have access because of this set, by the image's name. */
  readonly accounts: pulumi.Output<Record<string, string[]>>;
  /** Accounts that have access for other reasons, by the image's name; images without any are left out. */
  readonly foreignAccounts: pulumi.Output<Record<string, string[]>>;

  /**
   * @param name prefix of the names of all shares
   * @throws Error when an image is of a cloud that `accounts` has no list for, or `accounts` or `images` is missing
   */
  constructor(name: string, args: ImageShareSetArgs, opts?: pulumi.ComponentResourceOptions) {
    checkPreconditions(name, opts);
    checkPresent(name, args);
    super("pulumi-image-share:index:ImageShareSet", name, {}, opts);
    const handedOn = optionsOfShares(name, opts);
    const { accounts, protectedAccounts, images, ...common } = args;
    this.shares = Object.fromEntries(
      Object.entries(images).map(([key, { additionalAccounts, ...image }]) => {
        const cloud = cloudOf(image.service);
        const shared = ofCloud(accounts, cloud);
        if (shared === undefined) throw noList(name, key, cloud);
        const guarded = protectedAccounts === undefined ? undefined : ofCloud(protectedAccounts, cloud);
        const share = {
          ...common,
          ...(guarded === undefined ? {} : { protectedAccounts: guarded }),
          ...image,
          accounts: merged(shared, additionalAccounts),
        } as ImageShareArgs;
        return [key, new ImageShare(`${name}-${key}`, share, { ...handedOn, parent: this })];
      }),
    );
    this.accounts = byImage(this.shares, (share) => share.accounts);
    this.foreignAccounts = byImage(this.shares, (share) => share.foreignAccounts).apply((all) =>
      Object.fromEntries(Object.entries(all).filter(([, foreign]) => foreign.length > 0)),
    );
    // Under mocks, the outputs would arrive in the next unit test, and fail there.
    if (isMocked()) return;
    this.registerOutputs({ accounts: this.accounts, foreignAccounts: this.foreignAccounts });
  }
}

/** For JavaScript, and for missing configuration keys, which the compiler does not see. */
function checkPresent(set: string, args: Partial<ImageShareSetArgs>): void {
  const missing = (["accounts", "images"] as const).find((key) => (args[key] ?? undefined) === undefined);
  if (missing === undefined) return;
  const message =
    `${set}: ${missing} is missing: write it, and if the program takes it from its configuration, check that the key is ` +
    "there";
  throw new pulumi.RunError(withTopic(message, "invalid-argument"));
}

function ofCloud(accounts: AccountsOfSet, cloud: CloudName): AccountInputs | undefined {
  const isOneList =
    Array.isArray(accounts) || pulumi.Output.isInstance(accounts) || accounts instanceof Promise;
  return isOneList ? accounts : accounts[cloud];
}

function noList(set: string, image: string, cloud: CloudName): Error {
  const message =
    `${set}: the image "${image}" is of ${cloud}, and accounts has no list for ${cloud}: write accounts.${cloud}, ` +
    "an empty list (with allowEmpty: true) if nobody is to have access";
  return new pulumi.RunError(withTopic(message, "empty-list"));
}

/** Merges two lists; each account occurs once. */
function merged(accounts: AccountInputs, additional: AccountInputs = []): AccountInputs {
  // Element by element, so that one unknown account does not make the whole list unknown.
  if (Array.isArray(accounts) && Array.isArray(additional)) return [...new Set([...accounts, ...additional])];
  return pulumi.all([accounts, additional]).apply(([all, more]) => [...new Set([...all, ...more])]);
}

/** Accounts by image. Outputs that the provider has not computed (under mocks, or with `--target`) are empty. */
function byImage(
  shares: Readonly<Record<string, ImageShare>>,
  part: (share: ImageShare) => pulumi.Output<string[] | undefined>,
): pulumi.Output<Record<string, string[]>> {
  const parts = Object.entries(shares).map(([key, share]) =>
    part(share).apply((accounts) => [key, accounts ?? []] as const),
  );
  return pulumi.all(parts).apply((entries) => Object.fromEntries(entries));
}
