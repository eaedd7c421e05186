/**
 * Lets an image of Alibaba Cloud's Simple Application Server be used in the owner's own ECS, and shares it with the
 * accounts that stack configuration lists. Either can be left out, and is not managed then.
 *
 *   npm install pulumi-image-share @pulumi/pulumi
 *   pulumi config set --path image-share:alicloud.accessKeyId LTAI…
 *   pulumi config set --path --secret image-share:alicloud.accessKeySecret …
 *
 * and in Pulumi.<stack>.yaml (in quotes: YAML takes bare digits for a number, and large ones lose their last digits):
 *
 *   config:
 *     alicloud-swas-share:region: cn-hangzhou
 *     alicloud-swas-share:imageId: m-bp1g7004ksh0oeuco8vd
 *     alicloud-swas-share:accounts: ["1234567890123456"]
 */
import * as pulumi from "@pulumi/pulumi";
import { ImageShare } from "pulumi-image-share";

const config = new pulumi.Config();

const share = new ImageShare("blog", {
  service: "alicloud-swas",
  region: config.require("region"),
  imageId: config.require("imageId"),
  shareToEcs: true,
  accounts: config.requireObject<string[]>("accounts"),
});

export const accounts = share.accounts;
export const inOwnEcs = share.shareToEcs;
