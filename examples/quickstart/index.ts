/**
 * Shares whatever images stack configuration lists, so that a team can use this without writing code:
 *
 *   config:
 *     image-share:shares:
 *       - service: tencentcloud-cvm
 *         region: ap-guangzhou
 *         imageId: img-6pb6lrmy
 *         accounts: ["100000000001", "100000000002"]
 *
 * Quote the account IDs: YAML takes bare digits for a number, and large numbers lose their last digits.
 */
import * as pulumi from "@pulumi/pulumi";
import type { ImageShareArgs } from "pulumi-image-share";
import { ImageShare } from "pulumi-image-share";

const entries = new pulumi.Config("image-share").getObject<unknown>("shares");
if (!Array.isArray(entries) || entries.length === 0) {
  throw new pulumi.RunError(
    "image-share:shares must list at least one share with service, region, imageId and accounts: see examples/quickstart",
  );
}

const shares = new Map<string, ImageShare>();
entries.forEach((entry: ImageShareArgs, index) => {
  const name = [entry.service, "region" in entry ? entry.region : undefined, entry.imageId]
    .filter(Boolean)
    .join("-");
  if (shares.has(name)) {
    throw new pulumi.RunError(
      `image-share:shares[${index}] lists the image of ${name} a second time: merge the two entries`,
    );
  }
  shares.set(name, new ImageShare(name, entry));
});

/** Who has access to which image because of this stack. */
export const accounts = Object.fromEntries([...shares].map(([name, share]) => [name, share.accounts]));
/** Who has access for other reasons. */
export const foreignAccounts = Object.fromEntries(
  [...shares].map(([name, share]) => [name, share.foreignAccounts]),
);
