/** The five services, as far as faults are concerned: one image each, and the vendor's words for trouble. */
import { findService } from "../../../src/backends/registry";
import type { ServiceEntry } from "../../../src/core/cloud-access";
import type { CallRecord, Emulator, ServiceName } from "../../../src/emulator";

export interface Service {
  readonly target: { readonly service: ServiceName; readonly region?: string; readonly imageId: string };
  /** Different accounts for different numbers, sorted as the numbers are. */
  account(index: number): string;
  section(key: { id: string; secret: string }): unknown;
  /** The actions that add and remove. */
  readonly adding: string;
  readonly removing: string;
  readonly reading: string;
  readonly busyState: string;
  readonly readyState: string;
  /** Of credentials that were deleted. */
  readonly authError: { readonly code: string; readonly status?: number };
  /** Of an image that has no room left; where no page lists one, one that the vendor might use. */
  readonly quotaError: { readonly code: string; readonly status?: number };
}

const alicloud = {
  account: (index: number) => String(1_234_567_890_123_456 + index),
  section: ({ id, secret }: { id: string; secret: string }) => ({
    accessKeyId: id,
    accessKeySecret: secret,
  }),
  authError: { code: "InvalidAccessKeyId.NotFound", status: 404 },
};

const oneAction = {
  adding: "ModifyImageSharePermission",
  removing: "ModifyImageSharePermission",
  reading: "DescribeImageSharePermission",
};

export const services: Readonly<Record<ServiceName, Service>> = {
  "alicloud-ens": {
    ...alicloud,
    ...oneAction,
    target: { service: "alicloud-ens", imageId: "m-5s7qotzavwbrnzaqh4unm" },
    busyState: "Copying",
    readyState: "Available",
    quotaError: { code: "QuotaExceeded" },
  },
  "alicloud-ecs": {
    ...alicloud,
    ...oneAction,
    target: { service: "alicloud-ecs", region: "cn-hangzhou", imageId: "m-bp67acfmxazb4p" },
    busyState: "Creating",
    readyState: "Available",
    quotaError: { code: "QuotaExceed.ShareImageUser", status: 403 },
  },
  "alicloud-swas": {
    ...alicloud,
    target: { service: "alicloud-swas", region: "cn-hangzhou", imageId: "m-bp67acfmxazb4p" },
    adding: "AddCustomImageShareAccount",
    removing: "RemoveCustomImageShareAccount",
    reading: "ListCustomImageShareAccounts",
    busyState: "0",
    readyState: "1",
    quotaError: { code: "QuotaExceeded" },
  },
  "volcengine-ecs": {
    ...oneAction,
    target: { service: "volcengine-ecs", region: "cn-beijing", imageId: "image-ebgy1og99tfct0gw" },
    account: (index) => String(2_100_051_234 + index),
    section: ({ id, secret }) => ({ accessKeyId: id, secretKey: secret }),
    busyState: "creating",
    readyState: "available",
    authError: { code: "InvalidAccessKey", status: 401 },
    quotaError: { code: "LimitExceeded.MaximumShareImageAccount" },
  },
  "tencentcloud-cvm": {
    ...oneAction,
    target: { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-6pb6lrmy" },
    account: (index) => String(100_000_000_001 + index),
    section: ({ id, secret }) => ({ secretId: id, secretKey: secret }),
    busyState: "SYNCING",
    readyState: "NORMAL",
    authError: { code: "AuthFailure.SecretIdNotFound" },
    quotaError: { code: "OverQuota" },
  },
};

export function entryOf({ target }: Service): ServiceEntry {
  const entry = findService(target.service);
  if (entry === undefined) throw new Error(`the registry has no ${target.service}`);
  return entry;
}

/** Opens the service as a program's configuration would. */
export async function connect(service: Service, emulator: Emulator) {
  const { facts, open } = entryOf(service);
  const credentials = service.section(emulator.credentials);
  return { facts, backend: await open({ credentials, endpoint: new URL(emulator.url) }) };
}

export function accounts(service: Service, from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_, index) => service.account(from + index));
}

/** Which accounts a call was to add and to remove; undefined when it is no write. */
export function writeIn(service: Service, { action, parameters }: CallRecord) {
  if (action !== service.adding && action !== service.removing) return undefined;
  const isRemoval = parameters.Permission === "CANCEL" || action.startsWith("Remove");
  const named = Object.entries(parameters).filter(([name]) => /Account/.test(name));
  const listed = named.map(([name, value]) => ({
    isRemoval: isRemoval || name.startsWith("Remove"),
    accounts: Array.isArray(value) ? value.map(String) : String(value).split(","),
  }));
  const those = (removal: boolean) =>
    listed.filter((entry) => entry.isRemoval === removal).flatMap((entry) => entry.accounts);
  return { add: those(false), remove: those(true) };
}
