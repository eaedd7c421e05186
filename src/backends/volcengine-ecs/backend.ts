import type { Backend } from "../../core/backend";
import type { OpenAccess } from "../../core/cloud-access";
import { volcengineSts } from "../volcengine/credentials";
import { openEcs } from "../volcengine/ecs";

/** Regions that the vendor's SDKs reach at a host of their own. */
const regionsWithOwnHost: ReadonlySet<string> = new Set([
  "ap-southeast-2",
  "ap-southeast-3",
  "cn-beijing-autodriving",
  "cn-beijing-selfdrive",
  "cn-shanghai-autodriving",
]);

export function open(access: OpenAccess): Promise<Backend> {
  return openEcs(access, { hostFor, sts: volcengineSts, homeRegion: "cn-beijing" });
}

function hostFor(region: string): string {
  return regionsWithOwnHost.has(region) ? `ecs.${region}.volcengineapi.com` : "open.volcengineapi.com";
}
