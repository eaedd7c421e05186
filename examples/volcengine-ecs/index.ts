/**
 * Shares an image of Volcengine ECS with the accounts that stack configuration lists, at most 50. Accounts that got
 * access by other means keep it, and are shown:
 *
 *   npm install pulumi-image-share @pulumi/pulumi
 *   pulumi config set --path image-share:volcengine.accessKeyId AKLT…
 *   pulumi config set --path --secret image-share:volcengine.secretKey …
 *
 * (or VOLCENGINE_ACCESS_KEY and VOLCENGINE_SECRET_KEY in the environment), and in Pulumi.<stack>.yaml:
 *
 *   config:
 *     volcengine-ecs-share:region: cn-beijing
 *     volcengine-ecs-share:imageId: image-ebgy1og99tfct0gw
 *     volcengine-ecs-share:accounts: ["2100051234", "2100071234"]
 */
import * as pulumi from "@pulumi/pulumi";
import { ImageShare } from "pulumi-image-share";

const config = new pulumi.Config();

const share = new ImageShare("golden", {
  service: "volcengine-ecs",
  region: config.require("region"),
  imageId: config.require("imageId"),
  accounts: config.requireObject<string[]>("accounts"),
  exclusive: false,
});

export const accounts = share.accounts;
export const foreignAccounts = share.foreignAccounts;
