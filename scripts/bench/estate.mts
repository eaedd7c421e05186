/** The images and accounts that are shared, and the fewest calls by which the vendors allow it. */
import type { Emulator, ServiceName } from "pulumi-image-share/emulator";
import { accountsOf, fewestReads, imageOf, subjects } from "../../test/support/services/index.ts";

/** One resource of the program. */
export interface Share {
  readonly name: string;
  readonly service: ServiceName;
  readonly region?: string;
  readonly imageId: string;
  readonly accounts: readonly string[];
}

export const serviceNames = Object.keys(subjects) as readonly ServiceName[];

/** Accounts that an image can be shared with. */
export function accountLimitOf(service: ServiceName): number {
  return subjects[service].accountLimit ?? Number.POSITIVE_INFINITY;
}

export function shares(service: ServiceName, images: number, accounts: number): Share[] {
  const subject = subjects[service];
  return Array.from({ length: images }, (_, index) => {
    const target = imageOf(subject, index);
    return { name: `${service}-${target.imageId}`, ...target, accounts: accountsOf(subject, 0, accounts) };
  });
}

/** The first images, each with its last account replaced by one that nobody had before. */
export function withOneReplaced(all: readonly Share[], touched: number): Share[] {
  return all.map((share, index) => {
    if (index >= touched) return share;
    const successor = subjects[share.service].account(share.accounts.length);
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
  const subject = subjects[service];
  const { fewestWrites } = subject;
  const pages = (count: number) => fewestReads(subject, count);
  if (add + remove === 0) return pages(before);
  // Vendors are taken to hold a call's additions against the limit before its removals: then these come first.
  const early = Math.max(0, before + add - accountLimitOf(service));
  const writes = fewestWrites(0, early) + fewestWrites(add, remove - early);
  return pages(before) + writes + pages(before + add - remove);
}
