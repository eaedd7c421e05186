import type { Emulator, Target } from "pulumi-image-share/emulator";

export type DemoImage = Target & { readonly region?: string };

/** One image of each service. */
export const images: readonly DemoImage[] = [
  { service: "alicloud-ens", imageId: "m-5s7qotzavwbrnzaqh4unm" },
  { service: "alicloud-ecs", region: "cn-hangzhou", imageId: "m-bp1g7004ksh0oeuco8vd" },
  { service: "alicloud-swas", region: "cn-hangzhou", imageId: "m-saacssasc1234" },
  { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-6pb6lrmy" },
  { service: "volcengine-ecs", region: "cn-beijing", imageId: "image-ebgy1og99tfct0gw" },
];

export const people = ["alice", "bob", "carol", "dave"] as const;

export type Person = (typeof people)[number];

/** Everybody has an account in every cloud, as long as its IDs are there. */
export function accountOf(name: Person, { service }: DemoImage): string {
  const number = people.indexOf(name) + 1;
  if (service.startsWith("alicloud-")) return `123456789012340${number}`;
  return service.startsWith("tencentcloud-") ? `10000000000${number}` : `210005123${number}`;
}

/** Every limit is as the vendors have it, except for SWAS: nobody should wait minutes for a demonstration. */
export function seed(emulator: Emulator): void {
  for (const image of images) emulator.putImage(image);
  const actions = [
    "ListCustomImages",
    "ListCustomImageShareAccounts",
    "AddCustomImageShareAccount",
    "RemoveCustomImageShareAccount",
  ];
  const relaxed = actions.map((action) => [`alicloud-swas/${action}`, { calls: 1000, perMs: 60_000 }]);
  emulator.configure({ rateLimits: Object.fromEntries(relaxed) });
}
