/** Which image a resource means: replacement, renaming, and images that are not known yet. */
import { alice, bob, carol, image, share, useWorld } from "../e2e/harness/world";

const world = useWorld();

const first = image("first");
const second = image("second");
const elsewhere = image("second", "ap-shanghai");
const exclusive = { exclusive: true };

beforeAll(() => {
  for (const target of [first, second, elsewhere]) world.emulator.putImage(target);
});

describe("values that are not known before the deployment", () => {
  it("pass a preview, whole or as an element of a list, which looks at the image that it knows", async () => {
    world.stack.setShares([
      share("golden", first, [{ later: alice }, bob], { imageId: { later: first.imageId } }),
      { name: "other", args: { ...second, accounts: { later: [carol] }, maxRemovals: { later: 3 } } },
    ]);
    const run = await world.stack.preview();
    expect(run.output).toMatch(/golden create/);
    expect(run.output).toMatch(/other create/);
    expect(run.calls).toEqual([`describe ${second.imageId}`]);
  });

  it("are shared as they turn out", async () => {
    await world.stack.up();
    expect(world.emulator.accounts(first)).toEqual([alice, bob]);
    expect(world.emulator.accounts(second)).toEqual([carol]);
  });

  it("pass the preview of an update too: a new account is an update, a new image a replacement", async () => {
    world.stack.setShares([
      share("golden", first, [alice, bob, { later: carol }]),
      share("other", first, [carol], { imageId: { later: "img-notknown" } }),
    ]);
    const run = await world.stack.preview();
    expect(run.output).toMatch(/golden update/);
    expect(run.output).toMatch(/other create replacement/);
  });
});

it("shares the new image before it revokes the old one when the imageId changes", async () => {
  world.stack.setShares([share("golden", second, [alice, bob], exclusive)]);
  const run = await world.stack.up();
  expect(run.writes).toEqual([
    `share ${second.imageId} ${alice} ${bob}`,
    `cancel ${second.imageId} ${carol}`,
    `cancel ${first.imageId} ${alice} ${bob}`,
  ]);
  expect(world.emulator.accounts(first)).toEqual([]);
  expect(world.emulator.accounts(second)).toEqual([alice, bob]);
});

it("moves to another region by a replacement as well", async () => {
  world.stack.setShares([share("golden", elsewhere, [alice, bob], exclusive)]);
  const run = await world.stack.up();
  const { imageId } = elsewhere;
  expect(run.writes).toEqual([`share ${imageId} ${alice} ${bob}`, `cancel ${imageId} ${alice} ${bob}`]);
  expect(world.emulator.accounts(second)).toEqual([]);
  expect(world.emulator.accounts(elsewhere)).toEqual([alice, bob]);
});

it("lets two resources swap their images", async () => {
  world.stack.setShares([share("golden", elsewhere, [alice]), share("other", first, [carol])]);
  await world.stack.up();
  // Each finds the other's accounts on its new image, and is asked to say that they lose access there.
  world.stack.setShares([
    share("golden", first, [alice], exclusive),
    share("other", elsewhere, [carol], exclusive),
  ]);
  await world.stack.up();
  expect(world.emulator.accounts(first)).toEqual([alice]);
  expect(world.emulator.accounts(elsewhere)).toEqual([carol]);
});

describe("a renamed resource", () => {
  beforeAll(async () => {
    world.stack.setShares([share("golden", elsewhere, [alice, bob], exclusive)]);
    await world.stack.up();
  });

  it("takes the accounts over without a write, though it has no alias, and says that they stay", async () => {
    world.stack.setShares([share("platinum", elsewhere, [alice, bob])]);
    const run = await world.stack.up();
    expect(run.resources).toEqual(["1 created", "1 deleted", "1 unchanged"]);
    expect(run.writes).toEqual([]);
    expect(run.output).toMatch(new RegExp(`${elsewhere.imageId}.*still shared.*${alice}, ${bob}`));
    expect(Object.keys(await world.stack.state())).toEqual(["platinum"]);
  });

  it("takes them over at one describe with an alias", async () => {
    const renamed = share("diamond", elsewhere, [alice, bob]);
    world.stack.setShares([{ ...renamed, opts: { aliases: [{ name: "platinum" }] } }]);
    const run = await world.stack.up();
    expect(run.resources).toEqual(["2 unchanged"]);
    expect(run.calls).toEqual([`describe ${elsewhere.imageId}`]);
    expect(Object.keys(await world.stack.state())).toEqual(["diamond"]);
  });

  it("still revokes what the new resource does not list", async () => {
    world.stack.setShares([share("silver", elsewhere, [alice], { exclusive: false })]);
    await world.stack.up();
    expect(world.emulator.accounts(elsewhere)).toEqual([alice]);
  });
});

it("moves nothing when only the name of the credentials' profile changes", async () => {
  const { id, secret } = world.emulator.credentials;
  const tencentcloud = { secretId: id, secretKey: secret };
  world.stack.setConfig({ "image-share:profiles": { images: { tencentcloud } } });
  world.stack.setShares([share("silver", elsewhere, [alice], { exclusive: false, credentials: "images" })]);
  const run = await world.stack.up();
  expect(run.resources).toEqual(["1 updated", "1 unchanged"]);
  expect(run.calls).toEqual([`describe ${elsewhere.imageId}`]);
});
