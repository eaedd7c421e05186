import { z } from "zod";
import { configText as text } from "../../core/config-text";
import { checkConfig, endpoint, roleMembers } from "../config-rules";
import type { RoleFormat } from "../credentials/environment-role";
import type { CloudWords } from "../credentials/source";

export const awsWords: CloudWords = {
  title: "AWS",
  section: "aws",
  members: ["accessKeyId", "secretAccessKey"],
  token: "sessionToken",
  variables: ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"],
};

const roleFormat: RoleFormat = {
  pattern: /^arn:aws(-[a-z]+)*:iam::[0-9]{12}:role\/[\w+=,.@/-]+$/,
  example: "arn:aws:iam::012345678901:role/deploy",
};

/** `image-share:aws`, in the words of the vendor's SDKs. */
export const awsConfig = z
  .strictObject({
    accessKeyId: text.optional(),
    secretAccessKey: text.optional(),
    /** For temporary credentials. */
    sessionToken: text.optional(),
    /** Of ~/.aws/config and ~/.aws/credentials. */
    profile: text.optional(),
    endpoint,
    ...roleMembers(roleFormat),
    /** What the role's trust policy may ask for. */
    externalId: text.optional(),
  })
  .superRefine((section, context) => checkConfig(section, context, awsWords));
