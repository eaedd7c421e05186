import type { AccountPage, Backend, ImageCondition } from "../../core/backend";
import type { CloudAccess } from "../../core/cloud-access";
import type { ImageTarget } from "../../core/target";
import { connect } from "../alicloud/client";
import { hasMorePages, numbered } from "../alicloud/pages";
import { accountsIn, member, senseless } from "../answers";
import { errors } from "./errors";

const VERSION = "2014-05-26";

/** The most that the page of DescribeImageSharePermission allows. */
const PAGE_SIZE = 100;

/** Values of Status on the page of DescribeImages that end by themselves. */
const passing: ReadonlySet<string> = new Set(["Creating", "Waiting"]);

/** @throws ConfigurationError when there are no credentials */
export async function open(access: CloudAccess): Promise<Backend> {
  const call = await connect(access, { version: VERSION, errors });

  return {
    async describe(target, _scope, page = "1", options): Promise<AccountPage> {
      const action = "DescribeImageSharePermission";
      const parameters = { ...image(target), PageNumber: page, PageSize: String(PAGE_SIZE) };
      const answer = await call(hostFor(target), action, parameters, options);
      const accounts = accountsIn(action, member(answer, "Accounts", "Account"), "AliyunId");
      const asked = { page: Number(page), size: PAGE_SIZE };
      const more = hasMorePages(action, answer, asked, accounts.length);
      return more ? { accounts, next: String(asked.page + 1) } : { accounts };
    },

    async write(target, { add, remove }, options) {
      const change = { ...numbered("AddAccount", add), ...numbered("RemoveAccount", remove) };
      const parameters = { ...image(target), ...change };
      await call(hostFor(target), "ModifyImageSharePermission", parameters, options);
    },

    async imageCondition(target, options): Promise<ImageCondition> {
      const action = "DescribeImages";
      // By default only available images are listed, and one that is being made would look like one that is gone.
      const parameters = { ...image(target), Status: "ALL" };
      const answer = await call(hostFor(target), action, parameters, options);
      const list = member(answer, "Images", "Image");
      if (!Array.isArray(list)) throw senseless(action, "without a list of images");
      return conditionOf(list.find((entry: unknown) => member(entry, "ImageId") === target.imageId));
    },
  };
}

function image({ region = "", imageId }: ImageTarget): Record<string, string> {
  return { RegionId: region, ImageId: imageId };
}

/** As in the SDK's table of endpoints. */
function hostFor({ region = "" }: ImageTarget): string {
  return region === "cn-hangzhou" ? "ecs-cn-hangzhou.aliyuncs.com" : `ecs.${region}.aliyuncs.com`;
}

function conditionOf(found: unknown): ImageCondition {
  if (found === undefined) return { kind: "gone" };
  const owner = member(found, "ImageOwnerAlias");
  if (owner !== "self" && owner !== undefined)
    return { kind: "unusable", state: `owned by ${String(owner)}` };
  const state = String(member(found, "Status"));
  if (state === "Available") return { kind: "usable" };
  return { kind: passing.has(state) ? "busy" : "unusable", state };
}
