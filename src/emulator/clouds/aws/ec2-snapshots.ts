/**
 * AWS EC2 2016-11-15: ModifySnapshotAttribute and DescribeSnapshotAttribute of the permission to create volumes.
 *
 * Rests on the vendor's pages for both actions: up to 500 modifications in one call, which may not add and remove; accounts
 * and the group `all`, and no organisations. Not on any page: what is said of an account that does not exist, and how many
 * accounts a snapshot takes (any number here).
 */
import type { AccountForm, Action, ActionContext, Parameters } from "../../api";
import type { Image, Step } from "../../cloud";
import { type AccountRules, validateSteps } from "../../rules";
import { invalidParameterValue, missingParameter, refuse } from "./errors";
import { members, numbered, optional, refuseUnknown } from "./parameters";

export const SNAPSHOT_ID = /^snap-[0-9a-f]+$/;

const MODIFICATIONS_PER_CALL = 500;

const ACCOUNTS: AccountForm = { description: "12 digits", test: (account) => /^\d{12}$/.test(account) };

const invalidUser = (account: string) =>
  refuse(400, "InvalidUserID.Malformed", `Invalid user id: "${account}"`);

const RULES: AccountRules = {
  format: ACCOUNTS,
  malformed: invalidUser,
  self: invalidUser,
  unknown: invalidUser,
  limit: { exceeded: () => refuse(400, "ResourceLimitExceeded", "You have reached your quota.") },
};

const items = (direction: string) =>
  ["UserId", "Group"].map((kind) => `CreateVolumePermission.${direction}.N.${kind}`);

/** The other form of the page, which has one direction. */
const ONE_DIRECTION = ["OperationType", "UserId.N", "UserGroup.N"];

export const ModifySnapshotAttribute: Action = {
  effect: "write",
  limit: { calls: 5, perMs: 1000, burst: 100, scope: "region" },
  run(parameters, context) {
    const known = [...items("Add"), ...items("Remove"), ...ONE_DIRECTION];
    refuseUnknown(parameters, ["SnapshotId", "Attribute", ...known]);
    const snapshotId = permissionOf({ Attribute: "createVolumePermission", ...parameters });
    const both = oneDirection(parameters);
    const [adding, removing] = [
      [...stepsOf(parameters, "Add", "share"), ...both.filter(({ kind }) => kind === "share")],
      [...stepsOf(parameters, "Remove", "unshare"), ...both.filter(({ kind }) => kind !== "share")],
    ];
    if (both.length > 0 && both.length < adding.length + removing.length) {
      throw refuse(
        400,
        "InvalidParameterCombination",
        "UserId and CreateVolumePermission cannot be combined",
      );
    }
    if (adding.length + removing.length === 0) throw missingParameter("CreateVolumePermission");
    if (adding.length > 0 && removing.length > 0) {
      throw refuse(400, "InvalidParameterCombination", "Add and Remove cannot be specified together");
    }
    const steps = [...adding, ...removing];
    if (steps.length > MODIFICATIONS_PER_CALL) {
      throw invalidParameterValue(
        `A call makes at most ${MODIFICATIONS_PER_CALL} modifications, not ${steps.length}.`,
      );
    }
    const snapshot = ownSnapshot(snapshotId, context.find(snapshotId), context);
    if (snapshot.refuses !== undefined) {
      throw refuse(400, snapshot.refuses, "Encrypted snapshots with EBS default key cannot be shared");
    }
    // A quota that is configured is the image's.
    const unlimited = { ...context, quota: () => undefined };
    context.apply(snapshotId, steps, validateSteps(snapshot, steps, unlimited, RULES));
    return { return: true };
  },
};

export const DescribeSnapshotAttribute: Action = {
  effect: "read",
  limit: { calls: 20, perMs: 1000, burst: 100, scope: "region" },
  run(parameters, context) {
    refuseUnknown(parameters, ["SnapshotId", "Attribute"]);
    const snapshotId = permissionOf(parameters);
    const snapshot = ownSnapshot(snapshotId, context.observe(snapshotId), context);
    return {
      snapshotId,
      createVolumePermission: [
        ...(snapshot.public ? [{ group: "all" }] : []),
        ...snapshot.accounts.accounts().map((userId) => ({ userId })),
      ],
    };
  },
};

function permissionOf(parameters: Parameters): string {
  const snapshotId = optional(parameters, "SnapshotId");
  if (snapshotId === undefined) throw missingParameter("SnapshotId");
  if (!SNAPSHOT_ID.test(snapshotId)) {
    throw refuse(400, "InvalidSnapshotID.Malformed", `Invalid id: "${snapshotId}" (expecting "snap-...")`);
  }
  const attribute = optional(parameters, "Attribute");
  if (attribute !== "createVolumePermission") {
    throw invalidParameterValue(`Value (${attribute ?? ""}) for parameter attribute is invalid here.`);
  }
  return snapshotId;
}

/** OperationType with UserId.N and UserGroup.N. */
function oneDirection(parameters: Parameters): Step[] {
  const type = optional(parameters, "OperationType");
  const [users, groups] = [numbered(parameters, "UserId"), numbered(parameters, "UserGroup")];
  if (type === undefined && users.length + groups.length === 0) return [];
  if (type !== "add" && type !== "remove") {
    throw invalidParameterValue(`Value (${type ?? ""}) for parameter operationType is invalid.`);
  }
  const kind = type === "add" ? "share" : "unshare";
  return [
    ...users.map((account): Step => ({ kind, account })),
    ...groups.map((group) => stepOfGroup(group, kind)),
  ];
}

function stepOfGroup(group: string, kind: "share" | "unshare"): Step {
  // The product never makes a snapshot public, and no client of it should by mistake.
  if (group !== "all" || kind === "share") throw invalidParameterValue(`Invalid group "${group}".`);
  return { kind: "unpublish" };
}

function stepsOf(parameters: Parameters, direction: "Add" | "Remove", kind: "share" | "unshare"): Step[] {
  return members(parameters, `CreateVolumePermission.${direction}`).map(({ rest, value }): Step => {
    return rest === "Group" ? stepOfGroup(value, kind) : { kind, account: value };
  });
}

function ownSnapshot(snapshotId: string, snapshot: Image | undefined, { caller }: ActionContext): Image {
  if (snapshot === undefined) {
    throw refuse(400, "InvalidSnapshot.NotFound", `The snapshot '${snapshotId}' does not exist.`);
  }
  if (snapshot.owner !== caller) {
    throw refuse(403, "AuthFailure", `Not authorized for snapshot: ${snapshotId}`);
  }
  return snapshot;
}
