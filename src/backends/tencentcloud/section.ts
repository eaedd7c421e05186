import { z } from "zod";
import { writtenText as text } from "../../core/written-text";
import { checkSection, endpoint, roleMembers } from "../section-rules";
import { roleFormat } from "./roles";

/** `image-share:tencentcloud`, in the words of the vendor's SDK. */
export const tencentcloudSection = z
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
  .superRefine((section, context) =>
    checkSection(section, context, { pair: ["secretId", "secretKey"], token: "token" }),
  );

export type TencentcloudSection = z.infer<typeof tencentcloudSection>;
