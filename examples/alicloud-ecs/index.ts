/**
 * Shares an image of Alibaba Cloud ECS with the accounts that stack configuration lists, at most 50:
 *
 *   npm install pulumi-image-share @pulumi/pulumi
 *   pulumi config set --path image-share:alicloud.accessKeyId LTAI…
 *   pulumi config set --path --secret image-share:alicloud.accessKeySecret …
 *
 * and in Pulumi.<stack>.yaml (in quotes: YAML takes bare digits for a number, and large ones lose their last digits):
 *
 *   config:
 *     alicloud-ecs-share:region: cn-hangzhou
 *     alicloud-ecs-share:imageId: m-bp1g7004ksh0oeuco8vd
 *     alicloud-ecs-share:accounts: ["1234567890123456"]
 */
import * as pulumi from "@pulumi/pulumi";
import { ImageShare } from "pulumi-image-share";

const config = new pulumi.Config();

const share = new ImageShare("golden", {
  service: "alicloud-ecs",
  region: config.require("region"),
  imageId: config.require("imageId"),
  accounts: config.requireObject<string[]>("accounts"),
});

export const accounts = share.accounts;
export const foreignAccounts = share.foreignAccounts;
