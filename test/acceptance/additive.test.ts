/** `exclusive: false`: several hands share one image, and none takes away what another gave. */
import { alice, bob, carol, dave, image, share, stranger, useWorld } from "../e2e/harness/world";

const world = useWorld();

const golden = image("golden");
const { imageId } = golden;
const newcomer = "100000000098";

function additive(name: string, accounts: readonly string[]) {
  return share(name, golden, accounts, { exclusive: false });
}

it("keeps foreign accounts when it begins, and shows them", async () => {
  world.emulator.putImage({ ...golden, accounts: [stranger, alice] });
  world.stack.setShares([additive("ours", [alice, bob])]);
  const run = await world.stack.up();
  expect(run.calls).toEqual([`describe ${imageId}`, `share ${imageId} ${bob}`, `describe ${imageId}`]);
  const outputs = JSON.parse((await world.stack.run(["stack", "output", "--json"])).stdout);
  expect(outputs.ours).toMatchObject({ accounts: [alice, bob], foreignAccounts: [stranger] });
});

it("revokes only what it listed itself", async () => {
  world.stack.setShares([additive("ours", [bob, carol])]);
  const run = await world.stack.up();
  expect(run.calls).toEqual([
    `describe ${imageId}`,
    `share ${imageId} ${carol}`,
    `cancel ${imageId} ${alice}`,
    `describe ${imageId}`,
  ]);
  expect(world.emulator.accounts(golden)).toEqual([stranger, bob, carol]);
});

it("records another foreign account when it appears, and when it goes, without a write", async () => {
  const foreignAfter = async () => {
    const run = await world.stack.up();
    expect(run.resources).toEqual(["1 updated", "1 unchanged"]);
    expect(run.calls).toEqual([`describe ${imageId}`]);
    const outputs = JSON.parse((await world.stack.run(["stack", "output", "--json"])).stdout);
    return { foreign: outputs.ours.foreignAccounts, said: run.said };
  };
  world.emulator.share(golden, [newcomer]);
  expect(await foreignAfter()).toEqual({
    foreign: [newcomer, stranger],
    said: [
      `${imageId} (ap-guangzhou): has access already (foreign, new to this share, not managed by it): ${newcomer}`,
      `${imageId} (ap-guangzhou): has access already (foreign, not managed by this share): ${stranger}`,
    ],
  });
  world.emulator.unshare(golden, [newcomer]);
  expect(await foreignAfter()).toEqual({
    foreign: [stranger],
    said: [
      `${imageId} (ap-guangzhou): has no access any more (foreign, not taken by this resource): ${newcomer}`,
    ],
  });
  const run = await world.stack.up();
  expect([run.resources, run.said]).toEqual([["2 unchanged"], []]);
});

it("learns of it by a refresh, as foreign and never as its own", async () => {
  world.emulator.share(golden, [newcomer]);
  await world.stack.refresh();
  const { ours } = await world.stack.state();
  expect(ours?.outputs).toMatchObject({ accounts: [bob, carol], foreignAccounts: [newcomer, stranger] });
  expect(ours?.inputs).toMatchObject({ accounts: [bob, carol] });
  expect((await world.stack.up()).resources).toEqual(["2 unchanged"]);
});

it("lets two resources of one program list the same image", async () => {
  world.stack.setShares([additive("ours", [bob, carol]), additive("theirs", [carol, dave])]);
  const run = await world.stack.up();
  expect(run.writes).toEqual([`share ${imageId} ${dave}`]);
  // To one, whom the other has added since is foreign: that is recorded once.
  expect((await world.stack.up()).writes).toEqual([]);
  const { ours, theirs } = await world.stack.state();
  expect(ours?.outputs.foreignAccounts).toEqual([newcomer, stranger, dave].toSorted());
  expect(theirs?.outputs.foreignAccounts).toEqual([newcomer, stranger, bob].toSorted());
  expect((await world.stack.up()).resources).toEqual(["3 unchanged"]);
});

it("hands an account over, without revoking it, when one stops to list it and the other lists it", async () => {
  const { stack } = world;
  stack.setEnvironment({ PULUMI_PARALLEL_DIFF: "true" });
  stack.setShares([additive("ours", [bob]), additive("theirs", [carol, dave])]);
  const run = await stack.up();
  expect(run.writes).toEqual([]);
  const { ours, theirs } = await stack.state();
  expect(ours?.outputs.accounts).toEqual([bob]);
  expect(theirs?.outputs.accounts).toEqual([carol, dave]);
});

it("spares, when one of the two leaves, the accounts that the other lists", async () => {
  world.stack.setShares([additive("theirs", [carol, dave])]);
  const run = await world.stack.up();
  expect(run.writes).toEqual([`cancel ${imageId} ${bob}`]);
  expect(world.emulator.accounts(golden)).toEqual([stranger, carol, newcomer, dave]);
});

it("leaves foreign accounts behind when it is destroyed, and names them", async () => {
  const run = await world.stack.destroy();
  expect(world.emulator.accounts(golden)).toEqual([stranger, newcomer]);
  expect(run.output).toMatch(new RegExp(`${imageId}.*still shared.*${newcomer}, ${stranger}`));
});
