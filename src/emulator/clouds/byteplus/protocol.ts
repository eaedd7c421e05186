/**
 * BytePlus's OpenAPI, which is Volcengine's at other hosts. Nothing but the host tells a request to one from a request
 * to the other: what is sent to an address, without a host of BytePlus's, is Volcengine's.
 */
import type { Service } from "../../api";
import { ecsOf } from "../volcengine/ecs";
import { openApi } from "../volcengine/protocol";
import { stsOf } from "../volcengine/sts";

export const byteplus = openApi({
  name: "byteplus",
  scopes: new Map<string, Service>([
    ["ecs", ecsOf("byteplus-ecs", "byteplus", "ap-southeast-1")],
    ["sts", stsOf("byteplus-sts", "byteplus")],
  ]),
  host: /^([a-z]+)\..*byteplus-?api\.com(\.cn)?(:\d+)?$/,
  isDefault: false,
});
