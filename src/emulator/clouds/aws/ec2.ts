/**
 * AWS EC2 2016-11-15: ModifyImageAttribute and DescribeImageAttribute of launch permissions, and DescribeImages.
 *
 * Rests on the vendor's API reference, its error codes and its page of AMI quotas: 1,000 entities per AMI, organisations and
 * organisational units counted in. A second addition and a second removal succeed. Not on any page: that additions and
 * removals may share a call (they may here), how many items a call takes, the code of the 1,001st entity, and what is
 * said to an owner who adds itself.
 */
import type { AccountForm, Action, ActionContext, ImageService, Parameters } from "../../api";
import type { Image, Step } from "../../cloud";
import { type AccountRules, validateSteps } from "../../rules";
import { DescribeSnapshotAttribute, ModifySnapshotAttribute, SNAPSHOT_ID } from "./ec2-snapshots";
import { invalidParameterValue, missingParameter, refuse } from "./errors";
import { members, numbered, onPage, optional, page, refuseUnknown } from "./parameters";

const ENTITIES_PER_IMAGE = 1000;

const GRANTEE =
  /^(?:\d{12}|arn:aws(?:-[a-z]+)*:organizations::\d{12}:(?:organization\/o-[a-z0-9]{10,32}|ou\/o-[a-z0-9]{10,32}\/ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}))$/;

/** Images are shared with accounts, and with organisations and their units by their ARNs. */
const GRANTEES: AccountForm = {
  description: "12 digits, or the ARN of an organization or an organizational unit",
  test: (grantee) => GRANTEE.test(grantee),
};

const KINDS: Readonly<Record<string, RegExp>> = {
  UserId: /^\d{12}$/,
  OrganizationArn: /:organization\//,
  OrganizationalUnitArn: /:ou\//,
};

const invalidItem = (item: string) =>
  refuse(400, "InvalidAMIAttributeItemValue", `Invalid attribute item value "${item}" for userId item type.`);

const RULES: AccountRules = {
  format: GRANTEES,
  malformed: invalidItem,
  self: invalidItem,
  unknown: invalidItem,
  limit: {
    accounts: ENTITIES_PER_IMAGE,
    exceeded: (entities) =>
      refuse(
        400,
        "ResourceLimitExceeded",
        `You have reached your quota of ${entities} entities for this AMI.`,
      ),
  },
};

const items = (direction: string) =>
  ["UserId", "OrganizationArn", "OrganizationalUnitArn", "Group"].map(
    (kind) => `LaunchPermission.${direction}.N.${kind}`,
  );

const ModifyImageAttribute: Action = {
  effect: "write",
  limit: { calls: 5, perMs: 1000, burst: 100, scope: "region" },
  run(parameters, context) {
    refuseUnknown(parameters, ["ImageId", "Attribute", ...items("Add"), ...items("Remove")]);
    // "Attribute" need not be said where the parameters say it.
    const imageId = launchPermissionOf({ Attribute: "launchPermission", ...parameters });
    const steps = [...stepsOf(parameters, "Add", "share"), ...stepsOf(parameters, "Remove", "unshare")];
    if (steps.length === 0) throw missingParameter("LaunchPermission");
    const isBoth = ["share", "unshare"].every((kind) => steps.some((step) => step.kind === kind));
    if (isBoth && context.settings.oneDirection) {
      throw refuse(400, "InvalidParameterCombination", "Add and Remove cannot be specified together");
    }
    const image = ownImage(imageId, context.find(imageId), context);
    if (image.refuses !== undefined) throw refuse(400, image.refuses, "The image cannot be shared.");
    if (image.state !== "available") {
      throw refuse(400, "InvalidAMIID.Unavailable", `The image ID '${imageId}' is not available`);
    }
    context.apply(imageId, steps, validateSteps(image, steps, context, RULES));
    return { return: true };
  },
};

const DescribeImageAttribute: Action = {
  effect: "read",
  limit: { calls: 20, perMs: 1000, burst: 100, scope: "region" },
  run(parameters, context) {
    refuseUnknown(parameters, ["ImageId", "Attribute"]);
    const imageId = launchPermissionOf(parameters);
    const image = ownImage(imageId, context.observe(imageId), context);
    return {
      imageId,
      launchPermission: [
        ...(image.public ? [{ group: "all" }] : []),
        ...image.accounts.accounts().map(shown),
      ],
    };
  },
};

const DescribeImages: Action = {
  effect: "read",
  limit: { calls: 20, perMs: 1000, burst: 100, scope: "region" },
  run(parameters, context) {
    refuseUnknown(parameters, ["ImageId.N", "Owner.N", "MaxResults", "NextToken"]);
    const [ids, owners] = [numbered(parameters, "ImageId"), numbered(parameters, "Owner")];
    if (ids.length > 0 && optional(parameters, "MaxResults") !== undefined) {
      throw refuse(400, "InvalidParameterCombination", "ImageId and MaxResults cannot be specified together");
    }
    const visible = context
      .observeAll()
      .filter((image) => !SNAPSHOT_ID.test(image.imageId) && isVisible(image, context));
    const [missing] = ids.filter((id) => !visible.some(({ imageId }) => imageId === id));
    if (missing !== undefined) throw notFound(missing);
    const images = visible
      .filter(({ imageId }) => ids.length === 0 || ids.includes(imageId))
      .filter(
        ({ owner }) =>
          owners.length === 0 ||
          owners.includes(owner) ||
          (owners.includes("self") && owner === context.caller),
      );
    const { page: onIt, nextToken } = onPage(images, page(parameters));
    return { imagesSet: onIt.map(described), nextToken };
  },
};

/** Every region of the emulator is enabled. */
const DescribeRegions: Action = {
  effect: "read",
  limit: { calls: 20, perMs: 1000, burst: 100, scope: "region" },
  run(parameters, context) {
    refuseUnknown(parameters, ["RegionName.N", "AllRegions"]);
    const names = numbered(parameters, "RegionName");
    const missing = names.filter((name) => !context.regions.includes(name));
    if (missing.length > 0) {
      throw refuse(400, "InvalidParameterValue", `Invalid region names provided: ${missing.join(", ")}`);
    }
    const regions = context.regions.filter((region) => names.length === 0 || names.includes(region));
    return {
      regionInfo: regions.map((regionName) => ({
        regionName,
        regionEndpoint: `ec2.${regionName}.amazonaws.com`,
        optInStatus: "opt-in-not-required",
      })),
    };
  },
};

export const ec2: ImageService = {
  name: "aws-ec2",
  cloud: "aws",
  version: "2016-11-15",
  regional: true,
  demoImage: { region: "eu-central-1", imageId: "ami-0123456789abcdef0" },
  accountIds: GRANTEES,
  states: ["available", "pending", "invalid", "transient", "failed", "error", "disabled"],
  refusals: {
    InvalidParameter: () =>
      refuse(
        400,
        "InvalidParameter",
        "Snapshots encrypted with the AWS Managed CMK can't be shared. Specify another snapshot.",
      ),
    OperationNotPermitted: () => refuse(400, "OperationNotPermitted", "You can't publicly share this image."),
  },
  snapshots: {
    form: SNAPSHOT_ID,
    idFor: (imageId) => `snap-${imageId.replace(/^ami-/, "").replace(/[^0-9a-f]/g, "0")}`,
  },
  actions: {
    ModifyImageAttribute,
    DescribeImageAttribute,
    DescribeImages,
    DescribeRegions,
    ModifySnapshotAttribute,
    DescribeSnapshotAttribute,
  },
};

function launchPermissionOf(parameters: Parameters): string {
  const imageId = optional(parameters, "ImageId");
  if (imageId === undefined) throw missingParameter("ImageId");
  // The vendor's IDs have 8 or 17 digits; others may be seeded here.
  if (!/^ami-[0-9a-f]+$/.test(imageId)) {
    throw refuse(400, "InvalidAMIID.Malformed", `Invalid id: "${imageId}" (expecting "ami-...")`);
  }
  const attribute = optional(parameters, "Attribute");
  if (attribute !== "launchPermission") {
    throw invalidParameterValue(`Value (${attribute ?? ""}) for parameter attribute is invalid here.`);
  }
  return imageId;
}

/** Each item is of one kind; the group `all` makes an image public. */
function stepsOf(parameters: Parameters, direction: "Add" | "Remove", kind: "share" | "unshare"): Step[] {
  return members(parameters, `LaunchPermission.${direction}`).map(({ rest, value }): Step => {
    if (rest === "Group") {
      if (value !== "all" || kind === "share") throw invalidItem(value);
      return { kind: "unpublish" };
    }
    if (KINDS[rest]?.test(value) !== true) throw invalidItem(value);
    return { kind, account: value };
  });
}

function shown(grantee: string) {
  if (!grantee.startsWith("arn:")) return { userId: grantee };
  return grantee.includes(":ou/") ? { organizationalUnitArn: grantee } : { organizationArn: grantee };
}

const notFound = (imageId: string) =>
  refuse(400, "InvalidAMIID.NotFound", `The image id '[${imageId}]' does not exist`);

function ownImage(imageId: string, image: Image | undefined, context: ActionContext): Image {
  if (image === undefined) throw notFound(imageId);
  if (image.owner !== context.caller) {
    throw refuse(403, "AuthFailure", `Not authorized for image:${imageId}`);
  }
  return image;
}

function isVisible(image: Image, { caller }: ActionContext): boolean {
  return image.public || image.owner === caller || image.accounts.has(caller);
}

function described(image: Image) {
  return {
    imageId: image.imageId,
    imageLocation: `${image.owner}/${image.name}`,
    imageState: image.state,
    imageOwnerId: image.owner,
    creationDate: new Date(image.createdAt).toISOString(),
    isPublic: image.public,
    architecture: "x86_64",
    imageType: "machine",
    name: image.name,
    rootDeviceType: image.snapshots.length === 0 ? "instance-store" : "ebs",
    blockDeviceMapping: image.snapshots.map((snapshotId, index) => ({
      deviceName: index === 0 ? "/dev/xvda" : `/dev/sd${"fghijklmnop".charAt((index - 1) % 11)}`,
      ebs: { snapshotId, deleteOnTermination: true, volumeSize: 8, volumeType: "gp3", encrypted: false },
    })),
    virtualizationType: "hvm",
    tagSet: [...image.tags].map(([key, value]) => ({ key, value })),
  };
}
