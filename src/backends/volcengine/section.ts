import { z } from "zod";
import { writtenText as text } from "../../core/written-text";
import { checkSection, endpoint, roleMembers } from "../section-rules";
import { roleFormat } from "./roles";

/** `image-share:volcengine`, in the words of the vendor's SDK. */
export const volcengineSection = z
  .strictObject({
    accessKeyId: text.optional(),
    secretKey: text.optional(),
    /** For temporary credentials. */
    sessionToken: text.optional(),
    /** Of the vendor's command line: ~/.volcengine/config.json. */
    profile: text.optional(),
    endpoint,
    ...roleMembers(roleFormat),
  })
  .superRefine((section, context) =>
    checkSection(section, context, { pair: ["accessKeyId", "secretKey"], token: "sessionToken" }),
  );

export type VolcengineSection = z.infer<typeof volcengineSection>;
