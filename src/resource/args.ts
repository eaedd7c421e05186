import type * as pulumi from "@pulumi/pulumi";
import type { ServiceName } from "../core/services";

/** What every service takes. */
export interface CommonArgs {
  /** The image to share. One image is managed by one resource. Changing it replaces the share. */
  imageId: pulumi.Input<string>;
  /**
   * Whether accounts that the program does not list lose access. Default: true; but a new share that finds such
   * accounts is refused until it says so.
   */
  exclusive?: pulumi.Input<boolean>;
  /** Accounts (aws-ec2: ARNs, too) that are never revoked: a plan that would is refused, and a destroy leaves them shared. */
  protectedAccounts?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * The most accounts that one update may take access from; more is refused. Default: 30 % of the image's accounts, where
   * it has ten or more.
   */
  maxRemovals?: pulumi.Input<number>;
  /** Allows an empty list of accounts. Default: false. */
  allowEmpty?: pulumi.Input<boolean>;
  /** Name of a profile under `image-share:profiles` in stack configuration. Never a key itself. */
  credentials?: pulumi.Input<string>;
  /** How long one create, update or delete may take, in seconds, 1 to 86400. Default: 900. */
  timeoutSeconds?: pulumi.Input<number>;
}

/**
 * Alibaba Cloud ENS: no documented number of accounts per image; many are added in one call, one is removed.
 *
 * Rests on the vendor's pages for ModifyImageSharePermission and DescribeImageSharePermission, API 2017-11-10.
 */
export interface AlicloudEnsShareArgs extends CommonArgs {
  service: "alicloud-ens";
  /** ENS has one endpoint for all of its nodes, and no regions. */
  region?: never;
  /** Account IDs (13 to 18 digits, in quotes). Order and repetition do not matter. */
  accounts: pulumi.Input<pulumi.Input<string>[]>;
}

/**
 * Alibaba Cloud ECS: at most 50 accounts per image, in the image's own region; ten are added and ten removed in one
 * call.
 *
 * Rests on the vendor's page for ModifyImageSharePermission, API 2014-05-26.
 */
export interface AlicloudEcsShareArgs extends CommonArgs {
  service: "alicloud-ecs";
  /** Region of the image, such as `cn-hangzhou`. Changing it replaces the share. */
  region: pulumi.Input<string>;
  /** Account IDs (13 to 18 digits, in quotes). Order and repetition do not matter. */
  accounts: pulumi.Input<pulumi.Input<string>[]>;
}

/**
 * Alibaba Cloud Simple Application Server: `accounts`, `shareToEcs`, or both; what is left out is not managed. No
 * documented number of accounts per image; ten calls a minute of each action.
 *
 * Rests on the vendor's page for ModifyImageShareStatus, and on its SDK for AddCustomImageShareAccount and
 * RemoveCustomImageShareAccount, API 2020-06-01.
 */
export interface AlicloudSwasShareArgs extends CommonArgs {
  service: "alicloud-swas";
  /** Region of the image, such as `cn-hangzhou`. Changing it replaces the share. */
  region: pulumi.Input<string>;
  /** Whether the image can be used in the ECS of the account that owns it, in the same region. */
  shareToEcs?: pulumi.Input<boolean>;
  /** IDs of other accounts (13 to 18 digits, in quotes). Order and repetition do not matter. */
  accounts?: pulumi.Input<pulumi.Input<string>[]>;
}

/**
 * Tencent Cloud CVM: at most 500 accounts per image, in the image's own region.
 *
 * Rests on the vendor's page for ModifyImageSharePermission, API 2017-03-12.
 */
export interface TencentcloudCvmShareArgs extends CommonArgs {
  service: "tencentcloud-cvm";
  /** Region of the image, such as `ap-guangzhou`. Changing it replaces the share. */
  region: pulumi.Input<string>;
  /** IDs of root accounts (9 to 12 digits, in quotes). Order and repetition do not matter. */
  accounts: pulumi.Input<pulumi.Input<string>[]>;
}

/**
 * Tencent Cloud Lighthouse, whose images are called blueprints: no documented number of accounts per image; ten are
 * added, or removed, in one call. Works on the vendor's site for China alone.
 *
 * Rests on the vendor's pages for ShareBlueprintAcrossAccounts, CancelShareBlueprintAcrossAccounts and
 * DescribeBlueprintsShareAcrossAccountInfos, API 2020-03-24.
 */
export interface TencentcloudLighthouseShareArgs extends CommonArgs {
  service: "tencentcloud-lighthouse";
  /** Region of the image, such as `ap-guangzhou`. Changing it replaces the share. */
  region: pulumi.Input<string>;
  /** IDs of root accounts (9 to 12 digits, in quotes). Order and repetition do not matter. */
  accounts: pulumi.Input<pulumi.Input<string>[]>;
}

/**
 * Volcengine ECS: at most 50 accounts per image, in the image's own region; only private images that are available.
 *
 * Rests on the vendor's page for ModifyImageSharePermission, API 2020-04-01.
 */
export interface VolcengineEcsShareArgs extends CommonArgs {
  service: "volcengine-ecs";
  /** Region of the image, such as `cn-beijing`. Changing it replaces the share. */
  region: pulumi.Input<string>;
  /** Account IDs (10 or 11 digits, in quotes). Order and repetition do not matter. */
  accounts: pulumi.Input<pulumi.Input<string>[]>;
}

/**
 * AWS EC2: accounts, organisations and organisational units, at most 1,000 of them per AMI, in the image's own region.
 * Each kind has its own list; what is left out is not managed: it is told, and stays as it is. At least one is written.
 *
 * Rests on the vendor's page of AMI quotas, and on its SDK for ModifyImageAttribute, API 2016-11-15.
 */
export interface AwsEc2ShareArgs extends CommonArgs {
  service: "aws-ec2";
  /** Region of the AMI, such as `eu-central-1`. Changing it replaces the share. */
  region: pulumi.Input<string>;
  /** Account IDs (12 digits, in quotes, zeros in front included). Order and repetition do not matter. */
  accounts?: pulumi.Input<pulumi.Input<string>[]>;
  /** ARNs of organisations: `arn:aws:organizations::<account>:organization/o-…`. All of their accounts get access. */
  organizationArns?: pulumi.Input<pulumi.Input<string>[]>;
  /** ARNs of organisational units: `arn:aws:organizations::<account>:ou/o-…/ou-…`. All accounts below get access. */
  organizationalUnitArns?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Whether the accounts may also create volumes from the snapshots behind the AMI, which copying the AMI to another account
   * or region needs. The snapshots follow `accounts` alone: AWS shares none with organisations. Left out or false, the
   * snapshots are neither read nor changed.
   */
  snapshots?: pulumi.Input<boolean>;
}

/**
 * BytePlus ECS: at most 50 accounts per image, in the image's own region; only private images that are available.
 *
 * Rests on the vendor's page for ModifyImageSharePermission, API 2020-04-01.
 */
export interface ByteplusEcsShareArgs extends CommonArgs {
  service: "byteplus-ecs";
  /** Region of the image, such as `ap-southeast-1`. Changing it replaces the share. */
  region: pulumi.Input<string>;
  /** Account IDs (10 or 11 digits, in quotes). Order and repetition do not matter. */
  accounts: pulumi.Input<pulumi.Input<string>[]>;
}

/**
 * OpenStack Glance: members of an image whose visibility is `shared`, in the image's own region; one is added, or removed,
 * in one call. How many an image may have is the operator's choice (`image_member_quota`, 128 unless set).
 *
 * Rests on the Image API v2 (image members), and on a real Glance 33.0.0.
 */
export interface OpenstackGlanceShareArgs extends CommonArgs {
  service: "openstack-glance";
  /** Region of the image as the cloud's catalogue names it, such as `RegionOne`. Changing it replaces the share. */
  region: pulumi.Input<string>;
  /** Project IDs (32 hexadecimal digits, or a UUID), never names. Order and repetition do not matter. */
  accounts: pulumi.Input<pulumi.Input<string>[]>;
}

/**
 * 3DS OUTSCALE: no documented number of accounts per OMI, in the image's own region; additions and removals are calls of
 * their own.
 *
 * Rests on the vendor's OpenAPI description of UpdateImage and ReadImages, API v1.
 */
export interface OutscaleShareArgs extends CommonArgs {
  service: "outscale";
  /** Region of the OMI, such as `eu-west-2`. Changing it replaces the share. */
  region: pulumi.Input<string>;
  /** Account IDs (12 digits, in quotes, zeros in front included). Order and repetition do not matter. */
  accounts: pulumi.Input<pulumi.Input<string>[]>;
}

/** One entry per service. */
interface ArgsByService {
  "alicloud-ens": AlicloudEnsShareArgs;
  "alicloud-ecs": AlicloudEcsShareArgs;
  "alicloud-swas": AlicloudSwasShareArgs;
  "aws-ec2": AwsEc2ShareArgs;
  "tencentcloud-cvm": TencentcloudCvmShareArgs;
  "tencentcloud-lighthouse": TencentcloudLighthouseShareArgs;
  "volcengine-ecs": VolcengineEcsShareArgs;
  "byteplus-ecs": ByteplusEcsShareArgs;
  "openstack-glance": OpenstackGlanceShareArgs;
  outscale: OutscaleShareArgs;
}

/** The arguments of an {@link ImageShare}: `service` decides which others there are. */
export type ImageShareArgs = ArgsByService[ServiceName];
