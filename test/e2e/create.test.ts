/** The life of a share when nothing goes wrong, and what each step of it costs. */
import { goldenShim } from "./harness/golden";
import type { Run } from "./harness/run";
import { alice, bob, carol, image, manyAccounts, share, useWorld } from "./harness/world";

const world = useWorld();

const golden = image("golden");
const shared = image("shared");
const full = image("full");
const crowd = manyAccounts(501);
const first500 = crowd.slice(0, 500);
const last500 = crowd.slice(1);

describe("the first up", () => {
  let run: Run;

  beforeAll(async () => {
    world.emulator.putImage(golden);
    world.emulator.putImage({ ...shared, accounts: [alice, bob] });
    world.emulator.putImage(full);
    world.stack.setShares([
      share("golden", golden, [alice, bob]),
      share("shared", shared, [bob, alice]),
      share("full", full, first500),
    ]);
    run = await world.stack.up();
  });

  it("shares an image by a describe, one write, and a describe that proves it", () => {
    const { imageId } = golden;
    expect(run.callsTo(golden)).toEqual([
      `describe ${imageId}`,
      `share ${imageId} ${alice} ${bob}`,
      `describe ${imageId}`,
    ]);
    expect(world.emulator.accounts(golden)).toEqual([alice, bob]);
  });

  it("adopts accounts that have access already, without a write", () => {
    expect(run.callsTo(shared)).toEqual([`describe ${shared.imageId}`]);
  });

  it("carries 500 accounts in one call", () => {
    const { imageId } = full;
    expect(run.callsTo(full)).toEqual([
      `describe ${imageId}`,
      `share ${imageId} ${first500.join(" ")}`,
      `describe ${imageId}`,
    ]);
    expect(world.emulator.accounts(full)).toHaveLength(500);
  });

  it("records every argument, nobody foreign, and the frozen shim", async () => {
    const { golden: entry } = await world.stack.state();
    expect(entry?.id).toBe(`tencentcloud-cvm/ap-guangzhou/${golden.imageId}`);
    expect(entry?.outputs).toEqual({
      ...golden,
      accounts: [alice, bob],
      exclusive: true,
      foreignAccounts: [],
      owner: "100099990001",
      endpoint: world.emulator.url,
      __provider: goldenShim,
    });
    expect(Buffer.byteLength(goldenShim)).toBeLessThan(1000);
  });
});

it("finds nothing to do in lists that repeat and reorder accounts, and looks once at each image", async () => {
  world.stack.setShares([
    share("golden", golden, [bob, alice, bob]),
    share("shared", shared, [alice, bob, alice]),
    share("full", full, first500.toReversed()),
  ]);
  const run = await world.stack.up();
  expect(run.resources).toEqual(["4 unchanged"]);
  expect(run.calls.toSorted()).toEqual(
    [golden, shared, full].map(({ imageId }) => `describe ${imageId}`).toSorted(),
  );
});

describe("an up with edited lists", () => {
  let run: Run;

  beforeAll(async () => {
    world.stack.setShares([
      share("golden", golden, [bob, carol]),
      share("shared", shared, [alice]),
      share("full", full, last500),
    ]);
    run = await world.stack.up();
  });

  it("gives access before it takes access away", () => {
    const { imageId } = golden;
    expect(run.callsTo(golden)).toEqual([
      `describe ${imageId}`,
      `share ${imageId} ${carol}`,
      `cancel ${imageId} ${alice}`,
      `describe ${imageId}`,
    ]);
    expect(world.emulator.accounts(golden)).toEqual([bob, carol]);
  });

  it("revokes an account that was shared before the program knew the image, once it is unlisted", () => {
    expect(world.emulator.accounts(shared)).toEqual([alice]);
  });

  it("makes room first where the image's limit leaves none", () => {
    const { imageId } = full;
    expect(run.callsTo(full)).toEqual([
      `describe ${imageId}`,
      `cancel ${imageId} ${crowd[0]}`,
      `share ${imageId} ${crowd[500]}`,
      `describe ${imageId}`,
    ]);
    expect(world.emulator.accounts(full)).toEqual(last500);
  });
});

it("needs no more calls when the engine compares resources side by side", async () => {
  world.stack.setEnvironment({ PULUMI_PARALLEL_DIFF: "true" });
  const run = await world.stack.up();
  expect(run.resources).toEqual(["4 unchanged"]);
  expect(run.calls).toHaveLength(3);
});

it("revokes an image's accounts when its resource leaves the program, and touches no other image", async () => {
  world.stack.setShares([share("golden", golden, [bob, carol]), share("full", full, last500)]);
  const run = await world.stack.up();
  const { imageId } = shared;
  expect(run.callsTo(shared)).toEqual([
    `describe ${imageId}`,
    `cancel ${imageId} ${alice}`,
    `describe ${imageId}`,
  ]);
  expect(world.emulator.accounts(golden)).toEqual([bob, carol]);
});

it("revokes all accounts when the stack is destroyed", async () => {
  const run = await world.stack.destroy();
  expect(run.resources).toEqual(["3 deleted"]);
  for (const target of [golden, full]) expect(world.emulator.accounts(target)).toEqual([]);
});
