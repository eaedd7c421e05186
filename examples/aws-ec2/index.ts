/**
 * Shares an AMI with the accounts that stack configuration lists, at most 1,000. Accounts that got access by other means
 * keep it, and are shown; organisations are shown, and never touched:
 *
 *   npm install pulumi-image-share @pulumi/pulumi
 *   pulumi config set --path image-share:aws.accessKeyId AKIA…
 *   pulumi config set --path --secret image-share:aws.secretAccessKey …
 *
 * (or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment, a profile, SSO, or a role), and in
 * Pulumi.<stack>.yaml, with each account in quotes, zeros in front included:
 *
 *   config:
 *     aws-ec2-share:region: eu-central-1
 *     aws-ec2-share:imageId: ami-0123456789abcdef0
 *     aws-ec2-share:accounts: ["012345678901", "012345678902"]
 */
import * as pulumi from "@pulumi/pulumi";
import { ImageShare } from "pulumi-image-share";

const config = new pulumi.Config();

const share = new ImageShare("golden", {
  service: "aws-ec2",
  region: config.require("region"),
  imageId: config.require("imageId"),
  accounts: config.requireObject<string[]>("accounts"),
  exclusive: false,
});

export const accounts = share.accounts;
export const foreignAccounts = share.foreignAccounts;
