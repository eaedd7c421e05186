/**
 * Shares an image of Tencent Cloud CVM with the accounts that stack configuration lists, at most 500:
 *
 *   npm install pulumi-image-share @pulumi/pulumi
 *   pulumi config set --path image-share:tencentcloud.secretId AKID…
 *   pulumi config set --path --secret image-share:tencentcloud.secretKey …
 *
 * (or TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY in the environment), and in Pulumi.<stack>.yaml:
 *
 *   config:
 *     tencentcloud-cvm-share:region: ap-guangzhou
 *     tencentcloud-cvm-share:imageId: img-6pb6lrmy
 *     tencentcloud-cvm-share:accounts: ["100000000001", "100000000002"]
 */
import * as pulumi from "@pulumi/pulumi";
import { ImageShare } from "pulumi-image-share";

const config = new pulumi.Config();

const share = new ImageShare("golden", {
  service: "tencentcloud-cvm",
  region: config.require("region"),
  imageId: config.require("imageId"),
  // Root accounts, by the account ID that the console shows: not an AppID.
  accounts: config.requireObject<string[]>("accounts"),
  // An edit that would lock out more accounts than this at once is refused.
  maxRemovals: 2,
});

export const accounts = share.accounts;
