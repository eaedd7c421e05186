import { z } from "zod";
import { configText as text } from "../../core/config-text";
import { checkConfig, endpoint } from "../config-rules";
import type { CloudWords } from "../credentials/source";

export const outscaleWords: CloudWords = {
  title: "3DS OUTSCALE",
  section: "outscale",
  members: ["accessKey", "secretKey"],
  variables: ["OSC_ACCESS_KEY", "OSC_SECRET_KEY"],
};

/** `image-share:outscale`. The vendor has neither temporary keys nor roles to assume. */
export const outscaleConfig = z
  .strictObject({
    accessKey: text.optional(),
    secretKey: text.optional(),
    /** Of ~/.osc/config.json. */
    profile: text.optional(),
    endpoint,
  })
  .superRefine((section, context) => checkConfig(section, context, outscaleWords));
