/** One entry per service and per cloud. A vendor's SDK is loaded when the first resource needs it. */
import type { Backend } from "../core/backend";
import type { CloudAccess, KeySource, OpenAccess, ServiceEntry } from "../core/cloud-access";
import type { ServiceFacts } from "../core/service-facts";
import { type CloudName, cloudOf, type ServiceName } from "../core/services";
import { alicloudConfig } from "./alicloud/config";
import { alicloudEcs } from "./alicloud-ecs/facts";
import { alicloudEns } from "./alicloud-ens/facts";
import { alicloudSwas } from "./alicloud-swas/facts";
import { awsConfig } from "./aws/config";
import { awsEc2 } from "./aws-ec2/facts";
import { byteplusConfig } from "./byteplus/config";
import { byteplusEcs } from "./byteplus-ecs/facts";
import { openstackConfig } from "./openstack/config";
import { openstackGlance } from "./openstack-glance/facts";
import { outscaleConfig } from "./outscale/config";
import { outscale } from "./outscale/facts";
import { tencentcloudConfig } from "./tencentcloud/config";
import { tencentcloudCvm } from "./tencentcloud-cvm/facts";
import { tencentcloudLighthouse } from "./tencentcloud-lighthouse/facts";
import { volcengineConfig } from "./volcengine/config";
import { volcengineEcs } from "./volcengine-ecs/facts";

/** Loads a service's backend, and with it the vendor's SDK. */
type Load = () => Promise<{ open(access: OpenAccess): Promise<Backend> }>;

/** Finds the keys for a cloud. */
const keysOf: Readonly<Record<CloudName, (access: CloudAccess) => Promise<KeySource>>> = {
  alicloud: async (access) => (await import("./alicloud/credentials.js")).findKeys(access),
  aws: async (access) => (await import("./aws/credentials.js")).findKeys(access),
  byteplus: async (access) => (await import("./byteplus/credentials.js")).findKeys(access),
  openstack: async (access) => (await import("./openstack/credentials.js")).findKeys(access),
  outscale: async (access) => (await import("./outscale/credentials.js")).findKeys(access),
  tencentcloud: async (access) => (await import("./tencentcloud/credentials.js")).findKeys(access),
  volcengine: async (access) => (await import("./volcengine/credentials.js")).findKeys(access),
};

interface KnownService<Name extends ServiceName> extends ServiceEntry {
  readonly facts: ServiceFacts<Name>;
}

function entry<Name extends ServiceName>(facts: ServiceFacts<Name>, load: Load): KnownService<Name> {
  const findKeys = keysOf[cloudOf(facts.service)];
  return {
    facts,
    findKeys,
    open: async (access) => {
      const backend = await load();
      return backend.open("keys" in access ? access : { ...access, keys: await findKeys(access) });
    },
  };
}

const entries: { readonly [Name in ServiceName]: KnownService<Name> } = {
  "alicloud-ens": entry(alicloudEns, () => import("./alicloud-ens/backend.js")),
  "alicloud-ecs": entry(alicloudEcs, () => import("./alicloud-ecs/backend.js")),
  "alicloud-swas": entry(alicloudSwas, () => import("./alicloud-swas/backend.js")),
  "aws-ec2": entry(awsEc2, () => import("./aws-ec2/backend.js")),
  "tencentcloud-cvm": entry(tencentcloudCvm, () => import("./tencentcloud-cvm/backend.js")),
  "tencentcloud-lighthouse": entry(
    tencentcloudLighthouse,
    () => import("./tencentcloud-lighthouse/backend.js"),
  ),
  "volcengine-ecs": entry(volcengineEcs, () => import("./volcengine-ecs/backend.js")),
  "byteplus-ecs": entry(byteplusEcs, () => import("./byteplus-ecs/backend.js")),
  "openstack-glance": entry(openstackGlance, () => import("./openstack-glance/backend.js")),
  outscale: entry(outscale, () => import("./outscale/backend.js")),
};

/** Schema of each cloud's section in the configuration, `image-share:<cloud>` and `image-share:profiles`. */
export const cloudSections = {
  alicloud: alicloudConfig,
  aws: awsConfig,
  byteplus: byteplusConfig,
  openstack: openstackConfig,
  outscale: outscaleConfig,
  tencentcloud: tencentcloudConfig,
  volcengine: volcengineConfig,
} as const satisfies Record<CloudName, unknown>;

export function findService(name: unknown): ServiceEntry | undefined {
  return typeof name === "string" && Object.hasOwn(entries, name) ? entries[name as ServiceName] : undefined;
}

/** Whether the text is a valid account ID of some service, or an ARN that it shares images with. */
export function isGranteeId(text: string): boolean {
  return Object.values(entries).some(({ facts }) =>
    facts.grantees.some(({ format }) => format?.pattern.test(text) === true),
  );
}
