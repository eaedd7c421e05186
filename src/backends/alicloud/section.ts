import { z } from "zod";

/** `image-share:alicloud`, in the words of the vendor's SDK. */
export const alicloudSection = z
  .strictObject({
    accessKeyId: z.string().min(1).optional(),
    accessKeySecret: z.string().min(1).optional(),
    /** For temporary credentials. */
    securityToken: z.string().min(1).optional(),
    /** Which of the vendor's two sites ENS is called at; by itself, without keys, it leaves those to the environment. */
    site: z.enum(["china", "international"]).optional(),
  })
  .superRefine((section, context) => {
    const { accessKeyId, accessKeySecret, securityToken, site } = section;
    const isSiteAlone = site !== undefined && !accessKeyId && !accessKeySecret && !securityToken;
    if (isSiteAlone) return;
    for (const name of ["accessKeyId", "accessKeySecret"] as const) {
      if (section[name] === undefined) {
        context.addIssue({ code: "invalid_type", expected: "string", input: undefined, path: [name] });
      }
    }
  });

export type AlicloudSection = z.infer<typeof alicloudSection>;
