import * as pulumi from "@pulumi/pulumi";
import type { App } from "../app/app";
import type { ConfigSource } from "../app/config";
import type { ServiceName } from "../core/services";
import { thisRun } from "./image-claims";
import { isMocked } from "./preconditions";

/** Which image to look at. */
export interface GetImageShareArgs {
  service: ServiceName;
  /** Region of the image; absent for alicloud-ens. */
  region?: string;
  imageId: string;
  /** Name of a profile under `image-share:profiles` in stack configuration. */
  credentials?: string;
}

/** {@link GetImageShareArgs} with values that may come from other resources. */
export type GetImageShareOutputArgs = {
  [Key in keyof GetImageShareArgs]: pulumi.Input<NonNullable<GetImageShareArgs[Key]>>;
};

/** Who has access to an image. */
export interface GetImageShareResult {
  service: ServiceName;
  region?: string;
  imageId: string;
  /** All accounts that the image is shared with, sorted. */
  accounts: string[];
  /** aws-ec2: all organisations, and organisational units, sorted; absent without any. */
  organizationArns?: string[];
  organizationalUnitArns?: string[];
  /** alicloud-swas only: whether the image can be used in the owner's own ECS. */
  shareToEcs?: boolean;
  /** alicloud-ecs: true where every account of the cloud can use the image. */
  public?: boolean;
}

/**
 * Reads who has access to an image, in preview as well, and changes nothing. The image must exist.
 *
 * Under `pulumi.runtime.setMocks` nothing is called: the mocks' `call` answers for the token
 * `image-share:index:getImageShare`, and what it leaves out is an image that is shared with nobody.
 *
 * @throws Error that begins with the image and names what the vendor said
 */
export async function getImageShare(args: GetImageShareArgs): Promise<GetImageShareResult> {
  if (isMocked()) return { ...args, accounts: [], ...(await pulumi.runtime.invoke(TOKEN, args)) };
  // Loaded only when called, because most programs only share images.
  const [{ App }, { getAccess }] = await Promise.all([import("../app/app.js"), import("../app/access.js")]);
  const app = hosts.get(thisRun()) ?? newHost(App);
  hosts.set(thisRun(), app);
  app.sayEndpoint();
  try {
    return { ...args, ...(await getAccess(app, args)) };
  } catch (error) {
    // A RunError has no stack trace, which would only point into this package.
    throw new pulumi.RunError(app.explain(error));
  }
}

function newHost(host: typeof App): App {
  return new host(
    configuration(),
    (text) => void pulumi.log.info(text),
    (text) => void pulumi.log.info(text, undefined, undefined, true),
  );
}

/** The function's token in mocks. */
const TOKEN = "image-share:index:getImageShare";

/** One per run of the program, so that its reads share connections and rate limits. */
const hosts = new WeakMap<object, App>();

function configuration(): ConfigSource {
  const all = pulumi.runtime.allConfig();
  return { get: (key) => all[key], keys: Object.keys(all) };
}

/** {@link getImageShare} for outputs; the result is unknown while they are. */
export function getImageShareOutput(args: GetImageShareOutputArgs): pulumi.Output<GetImageShareResult> {
  return pulumi.output(args).apply((known) => getImageShare(known as GetImageShareArgs));
}
