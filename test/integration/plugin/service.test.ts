/** The plugin as the engine reaches it, in this process; the cloud is the emulator, an image for each test. */
import { type Emulator, startEmulator } from "../../../src/emulator";
import { unknownValue } from "../../../src/provider/inputs";
import { Engine, type Properties } from "./engine";
import { configurationFor, failureOf, secret, seedImage } from "./support";

const [alice, bob, carol, stranger] = [
  "100000000001",
  "100000000002",
  "100000000003",
  "100000000099",
] as const;

let emulator: Emulator;
let engine: Engine;

beforeAll(async () => {
  emulator = await startEmulator({ rateLimits: false });
});

afterAll(() => emulator.close());

beforeEach(async () => {
  engine = new Engine();
  await engine.start();
});

afterEach(() => {
  engine.close();
  emulator.configure({ unknownAccounts: [] });
});

function configuration(more: Properties = {}): Properties {
  return configurationFor(emulator, more);
}

/** A new image that is shared with these accounts. */
function seeded(...accounts: string[]) {
  return seedImage(emulator, accounts);
}

function actions(): string[] {
  return emulator.calls().map(({ action }) => action);
}

/** What was said of a resource, without the image that each line begins with. */
function said(name = "golden"): string[] {
  const lines = engine.logged.flatMap((entry) => {
    const [resource = "", text = ""] = entry.split("> ");
    return resource === name ? text.split("\n") : [];
  });
  return lines.map((line) => line.replace(/^img-\w+ \(ap-guangzhou\): /, ""));
}

describe("a share", () => {
  beforeEach(() => engine.configure(configuration()));

  it("a share is checked without a call: create will look", async () => {
    const { image } = seeded();
    const { inputs, reasons } = await engine.check({ ...image, accounts: [bob, alice, bob] });
    expect(reasons).toEqual([]);
    expect(inputs).toEqual({ ...image, accounts: [alice, bob] });
    expect(actions()).toEqual([]);
    expect(said()).toEqual(["accounts lists 100000000002 more than once; counted once"]);
  });

  it("a share is refused by failures that name no property, since the engine would print its value", async () => {
    const { image } = seeded();
    const { reasons, properties } = await engine.check({ ...image, accounts: "12", credentials: 7 });
    expect(reasons.length).toBe(2);
    expect(properties).toEqual(["", ""]);
  });

  it("a share has its outputs known at the preview of its creation, as the creation then makes them", async () => {
    const { image, id } = seeded(bob);
    const { inputs } = await engine.check({ ...image, accounts: [alice, bob] });
    const foreseen = await engine.create(inputs, { preview: true });
    expect(said()).toEqual([
      `will gain access: ${alice}`,
      `has access already (listed, managed from now on): ${bob}`,
    ]);
    expect(actions()).not.toContain("ModifyImageSharePermission");
    const made = await engine.create(inputs);
    expect(foreseen).toEqual(made);
    expect(made.id).toBe(id);
    expect(emulator.accounts(image).sort()).toEqual([alice, bob]);
  });

  it("leaves open at a preview what is not known yet, and says so", async () => {
    const { image } = seeded();
    const { inputs } = await engine.check({ ...image, accounts: [alice, unknownValue] });
    const { outputs } = await engine.create(inputs, { preview: true });
    expect(outputs).toMatchObject({ accounts: unknownValue, foreignAccounts: unknownValue });
    expect(said().join("\n")).toMatch(/accounts has 1 value that is not known yet/);
    const open = await engine.create({ ...inputs, imageId: unknownValue }, { preview: true });
    expect(open.id).toBe("");
  });

  it("shows who gains and loses access, account by account, and what a preview of the update makes of it", async () => {
    const { image, id } = seeded();
    const { inputs } = await engine.check({ ...image, accounts: [alice, bob], exclusive: true });
    const { outputs } = await engine.create(inputs);
    emulator.putImage({ ...image, accounts: [alice, stranger] });
    await restart();
    const { inputs: news } = await engine.check(
      { ...image, accounts: [alice, carol], exclusive: true },
      inputs,
    );
    const { changes, replaces, diffs, detailed } = await engine.diff(id, outputs, news);
    expect({ changes, replaces, diffs }).toEqual({
      changes: true,
      replaces: [],
      diffs: ["accounts", "foreignAccounts"],
    });
    // UPDATE and DELETE.
    expect(detailed).toEqual({ "accounts[1]": 4, foreignAccounts: 2 });
    expect(said()).toEqual([
      `will lose access (added outside of Pulumi, not listed): ${stranger}`,
      `will gain access: ${carol}`,
    ]);
    const foreseen = await engine.update(id, outputs, news, { preview: true });
    expect(emulator.accounts(image)).toEqual([alice, stranger]);
    expect(foreseen).toEqual(await engine.update(id, outputs, news));
    expect(emulator.accounts(image)).toEqual([alice, carol]);
  });

  it("a share is unchanged by one read where nothing has changed", async () => {
    const { image, id } = seeded();
    const { inputs } = await engine.check({ ...image, accounts: [alice] });
    const { outputs } = await engine.create(inputs);
    await restart();
    emulator.clearCalls();
    const again = await engine.check({ ...image, accounts: [alice] }, inputs);
    expect(await engine.diff(id, outputs, again.inputs)).toEqual({
      changes: false,
      replaces: [],
      diffs: [],
      detailed: {},
    });
    expect(actions()).toEqual(["DescribeImageSharePermission"]);
    expect(said()).toEqual([]);
  });

  it("keeps secret what belongs to a secret input, in every answer that the engine saves", async () => {
    const { image, id } = seeded();
    const accounts = secret([alice, bob]);
    const { inputs } = await engine.check({ ...image, accounts, exclusive: true });
    expect(inputs).toEqual({ ...image, accounts, exclusive: true });
    expect((await engine.create(inputs, { preview: true })).outputs.accounts).toEqual(accounts);
    const { outputs } = await engine.create(inputs);
    expect(outputs).toMatchObject({ ...image, accounts, foreignAccounts: [] });
    emulator.unshare(image, [bob]);
    await restart();
    const read = await engine.read(id, outputs, inputs);
    expect(read.outputs).toMatchObject({ accounts: secret([alice]), listedAccounts: accounts });
    expect(read.inputs.accounts).toEqual(secret([alice]));
    const news = { ...image, accounts: secret([alice, carol]), exclusive: true };
    emulator.configure({ unknownAccounts: [carol] });
    const { saved } = await failureOf(engine.update(id, outputs, news));
    expect(saved?.accounts).toEqual(secret([alice]));
    emulator.configure({ unknownAccounts: [] });
    // A run remembers whom the vendor does not know.
    await restart();
    expect((await engine.update(id, outputs, news)).accounts).toEqual(news.accounts);
  });

  it("a share is saved as far as it came where the rest of the accounts are refused", async () => {
    const { image } = seeded();
    emulator.configure({ unknownAccounts: [bob] });
    const { inputs } = await engine.check({ ...image, accounts: [alice, bob] });
    const { message, saved } = await failureOf(engine.create(inputs));
    expect(message).toContain(bob);
    expect(saved).toMatchObject({ accounts: [alice] });
  });

  it("a share is imported with inputs that check accepts, an empty list among them", async () => {
    const { image, id } = seeded(alice);
    const found = await engine.read(id, {}, undefined);
    expect(found).toEqual({
      id,
      inputs: { ...image, accounts: [alice] },
      outputs: { ...image, accounts: [alice], foreignAccounts: [] },
    });
    const empty = seeded();
    const nobody = await engine.read(empty.id, {}, undefined);
    expect((await engine.check(nobody.inputs, nobody.inputs)).reasons).toEqual([]);
    expect((await engine.diff(empty.id, nobody.outputs, nobody.inputs)).changes).toBe(false);
  });

  it("a share is a look where the engine reads it for `get`: all who have access, nobody foreign, also after a refresh", async () => {
    const { image, id } = seeded(alice);
    const look = await engine.read(id, {}, {});
    expect(look.outputs).toMatchObject({ ...image, accounts: [alice], isLookup: true });
    emulator.putImage({ ...image, accounts: [alice, stranger] });
    await restart();
    const again = await engine.read(id, look.outputs, look.inputs);
    expect(again.outputs).toMatchObject({ accounts: [alice, stranger], foreignAccounts: [] });
  });

  it("takes access from its accounts when it is deleted, and is dropped by a refresh where its image is gone", async () => {
    const { image, id } = seeded(stranger);
    const { inputs } = await engine.check({ ...image, accounts: [alice], exclusive: false });
    const { outputs } = await engine.create(inputs);
    await restart();
    await engine.delete(id, outputs);
    expect(emulator.accounts(image)).toEqual([stranger]);
    emulator.removeImage(image);
    await restart();
    expect((await engine.read(id, outputs, inputs)).id).toBe("");
  });

  it("a share is refused where another resource shares the image too, and one of them means to be the only one", async () => {
    const { image } = seeded();
    const additive = { ...image, accounts: [alice], exclusive: false };
    expect((await engine.check(additive, {}, "one")).reasons).toEqual([]);
    expect((await engine.check({ ...additive, accounts: [bob] }, {}, "two")).reasons).toEqual([]);
    expect((await engine.check({ ...image, accounts: [bob] }, {}, "three")).reasons).toEqual([
      expect.stringMatching(
        new RegExp(
          `^${image.imageId} \\(ap-guangzhou\\): two resources, "one" and "three", share .*#two-resources`,
        ),
      ),
    ]);
    expect((await engine.check(additive, additive, "one")).reasons.join()).toContain('"three" and "one"');
  });

  it("a share may be checked twice, as for a replacement", async () => {
    const { image } = seeded();
    await engine.check({ ...image, accounts: [alice] });
    expect((await engine.check({ ...image, accounts: [alice] })).reasons).toEqual([]);
  });

  it("a share has its lines under its own name while others are made", async () => {
    const names = ["one", "two", "three"];
    await Promise.all(
      names.map(async (name) => {
        const { inputs } = await engine.check({ ...seeded().image, accounts: [alice] }, {}, name);
        await engine.create(inputs, { name });
      }),
    );
    for (const name of names) {
      expect(said(name)).toEqual([`will gain access: ${alice}`, `gained access: ${alice}`]);
    }
  });

  it("a share is read before every update only where the configuration says so", async () => {
    const { inputs } = await engine.check({ ...seeded().image, accounts: [alice] });
    expect((await engine.create(inputs)).refreshes).toBe(false);
    await engine.configure(configuration({ refreshFirst: "true" }));
    expect((await engine.create(inputs)).refreshes).toBe(true);
  });

  it("fails its preview where up may fail and image-share:strictPreview says so", async () => {
    await engine.configure(configuration({ strictPreview: "true" }));
    const { inputs } = await engine.check({ ...seeded(stranger).image, accounts: [alice] });
    const { message } = await failureOf(engine.create(inputs, { preview: true }));
    expect(message).toMatch(/image-share:strictPreview ends this preview/);
  });
});

/** A new process, which remembers no read: the same engine goes on. */
async function restart(): Promise<void> {
  engine.close();
  engine = new Engine();
  await engine.start();
  await engine.configure(configuration());
}
