/** AWS EC2's snapshots in the emulator: seeds, ModifySnapshotAttribute, DescribeSnapshotAttribute, and their refusals. */
import type { Emulator } from "../../src/emulator";
import { aws } from "./support/clients";
import { start } from "./support/start";

const ImageId = "ami-0123456789abcdef0";
const IMAGE = { service: "aws-ec2", region: "eu-central-1", imageId: ImageId } as const;
const SnapshotId = "snap-0123456789abcdef0";
const SNAPSHOT = { ...IMAGE, imageId: SnapshotId } as const;
const [ALICE, BOB] = ["012345678901", "012345678902"];

let emulator: Emulator;

beforeEach(async () => {
  emulator = await start();
  emulator.putImage(IMAGE);
});

type Query = Record<string, string>;
const call = (action: string, parameters: Query) => aws(emulator, action, parameters, {});
const modify = (parameters: Query) =>
  call("ModifySnapshotAttribute", { SnapshotId, Attribute: "createVolumePermission", ...parameters });
const describeIt = (parameters: Query = {}) =>
  call("DescribeSnapshotAttribute", { SnapshotId, Attribute: "createVolumePermission", ...parameters });
const codeOf = async (reply: ReturnType<typeof call>) => {
  const { json } = await reply;
  return json.Errors?.Error.Code ?? json.Error?.Code;
};
const added = (account: string, number = 1) => ({ [`CreateVolumePermission.Add.${number}.UserId`]: account });
const removed = (account: string) => ({ "CreateVolumePermission.Remove.1.UserId": account });

it("an image has one snapshot that is not shared, unless the seed says otherwise", async () => {
  const shown = emulator.image(IMAGE)?.snapshots;
  expect(Object.keys(shown ?? {})).toEqual([SnapshotId]);
  expect(shown?.[SnapshotId]).toMatchObject({ accounts: [], public: false });
  const { json } = await call("DescribeImages", { "ImageId.1": ImageId });
  expect(JSON.stringify(json)).toContain(SnapshotId);
  emulator.putImage({ ...IMAGE, snapshots: {} });
  expect(emulator.image(IMAGE)?.snapshots).toEqual({});
  expect(JSON.stringify((await call("DescribeImages", { "ImageId.1": ImageId })).json)).not.toContain(
    "snap-",
  );
});

it("lists snapshots beside no image: neither in DescribeImages nor in the control API", async () => {
  const { json } = await call("DescribeImages", { "Owner.1": "self" });
  expect(JSON.stringify(json).match(/"ImageId"/g)).toHaveLength(1);
  expect(emulator.images().map(({ imageId }) => imageId)).toEqual([ImageId]);
});

it("an image as it is shown is a seed that makes the same image", () => {
  const seeded = {
    [SnapshotId]: { accounts: [ALICE ?? ""], public: true, refuses: "OperationNotPermitted" },
  };
  const view = emulator.putImage({ ...IMAGE, snapshots: seeded });
  emulator.reset();
  expect(emulator.putImage(JSON.parse(JSON.stringify(view)))).toEqual(view);
});

it("adds and removes, twice as well as once, and reads it back", async () => {
  for (let time = 0; time < 2; time++) expect((await modify(added(ALICE ?? ""))).json.Return).toBe("true");
  expect(emulator.accounts(SNAPSHOT)).toEqual([ALICE]);
  expect(JSON.stringify((await describeIt()).json.CreateVolumePermission)).toContain(ALICE);
  for (let time = 0; time < 2; time++) expect((await modify(removed(ALICE ?? ""))).json.Return).toBe("true");
  expect(emulator.accounts(SNAPSHOT)).toEqual([]);
});

it.each<[string, Query, string]>([
  [
    "an addition beside a removal",
    { ...added("012345678901"), ...removed("012345678902") },
    "InvalidParameterCombination",
  ],
  ["no modification", {}, "MissingParameter"],
  [
    "an organisation",
    { "CreateVolumePermission.Add.1.OrganizationArn": "arn:aws:organizations::1:organization/o-1" },
    "UnknownParameter",
  ],
  ["an account that is none", added("123"), "InvalidUserID.Malformed"],
  ["the owner", added("099990000001"), "InvalidUserID.Malformed"],
  ["the group of all", { "CreateVolumePermission.Add.1.Group": "all" }, "InvalidParameterValue"],
  ["another attribute", { ...added("012345678901"), Attribute: "productCodes" }, "InvalidParameterValue"],
  ["an ID of another form", { ...added("012345678901"), SnapshotId: "ami-1" }, "InvalidSnapshotID.Malformed"],
  [
    "a snapshot that is not there",
    { ...added("012345678901"), SnapshotId: "snap-0" },
    "InvalidSnapshot.NotFound",
  ],
])("refuses %s", async (_, parameters, code) => {
  expect(await codeOf(modify(parameters))).toBe(code);
  expect(emulator.accounts(SNAPSHOT)).toEqual([]);
});

it("takes the form with one direction as well", async () => {
  const users = { "UserId.1": ALICE ?? "", "UserId.2": BOB ?? "" };
  await modify({ OperationType: "add", ...users });
  expect(emulator.accounts(SNAPSHOT)).toEqual([ALICE, BOB]);
  await modify({ OperationType: "remove", "UserId.1": ALICE ?? "" });
  expect(emulator.accounts(SNAPSHOT)).toEqual([BOB]);
  expect(await codeOf(modify({ OperationType: "add", ...users, ...added(ALICE ?? "") }))).toBe(
    "InvalidParameterCombination",
  );
  expect(await codeOf(modify(users))).toBe("InvalidParameterValue");
  expect(await codeOf(modify({ OperationType: "add", "UserGroup.1": "all" }))).toBe("InvalidParameterValue");
});

it("takes 500 modifications in one call, and refuses 501", async () => {
  const many = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) =>
        Object.entries(added(String(100_000_000_000 + index), index + 1)),
      ).flat(),
    );
  expect(await codeOf(modify(many(501)))).toBe("InvalidParameterValue");
  expect(await codeOf(modify(many(500)))).toBeUndefined();
  expect(emulator.accounts(SNAPSHOT)).toHaveLength(500);
});

it("refuses accounts that do not exist, and snapshots of another account or under the default key", async () => {
  emulator.configure({ unknownAccounts: [BOB ?? ""] });
  expect(await codeOf(modify(added(BOB ?? "")))).toBe("InvalidUserID.Malformed");
  emulator.putImage({ ...IMAGE, snapshots: { [SnapshotId]: { owner: "999900009999" } } });
  expect(await codeOf(modify(added(ALICE ?? "")))).toBe("AuthFailure");
  expect(await codeOf(describeIt())).toBe("AuthFailure");
  emulator.putImage({ ...IMAGE, snapshots: { [SnapshotId]: { refuses: "OperationNotPermitted" } } });
  expect(await codeOf(modify(added(ALICE ?? "")))).toBe("OperationNotPermitted");
  expect(await codeOf(describeIt())).toBeUndefined();
});

it("a quota that is set is the image's, and not the snapshot's", async () => {
  emulator.configure({ quotas: { "aws-ec2": 0 } });
  expect(await codeOf(modify(added(ALICE ?? "")))).toBeUndefined();
});

it.each([
  [
    "of a service without them",
    { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-6pb6lrmy" } as const,
    { [SnapshotId]: {} },
  ],
  ["with an ID of another form", IMAGE, { "vol-1": {} }],
  ["shared with an account that is none", IMAGE, { [SnapshotId]: { accounts: ["1"] } }],
  ["with a refusal that is no code of the vendor's", IMAGE, { [SnapshotId]: { refuses: "Nonsense" } }],
])("refuses a seed of snapshots %s", (_, image, snapshots) => {
  expect(() => emulator.putImage({ ...image, snapshots })).toThrow(/snapshot|account|refuse/);
});

it("a snapshot stays, with whom it is shared, when its image is removed", async () => {
  emulator.share(SNAPSHOT, [ALICE ?? ""]);
  emulator.removeImage(IMAGE);
  expect(emulator.accounts(SNAPSHOT)).toEqual([ALICE]);
});
