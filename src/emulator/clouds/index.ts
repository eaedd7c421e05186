/** The emulated clouds. The first that recognises a request answers it. */
import { type Cloud, isImageService } from "../api";
import { alicloud } from "./alicloud/protocol";
import { aws } from "./aws/protocol";
import { byteplus } from "./byteplus/protocol";
import { openstack } from "./openstack/protocol";
import { outscale } from "./outscale/protocol";
import { tencentcloud } from "./tencentcloud/protocol";
import { volcengine } from "./volcengine/protocol";

export const clouds: readonly Cloud[] = [
  openstack,
  aws,
  tencentcloud,
  alicloud,
  byteplus,
  volcengine,
  outscale,
];

export const services = clouds.flatMap((cloud) => cloud.services);

export const imageServices = services.filter(isImageService);
