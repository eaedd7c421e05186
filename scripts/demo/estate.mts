import type { Emulator } from "pulumi-image-share/emulator";
import {
  everySubject,
  relaxedRateLimits,
  type Subject,
  subjects,
} from "../../test/support/services/index.ts";

export type DemoImage = Subject["target"];

/** One image of each service. */
export const images: readonly DemoImage[] = everySubject.map(({ target }) => target);

export const people = ["alice", "bob", "carol", "dave"] as const;

export type Person = (typeof people)[number];

/** Each has an account in every cloud. */
export function accountOf(name: Person, { service }: DemoImage): string {
  return subjects[service].account(people.indexOf(name));
}

/** A demonstration does not wait for the vendors' limits. */
export function seed(emulator: Emulator): void {
  for (const image of images) emulator.putImage(image);
  emulator.configure({ rateLimits: relaxedRateLimits() });
}
