import { aws, commonErrors } from "./aws.ts";
import type { Subject } from "./subject.ts";

const ImageId = "ami-0123456789abcdef0";

const ACCOUNTS_PER_CALL = 200;

export const awsEc2: Subject = {
  ...aws,
  target: { service: "aws-ec2", region: "eu-central-1", imageId: ImageId },
  version: "2016-11-15",
  accountLimit: 1000,
  fewestWrites: (add, remove) => Math.ceil((add + remove) / ACCOUNTS_PER_CALL),
  requests: {
    describe: { action: "DescribeImageAttribute", parameters: { ImageId, Attribute: "launchPermission" } },
    condition: { action: "DescribeImages", parameters: { "ImageId.1": ImageId } },
    add: (accounts) => modification(accounts, []),
    remove: (accounts) => modification([], accounts),
    both: modification,
  },
  listing: {
    action: "DescribeImages",
    perPage: 1000,
    page: (_index, size, after) => ({
      "Owner.1": "self",
      MaxResults: String(size),
      ...(after === undefined ? {} : { NextToken: after }),
    }),
    name: "Name",
    answer: (images) => `<DescribeImagesResponse>${imagesSet(images)}</DescribeImagesResponse>`,
  },
  answers: {
    accounts: {
      envelope: [],
      list: ["LaunchPermission"],
      id: "UserId",
      counts: false,
      echoes: ["ImageId"],
      token: false,
    },
    images: { envelope: [], list: ["ImagesSet"], id: "ImageId", counts: false, echoes: [], token: true },
  },
  strict: { duplicate: "success", absent: "success" },
  unknownAccount: "account-refused",
  missingImage: "image-gone",
  hidesOthersImages: false,
  quotaError: { code: "ResourceLimitExceeded" },
  possibleQuotaCode: "SharingLimitExceeded",
  errorTable: [
    ...commonErrors,
    ["InvalidAMIID.NotFound", "image-gone"],
    ["InvalidAMIID.Unavailable", "unclear"],
    ["InvalidAMIID.Malformed", "permanent"],
    ["InvalidAMIAttributeItemValue", "account-refused"],
    ["ResourceLimitExceeded", "quota"],
    ["InvalidParameter", "permanent"],
    ["InvalidParameterValue", "permanent"],
    ["InvalidParameterCombination", "permanent"],
    ["MissingParameter", "permanent"],
    ["OperationNotPermitted", "permanent"],
    ["UnsupportedOperation", "permanent"],
  ],
  states: [
    ["available", "usable"],
    ["pending", "busy"],
    ["invalid", "unusable"],
    ["transient", "unusable"],
    ["failed", "unusable"],
    ["error", "unusable"],
    ["disabled", "unusable"],
  ],
  // One request does not tell whose an image is; a write to another account's is refused.
  othersImage: "usable",
};

function modification(add: readonly string[], remove: readonly string[]) {
  const items = (direction: string, accounts: readonly string[]) =>
    Object.fromEntries(
      accounts.map((account, index) => [`LaunchPermission.${direction}.${index + 1}.UserId`, account]),
    );
  const parameters = {
    ImageId,
    Attribute: "launchPermission",
    ...items("Add", add),
    ...items("Remove", remove),
  };
  return { action: "ModifyImageAttribute", parameters };
}

/** What a JSON service would have answered, in XML. */
function imagesSet(images: unknown): string {
  if (images === undefined) return "";
  if (!Array.isArray(images)) return "<imagesSet>null</imagesSet>";
  const items = images.map((image: { ImageId?: string } | null) =>
    image?.ImageId === undefined ? "<item/>" : `<item><imageId>${image.ImageId}</imageId></item>`,
  );
  return `<imagesSet>${items.join("")}</imagesSet>`;
}
