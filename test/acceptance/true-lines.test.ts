/** Lines that are true: of shares that are made anew, that rotate, and whose accounts an option of Pulumi spares. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { script } from "../e2e/harness/script";
import { alice, bob, type Image, image, useWorld } from "../e2e/harness/world";
import { cli } from "../unit/cli/support";

const program = `
const { readFileSync } = require("node:fs");
const { ImageShare } = require("pulumi-image-share");
const made = {};
for (const { name, args, opts = {} } of JSON.parse(readFileSync(__dirname + "/spec.json", "utf8")).shares) {
  const options = opts.deletedWith === undefined ? opts : { ...opts, deletedWith: made[opts.deletedWith] };
  made[name] = new ImageShare(name, args, options);
}
`;

const world = useWorld(script(program));
const urn = (name: string) =>
  `urn:pulumi:test::program::pulumi-nodejs:dynamic/image-share:ImageShare::${name}`;
const label = ({ imageId, region }: Image) => `${imageId} (${region})`;

interface Options {
  readonly retainOnDelete?: boolean;
  readonly deletedWith?: string;
  readonly deleteBeforeReplace?: boolean;
}

const share = (name: string, target: Image, accounts: readonly string[], opts: Options = {}) => ({
  name,
  args: { ...target, accounts, exclusive: false },
  opts,
});
const write = (...shares: readonly object[]) => world.stack.setShares(shares as never);

/** The verdict of the review of a preview, and its lines about the images. */
async function reviewed(...args: string[]): Promise<string[]> {
  const { stack } = world;
  const steps = ["--show-sames", "--show-replacement-steps"];
  const [preview, state] = ["preview.json", "state.json"].map((name) => join(stack.folder, name)) as [
    string,
    string,
  ];
  writeFileSync(preview, (await stack.run(["preview", "--json", ...steps, ...args])).stdout);
  writeFileSync(state, (await stack.run(["stack", "export"])).stdout);
  const { stdout } = await cli(["review", preview, "--state", state]);
  return stdout.trimEnd().split("\n");
}

describe("a share that is made anew for the same image", () => {
  const golden = image("golden");
  const loses = `${label(golden)}: will lose access (no longer listed): ${bob}`;

  it.each([{}, { deleteBeforeReplace: true }])("names in a preview who loses access: %j", async (opts) => {
    const { emulator, stack } = world;
    emulator.putImage(golden);
    write(share("golden", golden, [alice, bob], opts));
    await stack.up();
    expect((await stack.preview("--replace", urn("golden"))).said).toEqual([]);
    write(share("golden", golden, [alice], opts));
    expect((await stack.preview("--replace", urn("golden"))).said).toEqual([loses]);
    await stack.run(["state", "taint", urn("golden"), "--yes"]);
    expect((await stack.preview()).said).toEqual([loses]);
    const review = await reviewed();
    expect(review[0]).toBe(loses);
    expect(review.at(-1)).toBe("Stop: 1 account would lose access to 1 image");
    const run = await stack.up();
    expect(run.said.filter((line) => line.includes("keeps access") && line.includes(bob))).toEqual([]);
    expect(run.said).toContain(`${label(golden)}: lost access: ${bob}`);
    // Whoever is listed throughout loses access at no time.
    expect(run.writes).toEqual([`cancel ${golden.imageId} ${bob}`]);
    expect(emulator.accounts(golden)).toEqual([alice]);
    // Whom the old half has taken access from, the new one does not show as foreign: nothing is left to be recorded.
    expect((await stack.state()).golden?.outputs).toMatchObject({ accounts: [alice], foreignAccounts: [] });
    expect((await stack.preview("--expect-no-changes")).said).toEqual([]);
  });
});

describe("releases that take each other's place", () => {
  const [oldest, older, newest] = [image("oldest"), image("older"), image("newest")];

  it("take access from nobody who is listed, and the gate stops at those who are not", async () => {
    const { emulator, stack } = world;
    for (const target of [oldest, older, newest]) emulator.putImage(target);
    const empty = { name: "previous", args: { ...oldest, accounts: [], allowEmpty: true } };
    write(share("latest", older, [alice, bob]), empty);
    await stack.up();
    write(share("latest", newest, [alice, bob]), share("previous", older, [alice, bob]));
    const { said } = await stack.preview();
    expect(said.filter((line) => line.includes("lose access"))).toEqual([]);
    expect(said.filter((line) => line.startsWith(label(older)) && line.includes("keeps access"))).not.toEqual(
      [],
    );
    expect((await reviewed()).at(-1)).toBe("Go: nobody loses access; 2 accounts will gain access to 1 image");
    write(share("latest", newest, [alice, bob]), share("previous", older, [alice]));
    expect((await stack.preview()).said).toContain(
      `${label(older)}: will lose access (another image takes its place, and is shared first): ${bob}`,
    );
    expect((await reviewed()).at(-1)).toMatch(/^Stop: 1 account would lose access to 1 image/);
    await stack.up();
    expect(emulator.accounts(older)).toEqual([alice]);
    // Nobody but the new owner knows that the old one has taken it.
    expect((await stack.preview()).said).toEqual([
      `${label(older)}: has no access any more (foreign, not taken by this resource): ${bob}`,
    ]);
  });
});

describe("options that spare the accounts of a share that is replaced", () => {
  const [kept, along, with_, later] = [image("kept"), image("along"), image("with"), image("later")];
  const forgets = "nothing is revoked, and state forgets them";

  it("are known from the last run, and are told apart from real losses", async () => {
    const { emulator, stack } = world;
    for (const target of [kept, along, with_, later]) emulator.putImage(target);
    const others = (...more: readonly object[]) => write(share("golden", image("golden"), [alice]), ...more);
    const before = [
      share("with", with_, [alice]),
      share("kept", kept, [alice], { retainOnDelete: true }),
      share("along", along, [alice], { deletedWith: "with" }),
    ];
    others(...before);
    await stack.up();
    expect((await stack.preview("--expect-no-changes")).said).toEqual([]);
    others(
      share("with", later, [alice]),
      share("kept", later, [alice], { retainOnDelete: true }),
      share("along", later, [alice], { deletedWith: "with" }),
    );
    const { said } = await stack.preview();
    expect(said).toContain(
      `${label(kept)}: not revoked by this share (retainOnDelete: state forgets them): ${alice}`,
    );
    expect(said).toContain(
      `${label(along)}: will lose access (another image takes its place, and is shared first), unless with is deleted in ` +
        `the same run (deletedWith): ${alice}`,
    );
    const review = await reviewed();
    expect(review).toContain(
      `${label(kept)}: not revoked by this share (retainOnDelete: state forgets them): ${alice}`,
    );
    expect(review).toContain(`${label(along)}: keeps access (deletedWith: ${forgets}): ${alice}`);
    expect(review.at(-1)).toMatch(/^Stop: 1 account would lose access to 1 image/);
    await stack.up();
    expect([kept, along, with_].map((target) => emulator.accounts(target))).toEqual([[alice], [alice], []]);
    for (const { inputs, outputs } of Object.values(await stack.state())) {
      expect({ ...inputs, ...outputs }).not.toHaveProperty("__told");
    }
  });

  it("are recorded when they change alone, without a call that writes", async () => {
    const { stack } = world;
    write(share("golden", image("golden"), [alice], { retainOnDelete: true }));
    const run = await stack.up();
    expect(run.callsTo(image("golden")).filter((call) => !call.startsWith("describe "))).toEqual([]);
    expect((await stack.state()).golden?.outputs).toHaveProperty("__options", { retainOnDelete: true });
    expect((await stack.preview("--expect-no-changes")).said).toEqual([]);
    await stack.refresh();
    expect((await stack.state()).golden?.outputs).toHaveProperty("__options", { retainOnDelete: true });
  });
});
