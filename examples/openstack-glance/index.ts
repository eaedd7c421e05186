/**
 * Shares an image of OpenStack Glance with the projects that stack configuration lists. Projects that are members by other
 * means stay members, and are shown:
 *
 *   npm install pulumi-image-share @pulumi/pulumi
 *   pulumi config set --path image-share:openstack.authUrl https://keystone.example:5000/v3
 *   pulumi config set --path image-share:openstack.applicationCredentialId 08d22aa7…
 *   pulumi config set --path --secret image-share:openstack.applicationCredentialSecret …
 *
 * (or OS_CLOUD, or OS_AUTH_URL and the like in the environment), and in Pulumi.<stack>.yaml:
 *
 *   config:
 *     openstack-glance-share:region: RegionOne
 *     openstack-glance-share:imageId: ec470585-cd38-4279-9c18-f1cf56f5aaa3
 *     openstack-glance-share:accounts: ["93f048e385f744ff9c84236b677ce396", "fee7fe8209514398b42c1ba018f1ba64"]
 */
import * as pulumi from "@pulumi/pulumi";
import { ImageShare } from "pulumi-image-share";

const config = new pulumi.Config();

const share = new ImageShare("golden", {
  service: "openstack-glance",
  region: config.require("region"),
  imageId: config.require("imageId"),
  accounts: config.requireObject<string[]>("accounts"),
  exclusive: false,
});

export const accounts = share.accounts;
export const foreignAccounts = share.foreignAccounts;
