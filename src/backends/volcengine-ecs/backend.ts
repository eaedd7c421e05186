import type { AccountPage, Backend, CallOptions, ImageCondition } from "../../core/backend";
import type { CloudAccess } from "../../core/cloud-access";
import type { ImageTarget } from "../../core/target";
import { accountsIn, member, senseless } from "../answers";
import { agentFor } from "../transport";
import { callVolcengine, numbered } from "../volcengine/client";
import { findCredentials } from "../volcengine/credentials";
import type { VolcengineSection } from "../volcengine/section";
import { errors } from "./errors";

const VERSION = "2020-04-01";

/** The most that the page of DescribeImageSharePermission allows; the default is 15. */
const PAGE_SIZE = 100;

/** Regions that the vendor's SDKs reach at a host of their own. */
const regionsWithOwnHost: ReadonlySet<string> = new Set([
  "ap-southeast-2",
  "ap-southeast-3",
  "cn-beijing-autodriving",
  "cn-beijing-selfdrive",
  "cn-shanghai-autodriving",
]);

/** @throws ConfigurationError when there are no credentials */
export async function open(access: CloudAccess): Promise<Backend> {
  const credentials = await findCredentials(access.credentials as VolcengineSection | undefined);
  const agents = new Map<string, ReturnType<typeof agentFor>>();
  const protocol = access.endpoint?.protocol === "http:" ? "http:" : "https:";

  const call = (
    target: ImageTarget,
    action: string,
    parameters: Record<string, string>,
    options: CallOptions,
  ) => {
    const region = target.region ?? "";
    const host = hostFor(region);
    const agent = agents.get(host) ?? agentFor(host, access.endpoint);
    agents.set(host, agent);
    const client = {
      host,
      serviceName: "ecs",
      version: VERSION,
      region,
      credentials,
      agent,
      protocol,
      errors,
    };
    return callVolcengine({ ...client, protocol }, action, parameters, options);
  };

  return {
    async describe(target, _scope, page, options): Promise<AccountPage> {
      const action = "DescribeImageSharePermission";
      const parameters = { ImageId: target.imageId, MaxResults: String(PAGE_SIZE) };
      const next = page === undefined ? {} : { NextToken: page };
      return accountPage(action, await call(target, action, { ...parameters, ...next }, options));
    },

    async write(target, write, options) {
      const parameters = {
        ImageId: target.imageId,
        ...numbered("AddAccounts", write.add),
        ...numbered("RemoveAccounts", write.remove),
      };
      await call(target, "ModifyImageSharePermission", parameters, options);
    },

    async imageCondition(target, options): Promise<ImageCondition> {
      const answer = await call(target, "DescribeImages", numbered("ImageIds", [target.imageId]), options);
      return conditionIn(member(answer, "Images"), target.imageId);
    },
  };
}

function hostFor(region: string): string {
  return regionsWithOwnHost.has(region) ? `ecs.${region}.volcengineapi.com` : "open.volcengineapi.com";
}

function accountPage(action: string, answer: unknown): AccountPage {
  const list = member(answer, "Accounts");
  // A list that is null is believed to be empty only where the count says so too.
  const isNobody = list === null && member(answer, "TotalCount") === 0;
  const accounts = isNobody ? [] : accountsIn(action, list, "AccountId");
  const next = member(answer, "NextToken");
  return typeof next === "string" && next !== "" ? { accounts, next } : { accounts };
}

/** Asked without Visibility, so that somebody else's image is named for what it is instead of missing. */
function conditionIn(images: unknown, imageId: string): ImageCondition {
  if (!Array.isArray(images)) throw senseless("DescribeImages", "without Images");
  const image: unknown = images.find((entry: unknown) => member(entry, "ImageId") === imageId);
  if (image === undefined) return { kind: "gone" };
  const visibility = String(member(image, "Visibility"));
  if (visibility !== "private") return { kind: "unusable", state: visibility };
  const state = String(member(image, "Status"));
  if (state === "available") return { kind: "usable" };
  return { kind: state === "creating" ? "busy" : "unusable", state };
}
