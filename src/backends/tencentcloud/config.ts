import { z } from "zod";
import { configText as text } from "../../core/config-text";
import { checkConfig, endpoint, roleMembers } from "../config-rules";
import type { RoleFormat } from "../credentials/environment-role";
import type { CloudWords } from "../credentials/source";

export const tencentcloudWords: CloudWords = {
  title: "Tencent Cloud",
  section: "tencentcloud",
  members: ["secretId", "secretKey"],
  token: "token",
  variables: ["TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY"],
};

/** The pattern of a role's name. */
export const roleFormat: RoleFormat = {
  pattern: /^qcs::cam::uin\/[0-9]+:(role|roleName)\/[\w.@/-]+$/,
  example: "qcs::cam::uin/100000000001:roleName/deploy",
};

/** `image-share:tencentcloud`, in the words of the vendor's SDK. */
export const tencentcloudConfig = z
  .strictObject({
    secretId: text.optional(),
    secretKey: text.optional(),
    /** For temporary credentials. */
    token: text.optional(),
    /** Of the vendor's command line: ~/.tccli/<profile>.credential. */
    profile: text.optional(),
    endpoint,
    ...roleMembers(roleFormat),
    externalId: text.optional(),
  })
  .superRefine((section, context) => checkConfig(section, context, tencentcloudWords));
