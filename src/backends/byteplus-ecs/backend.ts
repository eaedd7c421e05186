import type { Backend } from "../../core/backend";
import type { OpenAccess } from "../../core/cloud-access";
import { byteplusSts } from "../byteplus/credentials";
import { openEcs } from "../volcengine/ecs";

export async function open(access: OpenAccess): Promise<Backend> {
  const backend = await openEcs(access, { hostFor, sts: byteplusSts, homeRegion: "ap-southeast-1" });
  // The token service's host names a region, and the credential scope has to name the same one.
  return { ...backend, callerAccount: (_region, options) => backend.callerAccount(undefined, options) };
}

/**
 * As the vendor's SDK resolves it. The vendor's page shows another host, open.ap-southeast-1.byteplusapi.com: whether
 * both serve every region is not known.
 */
function hostFor(region: string): string {
  const isInChina = region.startsWith("cn-") && region !== "cn-hongkong";
  return `ecs.${region}.byteplusapi.com${isInChina ? ".cn" : ""}`;
}
