/**
 * Shares an image of Alibaba Cloud ENS with the accounts that stack configuration lists:
 *
 *   npm install pulumi-image-share @pulumi/pulumi
 *   pulumi config set --path image-share:alicloud.accessKeyId LTAI…
 *   pulumi config set --path --secret image-share:alicloud.accessKeySecret …
 *   pulumi config set --path image-share:alicloud.site international     # if that is where the account is
 *
 * and in Pulumi.<stack>.yaml (in quotes: YAML takes bare digits for a number, and large ones lose their last digits):
 *
 *   config:
 *     alicloud-ens-share:imageId: m-5s7qotzavwbrnzaqh4unm
 *     alicloud-ens-share:accounts: ["1234567890123456"]
 */
import * as pulumi from "@pulumi/pulumi";
import { ImageShare } from "pulumi-image-share";

const config = new pulumi.Config();

const share = new ImageShare("edge", {
  service: "alicloud-ens",
  imageId: config.require("imageId"),
  accounts: config.requireObject<string[]>("accounts"),
});

export const accounts = share.accounts;
