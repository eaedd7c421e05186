import { z } from "zod";

/** `image-share:volcengine`, in the words of the vendor's SDK. */
export const volcengineSection = z.strictObject({
  accessKeyId: z.string().min(1),
  secretKey: z.string().min(1),
  /** For temporary credentials. */
  sessionToken: z.string().min(1).optional(),
});

export type VolcengineSection = z.infer<typeof volcengineSection>;
