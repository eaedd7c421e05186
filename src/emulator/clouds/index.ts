/** The clouds that are emulated: one line each. The first that recognises a request answers it. */
import type { Cloud } from "../api";
import { tencentcloud } from "./tencentcloud/protocol";

export const clouds: readonly Cloud[] = [tencentcloud];

export const services = clouds.flatMap((cloud) => cloud.services);
