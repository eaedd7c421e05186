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

/** One image of one service. ENS has no region; every other service needs one. */
export interface Target {
  readonly service: ServiceName;
  readonly region?: string | undefined;
  readonly imageId: string;
}
