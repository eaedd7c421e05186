/** `snapshots: true` in a file of shares: checked and applied with the image, and left alone by what reads no file. */
import { cli, useWorkspace, writes } from "./support";

const workspace = useWorkspace();
const target = { service: "aws-ec2", region: "eu-central-1", imageId: "ami-0123456789abcdef0" } as const;
const snapshot = "snap-0aaa";
const behind = { ...target, imageId: snapshot } as const;
const [alice, bob] = ["012345678901", "012345678902"] as const;
const share = { ...target, accounts: [alice], exclusive: true, snapshots: true };

beforeEach(() => {
  workspace.emulator.putImage({
    ...target,
    accounts: [alice],
    snapshots: { [snapshot]: { accounts: [bob] } },
  });
});

it("check finds the drift of a snapshot, in lines and in JSON", async () => {
  const stack = workspace.stack([share]);
  const { stdout, stderr } = await cli(["check", "--config", stack]);
  expect(`${stdout}${stderr}`).toContain(`is listed and has no access: ${alice} on snapshot ${snapshot}`);
  expect(`${stdout}${stderr}`).toContain(`has access and is not listed: ${bob} on snapshot ${snapshot}`);
  const { stdout: json } = await cli(["check", "--json", "--config", stack]);
  expect(JSON.parse(json).images[0]).toMatchObject({
    status: "drift",
    missing: [`${snapshot}/${alice}`],
    unlisted: [`${snapshot}/${bob}`],
  });
});

it("apply repairs it without a write to the image, and finds nothing to do afterwards", async () => {
  const stack = workspace.stack([share]);
  const applied = await cli(["apply", "--yes", "--config", stack]);
  expect(applied.code).toBe(0);
  expect(workspace.emulator.accounts(behind)).toEqual([alice]);
  expect(writes(workspace.emulator)).toEqual(["ModifySnapshotAttribute", "ModifySnapshotAttribute"]);
  const again = await cli(["apply", "--yes", "--config", stack]);
  expect([again.code, again.stdout.trim()]).toEqual([0, "1 image: 1 as listed before"]);
});

it("a file without snapshots, show, discover and report read no snapshot", async () => {
  const { snapshots: _, ...plain } = share;
  const stack = workspace.stack([plain]);
  const where = ["--service", target.service, "--region", target.region, "--config", stack];
  const codes = [
    await cli(["apply", "--yes", "--config", stack]),
    await cli(["check", "--config", stack]),
    await cli(["show", ...where, "--image", target.imageId]),
    await cli(["discover", ...where]),
    await cli(["report", ...where]),
  ].map(({ code }) => code);
  expect(codes).toEqual([0, 0, 0, 0, 0]);
  expect(workspace.emulator.calls().filter(({ action }) => action.includes("Snapshot"))).toEqual([]);
});

it.each([
  [
    "another service",
    {
      service: "tencentcloud-cvm",
      region: "ap-guangzhou",
      imageId: "img-6pb6lrmy",
      accounts: ["100000000001"],
      snapshots: true,
    },
    "images of Tencent Cloud CVM are shared without their snapshots, leave snapshots out",
  ],
  [
    "no accounts",
    {
      ...target,
      organizationArns: ["arn:aws:organizations::111122223333:organization/o-a1b2c3d4e5"],
      snapshots: true,
    },
    "snapshots is true and accounts is absent: a snapshot can be shared with accounts alone",
  ],
  ["a text", { ...share, snapshots: "yes" }, 'snapshots must be true or false, not "yes"'],
])("refuses snapshots with %s, and says what to write", async (_, wrong, message) => {
  const { code, stderr } = await cli(["check", "--config", workspace.stack([wrong])]);
  expect(code).not.toBe(0);
  expect(stderr).toContain(message);
});
