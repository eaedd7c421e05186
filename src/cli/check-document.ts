/** What `check --json` prints, published as a JSON Schema. */
import { z } from "zod";

const grantees = z
  .array(z.string())
  .describe(
    "account IDs, and grantees of other kinds: ARNs, own-ecs, and <snapshot>/<account> at a snapshot of the image",
  );

export const checkDocument = z.strictObject({
  drift: z.boolean().describe("whether an image is not as listed, or is gone"),
  images: z.array(
    z.strictObject({
      id: z.string().describe("<service>/<region>/<imageId>, or <service>/<imageId> without regions"),
      service: z.string(),
      region: z.string().optional(),
      imageId: z.string(),
      status: z.enum(["as-listed", "drift", "gone", "failed", "not-looked-at"]),
      missing: grantees.optional().describe("listed, and without access"),
      unlisted: grantees.optional().describe("have access and would lose it"),
      foreign: grantees.optional().describe("have access, are not listed, and keep it"),
      error: z
        .strictObject({
          message: z.string(),
          topic: z.string().describe("the section of docs/errors.md that explains it"),
        })
        .optional(),
    }),
  ),
});

export type CheckStatus = z.infer<typeof checkDocument>["images"][number]["status"];
