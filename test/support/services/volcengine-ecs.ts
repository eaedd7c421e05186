import { type CloudSubject, imageShape, numbered, type Subject } from "./subject.ts";
import { commonErrors, volcengine } from "./volcengine.ts";

const ImageId = "image-ebgy1og99tfct0gw";

/** ECS as both vendors have it. */
export const ecs: Omit<Subject, "target" | keyof CloudSubject> = {
  version: "2020-04-01",
  accountLimit: 50,
  accountsPerPage: 100,
  fewestWrites: (add, remove) => Math.ceil((add + remove) / 50),
  requests: {
    describe: { action: "DescribeImageSharePermission", parameters: { ImageId, MaxResults: "100" } },
    describeNext: {
      action: "DescribeImageSharePermission",
      parameters: { ImageId, MaxResults: "100", NextToken: /.+/ },
    },
    condition: { action: "DescribeImages", parameters: { "ImageIds.1": ImageId } },
    add: (accounts) => modification(accounts, []),
    remove: (accounts) => modification([], accounts),
    both: modification,
  },
  listing: {
    action: "DescribeImages",
    perPage: 100,
    page: (_index, size, after) => ({
      Visibility: "private",
      MaxResults: String(size),
      ...(after === undefined ? {} : { NextToken: after }),
    }),
    name: "ImageName",
    answer: (Images, TotalCount) => ({
      ResponseMetadata: { RequestId: "R-1" },
      Result: { Images, TotalCount, NextToken: "" },
    }),
  },
  answers: {
    accounts: {
      envelope: ["Result"],
      list: ["Accounts"],
      id: "AccountId",
      counts: true,
      echoes: ["ImageId"],
      token: true,
    },
    images: imageShape(["Result"], ["Images"]),
  },
  // No code says either; the emulator's strict reading uses the closest one.
  strict: { duplicate: "permanent", absent: "permanent" },
  unknownAccount: "account-refused",
  missingImage: "image-gone",
  hidesOthersImages: false,
  quotaError: { code: "LimitExceeded.MaximumShareImageAccount" },
  possibleQuotaCode: "QuotaExceeded.Share",
  errorTable: [
    ...commonErrors,
    ["InvalidImage.NotFound", "image-gone", 404],
    ["InvalidImageStatus", "image-busy"],
    ["InvalidAccount.Malformed", "account-refused"],
    ["LimitExceeded.MaximumShareImageAccount", "quota"],
    ["InvalidArgument", "permanent"],
    ["InvalidParameter", "permanent"],
    ["MissingParameter.AddAccountsAndRemoveAccounts", "permanent"],
    ["MissingParameter.ImageId", "permanent"],
  ],
  states: [
    ["available", "usable"],
    ["creating", "busy"],
    ["error", "unusable"],
  ],
  othersImage: "unusable",
};

export const volcengineEcs: Subject = {
  ...volcengine,
  ...ecs,
  target: { service: "volcengine-ecs", region: "cn-beijing", imageId: ImageId },
};

function modification(add: readonly string[], remove: readonly string[]) {
  const parameters = { ImageId, ...numbered("AddAccounts", add), ...numbered("RemoveAccounts", remove) };
  return { action: "ModifyImageSharePermission", parameters };
}
