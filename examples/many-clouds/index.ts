/**
 * Shares a set of images, in several clouds and regions, with one list of customers, each of whom has an account in
 * some of the clouds. Whoever joins the list gets access to everything at the next `pulumi up`; whoever leaves it
 * loses access everywhere.
 *
 *   npm install pulumi-image-share @pulumi/pulumi
 *   export PULUMI_PARALLEL_DIFF=true      # with many images: compares them at a time, not one after the other
 *
 * and in Pulumi.<stack>.yaml (accounts in quotes: YAML takes bare digits for a number, and large ones lose digits):
 *
 *   config:
 *     many-clouds-share:customers:
 *       - name: acme
 *         alicloud: "1234567890123456"
 *         aws: "012345678901"
 *         byteplus: "2110400000"
 *         openstack: 93f048e385f744ff9c84236b677ce396
 *         outscale: "012345678902"
 *         tencentcloud: "100000000001"
 *         volcengine: "2100051234"
 *       - { name: initech, tencentcloud: "100000000002" }
 */
import * as pulumi from "@pulumi/pulumi";
import type { CloudName } from "pulumi-image-share";
import { ImageShareSet } from "pulumi-image-share";

type Customer = { name: string } & { [cloud in CloudName]?: string };

const customers = new pulumi.Config().requireObject<Customer[]>("customers");

/** The account IDs of all customers that have one in this cloud. */
function accountsIn(cloud: CloudName): string[] {
  return customers.flatMap((customer) => customer[cloud] ?? []);
}

/** The same release in each place. Replace the IDs by yours, or by outputs of the resources that build the images. */
const release = new ImageShareSet("release", {
  accounts: {
    alicloud: accountsIn("alicloud"),
    aws: accountsIn("aws"),
    byteplus: accountsIn("byteplus"),
    openstack: accountsIn("openstack"),
    outscale: accountsIn("outscale"),
    tencentcloud: accountsIn("tencentcloud"),
    volcengine: accountsIn("volcengine"),
  },
  allowEmpty: true,
  images: {
    edge: { service: "alicloud-ens", imageId: "m-5s7qotzavwbrnzaqh4unm" },
    hangzhou: { service: "alicloud-ecs", region: "cn-hangzhou", imageId: "m-bp1g7004ksh0oeuco8vd" },
    small: {
      service: "alicloud-swas",
      region: "cn-hangzhou",
      imageId: "m-saacssasc1234",
      shareToEcs: true,
    },
    guangzhou: { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-6pb6lrmy" },
    singapore: { service: "tencentcloud-cvm", region: "ap-singapore", imageId: "img-9id7emv7" },
    blueprint: { service: "tencentcloud-lighthouse", region: "ap-guangzhou", imageId: "lhbp-6jc6l8yb" },
    frankfurt: { service: "aws-ec2", region: "eu-central-1", imageId: "ami-0123456789abcdef0" },
    johor: { service: "byteplus-ecs", region: "ap-southeast-1", imageId: "image-ebgy1og99tfct0gw" },
    onPremises: {
      service: "openstack-glance",
      region: "RegionOne",
      imageId: "ec470585-cd38-4279-9c18-f1cf56f5aaa3",
    },
    paris: { service: "outscale", region: "eu-west-2", imageId: "ami-12345678" },
    beijing: { service: "volcengine-ecs", region: "cn-beijing", imageId: "image-ebgy1og99tfct0gw" },
  },
});

export const access = release.accounts;
export const foreign = release.foreignAccounts;
