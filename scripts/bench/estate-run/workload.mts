/** The estate that is operated: its images, and how the program changes from step to step. */
import type { ServiceName } from "pulumi-image-share/emulator";
import { subjects } from "../../../test/support/services/index.ts";
import { type Share, shares } from "../estate.mts";

interface Part {
  readonly service: ServiceName;
  readonly images: number;
  readonly accounts: number;
}

/** 200 images, 29,100 shares. */
const parts: readonly Part[] = [
  { service: "tencentcloud-cvm", images: 80, accounts: 300 },
  { service: "alicloud-ecs", images: 60, accounts: 45 },
  { service: "volcengine-ecs", images: 40, accounts: 45 },
  { service: "alicloud-swas", images: 20, accounts: 30 },
];

/** The service that admits ten calls a minute: the others are to be done long before it. */
export const slowService: ServiceName = "alicloud-swas";

/** @param scale 1 for all images, 0.1 for a tenth of each service's */
export function estateOf(scale: number): Share[] {
  return parts.flatMap(({ service, images, accounts }) =>
    shares(service, Math.max(1, Math.round(images * scale)), accounts),
  );
}

/** The program after so many edits: each takes an account out of every image and puts a new one in. */
export function edited(all: readonly Share[], edits: number): Share[] {
  return all.map((share) => {
    const { accounts } = share;
    const added = Array.from({ length: edits }, (_, edit) =>
      subjects[share.service].account(accounts.length + edit),
    );
    return { ...share, accounts: [...accounts.slice(edits), ...added] };
  });
}
