/** What a program may forbid beforehand: a refusal changes nothing, in the cloud and in state. */
import { alice, bob, carol, image, share, useWorld } from "../e2e/harness/world";

const world = useWorld();

const golden = image("golden");
const { imageId } = golden;

async function expectRefusal(words: RegExp): Promise<void> {
  const run = await world.stack.failing("up");
  expect(run.output).toMatch(words);
  expect(run.calls).toEqual([`describe ${imageId}`]);
  expect(world.emulator.accounts(golden)).toEqual([alice, bob, carol]);
  expect((await world.stack.state()).golden?.outputs).toMatchObject({ accounts: [alice, bob, carol] });
}

beforeAll(async () => {
  world.emulator.putImage(golden);
  world.stack.setShares([share("golden", golden, [alice, bob, carol])]);
  await world.stack.up();
});

it("refuses to revoke a protected account, and names it", async () => {
  world.stack.setShares([share("golden", golden, [alice], { protectedAccounts: [bob] })]);
  await expectRefusal(new RegExp(`${imageId}.*refused.*${bob}.*protectedAccounts`));
});

it("refuses more removals than maxRemovals allows, and names each", async () => {
  world.stack.setShares([share("golden", golden, [alice], { maxRemovals: 1 })]);
  await expectRefusal(new RegExp(`${imageId}.*refused.*2 accounts.*${bob}, ${carol}.*maxRemovals`));
});

it("refuses an empty list before anything is called", async () => {
  world.stack.setShares([share("golden", golden, [])]);
  const run = await world.stack.failing("up");
  expect(run.output).toContain("accounts is empty, which would revoke every account");
  expect(run.calls).toEqual([]);
});

it("carries out what the guards allow", async () => {
  world.stack.setShares([share("golden", golden, [alice], { protectedAccounts: [alice], maxRemovals: 2 })]);
  await world.stack.up();
  expect(world.emulator.accounts(golden)).toEqual([alice]);
});

it("revokes everybody for an empty list that is meant", async () => {
  world.stack.setShares([share("golden", golden, [], { allowEmpty: true })]);
  await world.stack.up();
  expect(world.emulator.accounts(golden)).toEqual([]);
  expect((await world.stack.up()).resources).toEqual(["2 unchanged"]);
});

describe("two resources for one image", () => {
  const shared = image("twice");

  it("are refused with both names when one of them is exclusive, before anything is called", async () => {
    world.emulator.putImage({ ...shared, accounts: [bob] });
    world.stack.setShares([
      share("first", shared, [alice]),
      share("second", shared, [bob], { exclusive: false }),
    ]);
    for (const command of ["preview", "up"] as const) {
      const run = await world.stack.failing(command);
      expect(run.output).toMatch(
        /two resources, "first" and "second", share this image.*exclusive: false in both/,
      );
      expect(run.callsTo(shared)).toEqual([]);
    }
    // The first one is not carried out either: it would revoke whom the second lists.
    expect(world.emulator.accounts(shared)).toEqual([bob]);
  });
});
