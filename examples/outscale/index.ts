/**
 * Shares an OMI of 3DS OUTSCALE with the accounts that stack configuration lists. Accounts that got access by other means
 * keep it, and are shown:
 *
 *   npm install pulumi-image-share @pulumi/pulumi
 *   pulumi config set --path image-share:outscale.accessKey ABCD…
 *   pulumi config set --path --secret image-share:outscale.secretKey …
 *
 * (or OSC_ACCESS_KEY and OSC_SECRET_KEY in the environment), and in Pulumi.<stack>.yaml:
 *
 *   config:
 *     outscale-share:region: eu-west-2
 *     outscale-share:imageId: ami-12345678
 *     outscale-share:accounts: ["012345678901", "012345678902"]
 */
import * as pulumi from "@pulumi/pulumi";
import { ImageShare } from "pulumi-image-share";

const config = new pulumi.Config();

const share = new ImageShare("golden", {
  service: "outscale",
  region: config.require("region"),
  imageId: config.require("imageId"),
  accounts: config.requireObject<string[]>("accounts"),
  exclusive: false,
});

export const accounts = share.accounts;
export const foreignAccounts = share.foreignAccounts;
