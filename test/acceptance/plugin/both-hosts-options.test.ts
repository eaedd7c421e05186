/** Options of the engine and of the configuration, which each host learns of in its own way: one table for both. */
import { alice, bob, carol, image, stranger } from "../../e2e/harness/world";
import { hosts } from "../../e2e/plugin/hosts";

describe.each(hosts)("$name", (host) => {
  const world = host.useWorld();
  const [golden, other] = [image("golden"), image("other")];
  const { imageId } = golden;
  const label = `${imageId} (ap-guangzhou)`;

  type Properties = Readonly<Record<string, unknown>>;
  const list = (accounts: readonly string[], more: Properties = {}, options: Properties = {}) =>
    host.setShares(world, { golden: { ...golden, accounts, ...more } }, options);
  const live = (target = golden) => world.emulator.accounts(target).sort();

  it("touches the share that --target names, and no other image", async () => {
    for (const target of [golden, other]) world.emulator.putImage(target);
    const both = (accounts: readonly string[]) =>
      host.setShares(world, { golden: { ...golden, accounts }, other: { ...other, accounts } });
    both([alice]);
    const run = await world.stack.up("--target", "**::golden");
    expect(run.callsTo(other)).toEqual([]);
    expect([live(), live(other)]).toEqual([[alice], []]);
    await world.stack.up();
    both([bob]);
    await world.stack.up("--target", "**::other");
    expect([live(), live(other)]).toEqual([[alice], [bob]]);
    await world.stack.destroy("--target", "**::other");
    expect([live(), live(other)]).toEqual([[alice], []]);
  });

  it("keeps a protected share from being destroyed, before anything is written", async () => {
    list([alice], {}, { protect: true });
    await world.stack.up();
    const run = await world.stack.failing("destroy");
    expect(run.writes).toEqual([]);
    expect(live()).toEqual([alice]);
    list([alice]);
    await world.stack.up();
  });

  it("keeps the accounts of state with ignoreChanges, and repairs their drift", async () => {
    world.emulator.unshare(golden, [alice]);
    list([bob], {}, { ignoreChanges: ["accounts"] });
    const run = await world.stack.up();
    expect(run.writes).toEqual([`share ${imageId} ${alice}`]);
    expect(live()).toEqual([alice]);
  });

  it("puts drift right in an up that refreshes first", async () => {
    list([alice]);
    world.emulator.share(golden, [stranger]);
    const run = await world.stack.up("--refresh");
    expect(run.writes).toEqual([`cancel ${imageId} ${stranger}`]);
    expect(live()).toEqual([alice]);
  });

  it("calls nothing in an up without liveDiff, and repairs what a refresh has recorded", async () => {
    world.stack.setConfig({ "image-share:liveDiff": false });
    world.emulator.unshare(golden, [alice]);
    expect((await world.stack.up()).calls).toEqual([]);
    await world.stack.refresh();
    const run = await world.stack.up();
    expect(run.writes).toEqual([`share ${imageId} ${alice}`]);
    world.stack.setConfig({});
  });

  it("fails a strict preview of a plan that would be refused, and takes nothing", async () => {
    world.stack.setConfig({ "image-share:strictPreview": true });
    list([bob], { maxRemovals: 0 });
    const run = await world.stack.failing("preview");
    expect(run.output).toMatch(/maxRemovals[\s\S]*#strict-preview/);
    expect(live()).toEqual([alice]);
    world.stack.setConfig({});
  });

  it("holds a run to image-share:maxRemovals", async () => {
    world.stack.setConfig({ "image-share:maxRemovals": 0 });
    list([bob]);
    const run = await world.stack.failing("up");
    expect(run.output).toMatch(/image-share:maxRemovals is 0/);
    expect(run.writes).toEqual([]);
    world.stack.setConfig({});
  });

  it("spares, when one of two additive shares of an image leaves, the accounts that the other lists", async () => {
    const additive = (accounts: readonly string[]) => ({ ...golden, accounts, exclusive: false });
    list([alice], { exclusive: false });
    await world.stack.up();
    host.setShares(world, { golden: additive([alice]), theirs: additive([alice, carol]) });
    await world.stack.up();
    host.setShares(world, { theirs: additive([alice, carol]) });
    const run = await world.stack.up();
    expect(run.writes).toEqual([]);
    expect(live()).toEqual([alice, carol]);
  });

  it("takes access from nobody with retainOnDelete", async () => {
    host.setShares(
      world,
      { theirs: { ...golden, accounts: [alice, carol], exclusive: false } },
      { retainOnDelete: true },
    );
    await world.stack.up();
    host.setShares(world, {});
    const run = await world.stack.up();
    expect(run.writes).toEqual([]);
    expect(live()).toEqual([alice, carol]);
    expect(await world.stack.state()).toEqual({});
  });

  it("says nothing of a share that is as listed", async () => {
    list([alice, carol]);
    await world.stack.up();
    const run = await world.stack.preview("--expect-no-changes");
    expect(run.saidOfResources.filter((line) => line.startsWith(label))).toEqual([]);
  });
});
