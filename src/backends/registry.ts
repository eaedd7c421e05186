/** All services and all clouds: a line each. A vendor's SDK is loaded when the first resource needs it. */
import type { ServiceEntry } from "../core/cloud-access";
import { alicloudSection } from "./alicloud/section";
import { alicloudEcs } from "./alicloud-ecs/facts";
import { alicloudEns } from "./alicloud-ens/facts";
import { alicloudSwas } from "./alicloud-swas/facts";
import { tencentcloudSection } from "./tencentcloud/section";
import { tencentcloudCvm } from "./tencentcloud-cvm/facts";
import { volcengineSection } from "./volcengine/section";
import { volcengineEcs } from "./volcengine-ecs/facts";

const entries: readonly ServiceEntry[] = [
  {
    facts: alicloudEns,
    open: async (access) => (await import("./alicloud-ens/backend.js")).open(access),
  },
  {
    facts: alicloudEcs,
    open: async (access) => (await import("./alicloud-ecs/backend.js")).open(access),
  },
  {
    facts: alicloudSwas,
    open: async (access) => (await import("./alicloud-swas/backend.js")).open(access),
  },
  {
    facts: tencentcloudCvm,
    open: async (access) => (await import("./tencentcloud-cvm/backend.js")).open(access),
  },
  {
    facts: volcengineEcs,
    open: async (access) => (await import("./volcengine-ecs/backend.js")).open(access),
  },
];

/** Schema of each cloud's section in the configuration, `image-share:<cloud>` and `image-share:profiles`. */
export const cloudSections = {
  alicloud: alicloudSection,
  tencentcloud: tencentcloudSection,
  volcengine: volcengineSection,
} as const;

const byName = new Map(entries.map((entry) => [entry.facts.service, entry]));

export const serviceNames: readonly string[] = [...byName.keys()];

export function findService(name: unknown): ServiceEntry | undefined {
  return typeof name === "string" ? byName.get(name) : undefined;
}
