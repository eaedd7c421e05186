/** How clouds, services and images are called. */

export type CloudName = "alicloud" | "volcengine" | "tencentcloud";

export const serviceNames = [
  "alicloud-ens",
  "alicloud-ecs",
  "alicloud-swas",
  "volcengine-ecs",
  "tencentcloud-cvm",
] as const;

/** The services that are emulated. */
export type ServiceName = (typeof serviceNames)[number];

/** The clouds' services that say whose keys a call is signed with. They hold no images. */
const tokenServiceNames = ["alicloud-sts", "volcengine-sts", "tencentcloud-sts"] as const;

export const apiNames = [...serviceNames, ...tokenServiceNames] as const;

/** Every service that the emulator answers for: those with images, and those that say whose keys a call is signed with. */
export type ApiName = ServiceName | (typeof tokenServiceNames)[number];

/** New regions appear; so any well-formed name is one. */
export const REGION_NAME = /^[a-z]{2,}(-[a-z0-9]+)+$/;

/** One image of one service. ENS has no region; every other service needs one. */
export interface Target {
  readonly service: ServiceName;
  readonly region?: string | undefined;
  readonly imageId: string;
}
