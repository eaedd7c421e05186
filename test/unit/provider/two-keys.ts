/** An emulator with keys of two accounts in each cloud: A owns an image of every service, B owns none. */
import type { CloudName, ServiceName } from "../../../src/core/services";
import { type Emulator, startEmulator } from "../../../src/emulator";
import { handle } from "../../../src/provider/dynamic/handle";
import { accountsOf, clouds, everySubject } from "../../support/services";

export type Properties = Record<string, unknown>;

export const ownerOf: Readonly<Record<CloudName, string>> = {
  tencentcloud: "100099990001",
  alicloud: "199000000000000001",
  aws: "099990000001",
  volcengine: "2199990001",
  byteplus: "2199990011",
  openstack: "0e000000000000000000000000000001",
  outscale: "099990000011",
};

export const strangerOf: Readonly<Record<CloudName, string>> = {
  tencentcloud: "100099990002",
  alicloud: "199000000000000002",
  aws: "099990000002",
  volcengine: "2199990002",
  byteplus: "2199990012",
  openstack: "0e000000000000000000000000000002",
  outscale: "099990000012",
};

export interface Sample {
  readonly image: { readonly service: ServiceName; readonly region?: string; readonly imageId: string };
  readonly cloud: CloudName;
  readonly accounts: readonly [string, string];
  /** Whether a login tells the account behind the keys, so that nobody asks for it. */
  readonly isTold: boolean;
}

/** One image of each service. */
export const samples: readonly Sample[] = everySubject.map((subject) => ({
  image: subject.target,
  cloud: subject.cloud,
  accounts: accountsOf(subject, 0, 2) as [string, string],
  isTold: subject.login !== undefined,
}));

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
export function keysOf(who: "A" | "B"): Record<CloudName, Properties> {
  const [id, secret] = [`key${who}`, `secret-of-${who.toLowerCase()}`];
  return {
    tencentcloud: clouds.tencentcloud.section({ id, secret }),
    alicloud: clouds.alicloud.section({ id, secret }),
    aws: clouds.aws.section({ id, secret }),
    volcengine: clouds.volcengine.section({ id, secret }),
    byteplus: clouds.byteplus.section({ id, secret }),
    openstack: clouds.openstack.section({ id, secret }),
    outscale: clouds.outscale.section({ id, secret }),
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
