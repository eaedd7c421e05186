/**
 * Shares an image of Tencent Cloud Lighthouse with the accounts that stack configuration lists:
 *
 *   npm install pulumi-image-share @pulumi/pulumi
 *   pulumi config set --path image-share:tencentcloud.secretId AKID…
 *   pulumi config set --path --secret image-share:tencentcloud.secretKey …
 *
 * (or TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY in the environment), and in Pulumi.<stack>.yaml:
 *
 *   config:
 *     tencentcloud-lighthouse-share:region: ap-guangzhou
 *     tencentcloud-lighthouse-share:imageId: lhbp-6jc6l8yb
 *     tencentcloud-lighthouse-share:accounts: ["100000000001", "100000000002"]
 */
import * as pulumi from "@pulumi/pulumi";
import { ImageShare } from "pulumi-image-share";

const config = new pulumi.Config();

const share = new ImageShare("golden", {
  service: "tencentcloud-lighthouse",
  region: config.require("region"),
  imageId: config.require("imageId"),
  // Root accounts, by the account ID that the console shows: not an AppID.
  accounts: config.requireObject<string[]>("accounts"),
  // An edit that would lock out more accounts than this at once is refused.
  maxRemovals: 2,
});

export const accounts = share.accounts;
