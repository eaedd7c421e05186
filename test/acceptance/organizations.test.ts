/** AWS EC2's grantees of all kinds, on the real engine: create, no change, drift, another list, a list left out, destroy. */
import { useWorld } from "../e2e/harness/world";

const world = useWorld();
const golden = { service: "aws-ec2", region: "eu-central-1", imageId: "ami-0123456789abcdef0" } as const;
const [alice, bob, stranger] = ["012345678901", "012345678902", "099999999999"] as const;
const organization = "arn:aws:organizations::111122223333:organization/o-a1b2c3d4e5";
const other = "arn:aws:organizations::111122223333:organization/o-b2c3d4e5f6";
const unit = "arn:aws:organizations::111122223333:ou/o-a1b2c3d4e5/ou-ab12-c3d4e5f6";

const live = () => world.emulator.accounts(golden).toSorted();
const share = (lists: Readonly<Record<string, readonly string[]>>) =>
  world.stack.setShares([{ name: "golden", args: { ...golden, ...lists, exclusive: true } }]);
/** The actions of a run that are about images. */
const ours = (calls: readonly string[]) => calls.map((call) => call.split(" ", 1)[0] ?? "");

beforeAll(() => {
  const { id, secret } = world.emulator.credentials;
  world.stack.setConfig({ "image-share:aws": { accessKeyId: id, secretAccessKey: secret } });
});

it("all kinds are shared by one call, found again by one read, and their drift is repaired by one call", async () => {
  const { emulator, stack } = world;
  emulator.putImage({ ...golden, accounts: [stranger] });
  share({ accounts: [alice], organizationArns: [organization], organizationalUnitArns: [unit] });
  const preview = await stack.preview();
  expect(preview.output).toContain(`will gain access: ${alice}, ${organization}, ${unit}`);
  const made = await stack.up();
  expect(live()).toEqual([alice, organization, unit].toSorted());
  expect(ours(made.calls).filter((action) => action.startsWith("Modify"))).toHaveLength(1);
  const again = await stack.preview("--expect-no-changes");
  expect(ours(again.calls)).toEqual(["DescribeImageAttribute"]);
  emulator.unshare(golden, [organization]);
  emulator.share(golden, [other]);
  const repaired = await stack.up();
  expect(live()).toEqual([alice, organization, unit].toSorted());
  expect(ours(repaired.calls).filter((action) => action.startsWith("Modify"))).toHaveLength(1);
  expect((await stack.state()).golden?.outputs).toMatchObject({
    accounts: [alice],
    organizationArns: [organization],
    organizationalUnitArns: [unit],
  });
});

it("a list that is left out keeps whom it listed, and the destroy takes the others' access alone", async () => {
  const { stack } = world;
  share({ accounts: [alice, bob], organizationArns: [organization] });
  const line = `has access already (organizationalUnitArns is left out, so this share revokes nobody; listed before): ${unit}`;
  expect((await stack.up()).output).toContain(line);
  expect(live()).toEqual([alice, bob, organization, unit].toSorted());
  expect((await stack.destroy()).output).toContain(line);
  expect(live()).toEqual([unit]);
});
