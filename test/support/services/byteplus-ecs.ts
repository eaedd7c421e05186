import { byteplus } from "./byteplus.ts";
import type { Subject } from "./subject.ts";
import { ecs } from "./volcengine-ecs.ts";

export const byteplusEcs: Subject = {
  ...byteplus,
  ...ecs,
  target: { service: "byteplus-ecs", region: "ap-southeast-1", imageId: "image-ebgy1og99tfct0gw" },
};
