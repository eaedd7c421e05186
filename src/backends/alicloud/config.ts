import { z } from "zod";
import { configText as text } from "../../core/config-text";
import { checkConfig, endpoint, roleMembers } from "../config-rules";
import type { RoleFormat } from "../credentials/environment-role";
import type { CloudWords } from "../credentials/source";

export const alicloudWords: CloudWords = {
  title: "Alibaba Cloud",
  section: "alicloud",
  members: ["accessKeyId", "accessKeySecret"],
  token: "securityToken",
  variables: ["ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"],
};

/** The pattern of a role's name. */
export const roleFormat: RoleFormat = {
  pattern: /^acs:ram::[0-9]+:role\/[\w.@/-]+$/,
  example: "acs:ram::1234567890123456:role/deploy",
};

/** `image-share:alicloud`, in the words of the vendor's SDK. */
export const alicloudConfig = z
  .strictObject({
    accessKeyId: text.optional(),
    accessKeySecret: text.optional(),
    /** For temporary credentials. */
    securityToken: text.optional(),
    /** Of ~/.aliyun/config.json, or of ~/.alibabacloud/credentials. */
    profile: text.optional(),
    endpoint,
    ...roleMembers(roleFormat),
    externalId: text.optional(),
    /** The vendor's site of ENS. Without keys beside it, the keys come from the environment. */
    site: z.enum(["china", "international"]).optional(),
  })
  .superRefine((section, context) => checkConfig(section, context, alicloudWords, ["site"]));

export type AlicloudConfig = z.infer<typeof alicloudConfig>;
