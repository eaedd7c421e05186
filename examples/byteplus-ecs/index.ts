/**
 * Shares an image of BytePlus ECS with the accounts that stack configuration lists, at most 50. Accounts that got
 * access by other means keep it, and are shown:
 *
 *   npm install pulumi-image-share @pulumi/pulumi
 *   pulumi config set --path image-share:byteplus.accessKeyId AKLT…
 *   pulumi config set --path --secret image-share:byteplus.secretKey …
 *
 * (or BYTEPLUS_ACCESS_KEY and BYTEPLUS_SECRET_KEY in the environment), and in Pulumi.<stack>.yaml:
 *
 *   config:
 *     byteplus-ecs-share:region: ap-southeast-1
 *     byteplus-ecs-share:imageId: image-ebgy1og99tfct0gw
 *     byteplus-ecs-share:accounts: ["2100051234", "2100071234"]
 */
import * as pulumi from "@pulumi/pulumi";
import { ImageShare } from "pulumi-image-share";

const config = new pulumi.Config();

const share = new ImageShare("golden", {
  service: "byteplus-ecs",
  region: config.require("region"),
  imageId: config.require("imageId"),
  accounts: config.requireObject<string[]>("accounts"),
  exclusive: false,
});

export const accounts = share.accounts;
export const foreignAccounts = share.foreignAccounts;
