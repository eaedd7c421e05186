import { z } from "zod";
import { configText as text } from "../../core/config-text";
import { checkConfig, endpoint, roleMembers } from "../config-rules";
import type { RoleFormat } from "../credentials/environment-role";
import type { CloudWords } from "../credentials/source";

export const volcengineWords: CloudWords = {
  title: "Volcengine",
  section: "volcengine",
  members: ["accessKeyId", "secretKey"],
  token: "sessionToken",
  variables: ["VOLCENGINE_ACCESS_KEY", "VOLCENGINE_SECRET_KEY"],
};

/** The pattern of a role's name; the vendor calls it a TRN. */
export const roleFormat: RoleFormat = {
  pattern: /^trn:iam::[0-9]+:role\/[\w.@/-]+$/,
  example: "trn:iam::2100051234:role/deploy",
};

/** `image-share:volcengine`, in the words of the vendor's SDK. */
export const volcengineConfig = sectionOf(volcengineWords);

/** The section of Volcengine, or of BytePlus. */
export function sectionOf(words: CloudWords) {
  return z
    .strictObject({
      accessKeyId: text.optional(),
      secretKey: text.optional(),
      /** For temporary credentials. */
      sessionToken: text.optional(),
      /** Of the vendor's command line: ~/.volcengine/config.json, ~/.byteplus/config.json. */
      profile: text.optional(),
      endpoint,
      ...roleMembers(roleFormat),
    })
    .superRefine((section, context) => checkConfig(section, context, words));
}
