/** Somebody changes the shares of an image by hand. */
import { alice, bob, image, share, stranger, useWorld } from "./harness/world";

const world = useWorld();

const golden = image("golden");
const { imageId } = golden;
const label = `${imageId} (ap-guangzhou)`;
const repair = [
  `describe ${imageId}`,
  `share ${imageId} ${alice}`,
  `cancel ${imageId} ${stranger}`,
  `describe ${imageId}`,
];

/** Alice loses access and a stranger gains it. */
function drift(): void {
  world.emulator.unshare(golden, [alice]);
  world.emulator.share(golden, [stranger]);
}

beforeAll(async () => {
  world.emulator.putImage(golden);
  world.stack.setShares([share("golden", golden, [alice, bob])]);
  await world.stack.up();
});

describe("a plain run", () => {
  it("names at preview who will gain and who will lose access, and changes nothing", async () => {
    drift();
    const run = await world.stack.preview();
    expect(run.resources).toEqual(["1 to update", "1 unchanged"]);
    expect(run.output).toMatch(
      new RegExp(`${imageId}.*gain access again \\(removed outside of Pulumi\\): ${alice}`),
    );
    expect(run.output).toMatch(new RegExp(`${imageId}.*lose access.*${stranger}`));
    expect(run.calls).toEqual([`describe ${imageId}`]);
  });

  it("repairs it", async () => {
    const run = await world.stack.up();
    expect(run.calls).toEqual(repair);
    expect(world.emulator.accounts(golden)).toEqual([bob, alice]);
  });
});

describe("refresh", () => {
  it("records who has access, owns no stranger, and writes nothing", async () => {
    drift();
    const run = await world.stack.refresh();
    expect(run.calls).toEqual([`describe ${imageId}`]);
    expect(run.said).toEqual([
      `${label}: lost access outside of Pulumi: ${alice}`,
      `${label}: gained access outside of Pulumi: ${stranger}`,
    ]);
    const { golden: entry } = await world.stack.state();
    expect(entry?.outputs).toMatchObject({ accounts: [bob], foreignAccounts: [stranger] });
    expect(entry?.inputs).toMatchObject({ ...golden, accounts: [bob], exclusive: true });
  });

  it("is followed by a preview whose details show the accounts alone", async () => {
    const run = await world.stack.preview("--diff");
    const details = run.output.slice(
      run.output.indexOf("ImageShare: (update)"),
      run.output.indexOf("--outputs:--"),
    );
    const changed = [...details.matchAll(/^\s*[~+-] (\w+)\s*:/gm)].map(([, property]) => property);
    expect(changed).toEqual(["accounts"]);
    expect(details).toContain(alice);
  });

  it("is followed by an up that repairs what it found", async () => {
    const run = await world.stack.up();
    expect(run.calls).toEqual(repair);
    expect(world.emulator.accounts(golden)).toEqual([bob, alice]);
  });

  it("can be part of the up, which then repairs it at the same cost", async () => {
    drift();
    const run = await world.stack.up("--refresh");
    expect(run.calls).toEqual(repair);
  });
});

describe("with image-share:liveDiff off", () => {
  beforeAll(() => world.stack.setConfig({ "image-share:liveDiff": "false" }));

  it("is not seen by a plain up, which then calls nothing", async () => {
    drift();
    const run = await world.stack.up();
    expect(run.resources).toEqual(["2 unchanged"]);
    expect(run.calls).toEqual([]);
  });

  it("is repaired by the up after a refresh", async () => {
    await world.stack.refresh();
    const run = await world.stack.up();
    expect(run.calls).toEqual(repair);
    expect(world.emulator.accounts(golden)).toEqual([bob, alice]);
  });
});
