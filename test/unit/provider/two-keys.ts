/** An emulator with keys of two accounts in each cloud: A owns an image of every service, B owns none. */
import { type Emulator, type ServiceName, startEmulator } from "../../../src/emulator";
import { handle } from "../../../src/provider/dynamic/handle";

export type Properties = Record<string, unknown>;

const cloudNames = ["tencentcloud", "alicloud", "volcengine"] as const;
type Cloud = (typeof cloudNames)[number];

export const ownerOf: Readonly<Record<Cloud, string>> = {
  tencentcloud: "100099990001",
  alicloud: "199000000000000001",
  volcengine: "2199990001",
};

export const strangerOf: Readonly<Record<Cloud, string>> = {
  tencentcloud: "100099990002",
  alicloud: "199000000000000002",
  volcengine: "2199990002",
};

export interface Sample {
  readonly image: { readonly service: ServiceName; readonly region?: string; readonly imageId: string };
  readonly cloud: Cloud;
  readonly accounts: readonly [string, string];
}

const alicloudAccounts = ["1234567890123456", "1234567890123457"] as const;

/** One image of each service. */
export const samples: readonly Sample[] = [
  {
    image: { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-6pb6lrmy" },
    cloud: "tencentcloud",
    accounts: ["100000000001", "100000000002"],
  },
  {
    image: { service: "alicloud-ecs", region: "cn-hangzhou", imageId: "m-bp1emulator" },
    cloud: "alicloud",
    accounts: alicloudAccounts,
  },
  {
    image: { service: "alicloud-ens", imageId: "m-5s7qotzavwbrnzaqh4unm" },
    cloud: "alicloud",
    accounts: alicloudAccounts,
  },
  {
    image: { service: "alicloud-swas", region: "cn-hangzhou", imageId: "m-swasemulator" },
    cloud: "alicloud",
    accounts: alicloudAccounts,
  },
  {
    image: { service: "volcengine-ecs", region: "cn-beijing", imageId: "image-ebgy1og99tfct0gw" },
    cloud: "volcengine",
    accounts: ["2100000001", "2100000002"],
  },
];

export const idOf = ({ image: { service, region, imageId } }: Sample) =>
  [service, region, imageId].filter((part) => part !== undefined).join("/");

export async function startTwoKeys(): Promise<Emulator> {
  const emulator = await startEmulator({
    rateLimits: false,
    credentials: [
      { id: "keyA", secret: "secret-of-a", accounts: ownerOf },
      { id: "keyB", secret: "secret-of-b", accounts: strangerOf },
    ],
  });
  for (const { image } of samples) emulator.putImage(image);
  return emulator;
}

/** Configuration under `image-share:` with the keys of A or B for every cloud. */
export function keysOf(who: "A" | "B"): Record<Cloud, Properties> {
  const [id, secret] = [`key${who}`, `secret-of-${who.toLowerCase()}`];
  return {
    tencentcloud: { secretId: id, secretKey: secret },
    alicloud: { accessKeyId: id, accessKeySecret: secret },
    volcengine: { accessKeyId: id, secretKey: secret },
  };
}

/** A provider process with these keys. */
export function providerWith(emulator: Emulator, who: "A" | "B", more: Properties = {}) {
  const config: Properties = { "image-share:endpoint": emulator.url, ...more };
  for (const [cloud, section] of Object.entries(keysOf(who))) {
    config[`image-share:${cloud}`] = JSON.stringify(section);
  }
  const own = { get: (key: string) => config[key] as string | undefined, rawConfig: config };
  return (method: Parameters<typeof handle>[0], ...args: unknown[]) =>
    handle(method, own, args) as Promise<{
      id: string;
      outs: Properties;
      props: Properties;
      inputs: Properties;
      failures: { reason: string }[];
      changes: boolean;
      replaces?: string[];
    }>;
}
