/** The images and accounts that are shared, and the fewest calls by which the vendors allow it. */
import type { Emulator, ServiceName } from "pulumi-image-share/emulator";

/** One resource of the program. */
export interface Share {
  readonly name: string;
  readonly service: ServiceName;
  readonly region?: string;
  readonly imageId: string;
  readonly accounts: readonly string[];
}

interface Service {
  readonly region?: string;
  readonly imagePrefix: string;
  /** Number 0; the others follow. */
  readonly firstAccount: bigint;
  readonly accountLimit: number;
  /** Accounts that one answer holds. */
  readonly pageSize: number;
  /** Writes that so many additions and removals take at least, by the rules on the vendor's pages. */
  fewestWrites(add: number, remove: number): number;
}

const alicloudAccounts = 1_234_567_890_120_000n;

const services: Readonly<Record<ServiceName, Service>> = {
  "alicloud-ens": {
    imagePrefix: "m-",
    firstAccount: alicloudAccounts,
    accountLimit: Number.POSITIVE_INFINITY,
    pageSize: 100,
    fewestWrites: (add, remove) => Math.ceil(add / 300) + remove,
  },
  "alicloud-ecs": {
    region: "cn-hangzhou",
    imagePrefix: "m-",
    firstAccount: alicloudAccounts,
    accountLimit: 50,
    pageSize: 100,
    fewestWrites: (add, remove) => Math.ceil(Math.max(add, remove) / 10),
  },
  "alicloud-swas": {
    region: "cn-hangzhou",
    imagePrefix: "m-",
    firstAccount: alicloudAccounts,
    accountLimit: Number.POSITIVE_INFINITY,
    pageSize: 50,
    fewestWrites: (add, remove) => Math.ceil(add / 200) + Math.ceil(remove / 200),
  },
  "tencentcloud-cvm": {
    region: "ap-guangzhou",
    imagePrefix: "img-",
    firstAccount: 100_000_000_000n,
    accountLimit: 500,
    pageSize: Number.POSITIVE_INFINITY,
    fewestWrites: (add, remove) => Math.ceil(add / 500) + Math.ceil(remove / 500),
  },
  "volcengine-ecs": {
    region: "cn-beijing",
    imagePrefix: "image-",
    firstAccount: 2_100_000_000n,
    accountLimit: 50,
    pageSize: 100,
    fewestWrites: (add, remove) => Math.ceil((add + remove) / 50),
  },
};

export const serviceNames = Object.keys(services) as readonly ServiceName[];

/** Accounts that an image can be shared with. */
export function accountLimitOf(service: ServiceName): number {
  return services[service].accountLimit;
}

export function shares(service: ServiceName, images: number, accounts: number): Share[] {
  const { region, imagePrefix, firstAccount } = services[service];
  const accountIds = Array.from({ length: accounts }, (_, index) => String(firstAccount + BigInt(index)));
  return Array.from({ length: images }, (_, index) => {
    const imageId = `${imagePrefix}b${String(index).padStart(7, "0")}`;
    return {
      name: `${service}-${imageId}`,
      service,
      ...(region === undefined ? {} : { region }),
      imageId,
      accounts: accountIds,
    };
  });
}

/** The first images, each with its last account replaced by one that nobody had before. */
export function withOneReplaced(all: readonly Share[], touched: number): Share[] {
  return all.map((share, index) => {
    if (index >= touched) return share;
    const successor = String(services[share.service].firstAccount + BigInt(share.accounts.length));
    return { ...share, accounts: [...share.accounts.slice(0, -1), successor] };
  });
}

export function seed(emulator: Emulator, all: readonly Share[]): void {
  emulator.reset();
  for (const { service, region, imageId } of all)
    emulator.putImage({ service, imageId, ...(region === undefined ? {} : { region }) });
}

/** Somebody takes the last account of each of the first images away by hand. */
export function revokeOneByHand(emulator: Emulator, all: readonly Share[], touched: number): void {
  for (const share of all.slice(0, touched)) emulator.unshare(share, share.accounts.slice(-1));
}

/** One image that changes: accounts before and after, and how many come and go. */
interface Change {
  readonly before: number;
  readonly add: number;
  readonly remove: number;
}

/** A read, the fewest writes, and a read that proves them; a read alone where nothing is to be done. */
export function fewestCalls(service: ServiceName, { before, add, remove }: Change): number {
  const { accountLimit, pageSize, fewestWrites } = services[service];
  const pages = (count: number) => Math.max(1, Math.ceil(count / pageSize));
  if (add + remove === 0) return pages(before);
  // Vendors are taken to hold a call's additions against the limit before its removals: then these come first.
  const early = Math.max(0, before + add - accountLimit);
  const writes = fewestWrites(0, early) + fewestWrites(add, remove - early);
  return pages(before) + writes + pages(before + add - remove);
}
