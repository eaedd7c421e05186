import { z } from "zod";
import { writtenText as text } from "../../core/written-text";
import { checkSection, endpoint, roleMembers } from "../section-rules";
import { roleFormat } from "./roles";

/** `image-share:alicloud`, in the words of the vendor's SDK. */
export const alicloudSection = z
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
    /** Which of the vendor's two sites ENS is called at; by itself, without keys, it leaves those to the environment. */
    site: z.enum(["china", "international"]).optional(),
  })
  .superRefine((section, context) =>
    checkSection(section, context, {
      pair: ["accessKeyId", "accessKeySecret"],
      token: "securityToken",
      alone: ["site"],
    }),
  );

export type AlicloudSection = z.infer<typeof alicloudSection>;
