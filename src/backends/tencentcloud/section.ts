import { z } from "zod";

/** `image-share:tencentcloud`, in the words of the vendor's SDK. */
export const tencentcloudSection = z.strictObject({
  secretId: z.string().min(1),
  secretKey: z.string().min(1),
  /** For temporary credentials. */
  token: z.string().min(1).optional(),
});

export type TencentcloudSection = z.infer<typeof tencentcloudSection>;
