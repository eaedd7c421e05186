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

/** Whether an action of the image's service changes who has access. */
export function isWrite(image: DemoImage, action: string): boolean {
  const { add, remove } = subjects[image.service].requests;
  const accounts = people.map((name) => accountOf(name, image));
  return [add(accounts), remove(accounts)].some((request) => request.action === action);
}

/** A demonstration does not wait for the vendors' limits. */
export function seed(emulator: Emulator): void {
  for (const image of images) emulator.putImage(image);
  emulator.configure({ rateLimits: relaxedRateLimits() });
}
