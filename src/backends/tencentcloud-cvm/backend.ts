import type { AccountPage, Backend, CallOptions, ImageCondition } from "../../core/backend";
import type { CloudAccess } from "../../core/cloud-access";
import type { Write } from "../../core/schedule";
import type { ImageTarget } from "../../core/target";
import { accountsIn, member, senseless } from "../answers";
import { callTencentCloud } from "../tencentcloud/client";
import { findCredentials } from "../tencentcloud/credentials";
import type { TencentcloudSection } from "../tencentcloud/section";
import { agentFor } from "../transport";
import { errors } from "./errors";

const VERSION = "2017-03-12";

/** States of the vendor's "Image" data table that end by themselves. */
const passing: ReadonlySet<string> = new Set(["CREATING", "SYNCING", "IMPORTING"]);

/** @throws ConfigurationError when there are no credentials */
export async function open(access: CloudAccess): Promise<Backend> {
  const credential = await findCredentials(access.credentials as TencentcloudSection | undefined);
  const agents = new Map<string, ReturnType<typeof agentFor>>();

  const call = (
    target: ImageTarget,
    action: string,
    parameters: Record<string, unknown>,
    options: CallOptions,
  ) => {
    const host = hostFor(target.region ?? "");
    const agent = agents.get(host) ?? agentFor(host, access.endpoint);
    agents.set(host, agent);
    const protocol = access.endpoint?.protocol === "http:" ? "http://" : "https://";
    const client = {
      host,
      version: VERSION,
      region: target.region ?? "",
      credential,
      agent,
      protocol,
      errors,
    } as const;
    return callTencentCloud(client, action, parameters, options);
  };

  return {
    async describe(target, _scope, _page, options): Promise<AccountPage> {
      const action = "DescribeImageSharePermission";
      const answer = await call(target, action, { ImageId: target.imageId }, options);
      return { accounts: accountsIn(action, answer.SharePermissionSet, "AccountId") };
    },

    async write(target, write, options) {
      const parameters = { ImageId: target.imageId, ...direction(write) };
      await call(target, "ModifyImageSharePermission", parameters, options);
    },

    async imageCondition(target, options): Promise<ImageCondition> {
      const answer = await call(target, "DescribeImages", { ImageIds: [target.imageId] }, options);
      return conditionIn(answer.ImageSet, target.imageId);
    },
  };
}

/** Finance regions have hosts of their own; every other region shares one. */
function hostFor(region: string): string {
  return region.endsWith("-fsi") ? `cvm.${region}.tencentcloudapi.com` : "cvm.tencentcloudapi.com";
}

function direction(write: Write): { AccountIds: readonly string[]; Permission: "SHARE" | "CANCEL" } {
  return write.add.length > 0
    ? { AccountIds: write.add, Permission: "SHARE" }
    : { AccountIds: write.remove, Permission: "CANCEL" };
}

function conditionIn(set: unknown, imageId: string): ImageCondition {
  if (!Array.isArray(set)) throw senseless("DescribeImages", "without ImageSet");
  const image: unknown = set.find((entry: unknown) => member(entry, "ImageId") === imageId);
  if (image === undefined) return { kind: "gone" };
  const state = String(member(image, "ImageState"));
  if (member(image, "ImageType") !== "PRIVATE_IMAGE")
    return { kind: "unusable", state: String(member(image, "ImageType")) };
  if (state === "NORMAL") return { kind: "usable" };
  return { kind: passing.has(state) ? "busy" : "unusable", state };
}
