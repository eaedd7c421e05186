/** One table of scenarios for both hosts: the life of one share, and what goes wrong in it. */
import { image } from "../../e2e/harness/world";
import { hosts } from "../../e2e/plugin/hosts";

const [alice, bob, carol, stranger] = [
  "100000000001",
  "100000000002",
  "100000000003",
  "100000000099",
] as const;

describe.each(hosts)("$name", (host) => {
  const world = host.useWorld();
  const golden = image("golden");
  const other = image("other");
  const { imageId } = golden;
  const label = `${imageId} (ap-guangzhou)`;

  const list = (accounts: readonly string[], more: Readonly<Record<string, unknown>> = {}) =>
    host.setShares(world, { golden: { ...golden, accounts, ...more } });
  const live = () => world.emulator.accounts(golden).sort();
  const outputs = async () => (await world.stack.state()).golden?.outputs;

  it("says before it makes a share who will gain access, and calls nothing that writes", async () => {
    world.emulator.putImage({ ...golden, accounts: [alice] });
    list([bob, alice]);
    const run = await world.stack.preview();
    expect(run.saidOfResources).toEqual([
      `${label}: will gain access: ${bob}`,
      `${label}: has access already (listed, managed from now on): ${alice}`,
    ]);
    expect(run.calls).toEqual([`describe ${imageId}`]);
  });

  it("makes it by one write between two reads, and records who has access", async () => {
    const run = await world.stack.up();
    expect(run.calls).toEqual([`describe ${imageId}`, `share ${imageId} ${bob}`, `describe ${imageId}`]);
    expect(live()).toEqual([alice, bob]);
    expect(await outputs()).toMatchObject({ accounts: [alice, bob], foreignAccounts: [], exclusive: true });
  });

  it("changes nothing the next time, by one read", async () => {
    const run = await world.stack.up();
    expect(run.resources).toEqual(["2 unchanged"]);
    expect(run.calls).toEqual([`describe ${imageId}`]);
    expect(run.saidOfResources).toEqual([]);
  });

  it("finds what was done outside, and puts it right", async () => {
    world.emulator.unshare(golden, [bob]);
    world.emulator.share(golden, [stranger]);
    const lines = [
      `${label}: will lose access (added outside of Pulumi, not listed): ${stranger}`,
      `${label}: will gain access again (removed outside of Pulumi): ${bob}`,
    ];
    expect((await world.stack.preview()).saidOfResources).toEqual(lines);
    const run = await world.stack.up();
    expect(run.saidOfResources.slice(0, 2)).toEqual(lines);
    expect(run.writes).toEqual([`share ${imageId} ${bob}`, `cancel ${imageId} ${stranger}`]);
    expect(live()).toEqual([alice, bob]);
  });

  it("is refreshed without a write, and the list stays what it was", async () => {
    world.emulator.unshare(golden, [bob]);
    const run = await world.stack.refresh();
    expect(run.saidOfResources).toEqual([`${label}: lost access outside of Pulumi: ${bob}`]);
    expect(run.writes).toEqual([]);
    expect(await outputs()).toMatchObject({ accounts: [alice], listedAccounts: [alice, bob] });
    await world.stack.up();
    expect(live()).toEqual([alice, bob]);
  });

  it("is updated by one call for each direction", async () => {
    list([alice, carol]);
    const run = await world.stack.up();
    expect(run.writes).toEqual([`share ${imageId} ${carol}`, `cancel ${imageId} ${bob}`]);
    expect(live()).toEqual([alice, carol]);
  });

  it("refuses what a guard forbids, at a preview in words, and takes nothing", async () => {
    list([carol], { maxRemovals: 0 });
    expect((await world.stack.preview()).saidOfResources[0]).toMatch(/: up will refuse this: .*maxRemovals/);
    const run = await world.stack.failing("up");
    expect(run.output).toMatch(new RegExp(`${imageId}.*maxRemovals`));
    expect(run.writes).toEqual([]);
    expect(live()).toEqual([alice, carol]);
  });

  it("refuses an account that cannot be one, naming its place, before anything is called", async () => {
    list(["12345"]);
    const run = await world.stack.failing("up");
    expect(run.output).toMatch(/accounts\[0\] must be .*12345/);
    expect(run.calls).toEqual([]);
  });

  it("refuses an account without a name where configuration asks for names, also at a preview", async () => {
    const names = { [alice]: "acme", "100000000002": "globex" };
    world.stack.setConfig({ "image-share:accountNames": names, "image-share:knownAccountsOnly": true });
    list([alice, "100000000020"]);
    for (const command of ["preview", "up"] as const) {
      const run = await world.stack.failing(command);
      expect(run.output).toMatch(/accounts lists 100000000020 without a name under image-share:accountNames/);
      expect(run.output).toMatch(/100000000020 and 100000000002 \(globex\) differ by two digits/);
      expect(run.calls).toEqual([]);
    }
    world.stack.setConfig({});
  });

  it("saves what was done where one account is refused, and finishes it the next time", async () => {
    world.emulator.configure({ unknownAccounts: [bob] });
    list([alice, bob]);
    const run = await world.stack.failing("up");
    expect(run.output).toMatch(new RegExp(`${imageId}.*${bob}.*InvalidAccountId.NotFound`));
    // Nobody loses access in a run in which an addition goes wrong.
    expect(live()).toEqual([alice, carol]);
    expect(await outputs()).toMatchObject({ accounts: [alice, carol] });
    world.emulator.configure({ unknownAccounts: [] });
    await world.stack.up();
    expect(live()).toEqual([alice, bob]);
  });

  it("is held to what was approved", async () => {
    world.stack.setEnvironment({ IMAGE_SHARE_APPROVED: "approved.json" });
    list([alice, carol]);
    const run = await world.stack.failing("up");
    expect(run.output).toMatch(/approved\.json/);
    expect(run.writes).toEqual([]);
    world.stack.setEnvironment({});
    list([alice, bob]);
  });

  it("is replaced by a share of another image, which is made first", async () => {
    world.emulator.putImage({ ...other, accounts: [] });
    host.setShares(world, { golden: { ...other, accounts: [alice] } });
    const run = await world.stack.up();
    expect(run.writes).toEqual([`share ${other.imageId} ${alice}`, `cancel ${imageId} ${alice} ${bob}`]);
    expect(live()).toEqual([]);
  });

  it("takes access from those that it lists when it is destroyed, and from nobody else", async () => {
    world.emulator.share(other, [stranger]);
    const run = await world.stack.destroy();
    expect(run.writes).toEqual([`cancel ${other.imageId} ${alice}`]);
    expect(world.emulator.accounts(other)).toEqual([stranger]);
  });
});
