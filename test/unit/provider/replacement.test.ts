/** What is said of a share that is replaced: whom the deletion of the old one takes access from, and whom it does not. */
import { hintsInput, optionsKey } from "../../../src/core/program-hints";
import { MemoryCloud } from "./memory-cloud";
import { collectLines, newProcess, type Properties } from "./preview-process";

const place = { service: "tencentcloud-cvm", region: "ap-guangzhou" };
const golden = { ...place, imageId: "img-golden00" };
const next = { ...place, imageId: "img-next0000" };
const id = "tencentcloud-cvm/ap-guangzhou/img-golden00";
const label = "img-golden00 (ap-guangzhou): ";
/** None of them could be a misspelling of another. */
const [alice, bob, carol, stranger] = ["100000000001", "100000002222", "100000333333", "100444444444"];

let cloud: MemoryCloud;
let printed: string[];

beforeEach(() => {
  cloud = new MemoryCloud();
  cloud.install();
  cloud.put(next, []);
  printed = collectLines();
});

afterEach(() => jest.restoreAllMocks());

const state = (accounts: string[], more: Properties = {}): Properties => ({
  ...golden,
  accounts,
  foreignAccounts: [],
  exclusive: false,
  ...more,
});

/** As the program tells at a preview. */
const tells = (before: Properties | undefined, more: Properties = {}) => ({
  __preview: true,
  [hintsInput]: { before, elsewhere: {}, mayListMore: false, deletesFirst: false, ...more },
});

describe("a share that is made anew for the same image (--replace, state taint)", () => {
  /** The engine asks check alone, as of a share that is new. */
  async function said(before: Properties, news: Properties, settings: Properties = {}): Promise<string[]> {
    const { failures } = await newProcess(settings)("check", {}, { ...golden, ...news, ...tells(before) });
    expect(failures).toEqual([]);
    for (const line of printed) expect(line.slice(0, label.length)).toBe(label);
    return printed.map((line) => line.slice(label.length));
  }

  it("says nothing where nobody's access changes", async () => {
    cloud.put(golden, [alice, stranger]);
    const before = state([alice], { foreignAccounts: [stranger] });
    expect(await said(before, { accounts: [alice], exclusive: false })).toEqual([]);
  });

  it("names who is no longer listed, and who is foreign", async () => {
    cloud.put(golden, [alice, bob, stranger]);
    expect(await said(state([alice, bob]), { accounts: [alice, carol], exclusive: false })).toEqual([
      `will lose access (no longer listed): ${bob}`,
      `will gain access: ${carol}`,
      `has access already (foreign, new to this share, not managed by it): ${stranger}`,
    ]);
  });

  it("names strangers as well where the share is exclusive", async () => {
    cloud.put(golden, [alice, bob, stranger]);
    const before = state([alice, bob], { exclusive: true });
    expect(await said(before, { accounts: [alice], exclusive: true })).toEqual([
      `will lose access (no longer listed): ${bob}`,
      `will lose access (added outside of Pulumi, not listed): ${stranger}`,
    ]);
  });

  it("says why those keep access whom the deletion spares", async () => {
    cloud.put(golden, [alice, bob, carol]);
    const before = state([alice, bob, carol], { protectedAccounts: [carol] });
    expect(await said(before, { accounts: [alice], exclusive: false })).toEqual([
      `will lose access (no longer listed): ${bob}`,
      `keeps access (protectedAccounts protects them): ${carol}`,
    ]);
    printed.length = 0;
    cloud.put(golden, [alice, bob]);
    const retained = state([alice, bob], { [optionsKey]: { retainOnDelete: true } });
    expect(await said(retained, { accounts: [alice], exclusive: false })).toEqual([
      `not revoked by this share (retainOnDelete: state forgets them): ${bob}`,
    ]);
  });

  it("does not hold the deletion to maxRemovals of the share, but to the bound of the run", async () => {
    cloud.put(golden, [alice, bob]);
    const before = state([alice, bob]);
    const lines = await said(
      before,
      { accounts: [alice], exclusive: false, maxRemovals: 0 },
      { "image-share:maxRemovals": "0" },
    );
    expect(lines).toEqual([
      expect.stringMatching(/^up will refuse this: .*image-share:maxRemovals/),
      `would lose access (no longer listed): ${bob}`,
    ]);
  });

  it("names whom the old image takes access from, where the image changes as well", async () => {
    cloud.put(golden, [alice]);
    await newProcess()("check", {}, { ...next, accounts: [alice], ...tells(state([alice])) });
    expect(printed).toEqual([
      `${label}will lose access (another image takes its place, and is shared first): ${alice}`,
      `img-next0000 (ap-guangzhou): will gain access: ${alice}`,
    ]);
  });

  it("does not call accounts foreign that keep access, where it is not told what state holds", async () => {
    cloud.put(golden, [alice, bob]);
    await newProcess()("check", {}, { ...golden, accounts: [alice], exclusive: false });
    expect(printed).toContain(`${label}has access already (foreign, not managed by this share): ${bob}`);
    expect(printed.filter((line) => line.includes("keeps access") && line.includes(bob))).toEqual([]);
  });
});

describe("what is recorded of a share that is made anew", () => {
  /** The engine asks check and create, and then deletes the old share. */
  async function foreignAfter(before: Properties, told: Properties = {}): Promise<[unknown, string[]]> {
    cloud.put(golden, [alice, bob, stranger]);
    const call = newProcess();
    const { [hintsInput]: tell } = tells(before, told) as Properties;
    const news = { ...golden, accounts: [alice], exclusive: false, [hintsInput]: tell };
    const { inputs } = await call("check", {}, news);
    const { outs } = await call("create", inputs);
    await call("delete", id, before);
    return [outs.foreignAccounts, [...(cloud.images.get(id) ?? [])].sort()];
  }

  it("is not that those are foreign whom the deletion of the old one takes access from", async () => {
    expect(await foreignAfter(state([alice, bob]))).toEqual([[stranger], [alice, stranger]]);
  });

  it.each<[string, Properties, Properties]>([
    ["the old share protects", { protectedAccounts: [bob] }, {}],
    ["another resource of the program lists", {}, { elsewhere: { [bob]: "other" } }],
  ])("is that those are foreign whom %s", async (_, more, told) => {
    expect(await foreignAfter(state([alice, bob], more), told)).toEqual([
      [bob, stranger],
      [alice, bob, stranger],
    ]);
  });

  it("is that those are foreign whom retainOnDelete spares", async () => {
    cloud.put(golden, [alice, bob]);
    const call = newProcess();
    const before = state([alice, bob], { [optionsKey]: { retainOnDelete: true } });
    const { [hintsInput]: tell } = tells(before) as Properties;
    const { inputs } = await call(
      "check",
      {},
      {
        ...golden,
        accounts: [alice],
        exclusive: false,
        [hintsInput]: tell,
      },
    );
    const { outs } = await call("create", inputs);
    expect(outs.foreignAccounts).toEqual([bob]);
  });
});

describe("a share that another image takes the place of", () => {
  /** The engine asks check, diff and check again. */
  async function said(before: Properties, told: Properties): Promise<string[]> {
    cloud.put(golden, [alice, bob]);
    const call = newProcess();
    const news = { ...next, accounts: [alice], ...tells(before, told) };
    const { inputs } = await call("check", before, news);
    expect(inputs).not.toHaveProperty(hintsInput);
    await call("diff", id, before, inputs);
    await call("check", {}, news);
    return printed.filter((line) => line.startsWith(label)).map((line) => line.slice(label.length));
  }

  it("loses nobody whom another resource lists, whichever the engine comes to first", async () => {
    const lines = await said(state([alice, bob]), { elsewhere: { [bob]: "previous" } });
    expect(lines).toEqual([
      `will lose access (another image takes its place, and is shared first): ${alice}`,
      `keeps access (the resource "previous" lists them, unless --target leaves it out): ${bob}`,
    ]);
  });

  it("a share that another image takes the place of may lose them where it is not known what the others list", async () => {
    expect(await said(state([alice]), { mayListMore: true, deletesFirst: true })).toEqual([
      "will lose access (another image takes its place), unless another resource of this program lists them: " +
        alice,
    ]);
  });

  it("loses nobody where retainOnDelete was there in the last run", async () => {
    const before = state([alice], { [optionsKey]: { retainOnDelete: true } });
    expect(await said(before, {})).toEqual([
      `not revoked by this share (retainOnDelete: state forgets them): ${alice}`,
    ]);
  });

  it("names the resource whose deletion may spare them", async () => {
    const before = state([alice], { [optionsKey]: { deletedWith: "vm" } });
    expect(await said(before, {})).toEqual([
      "will lose access (another image takes its place, and is shared first), unless vm is deleted in the same run " +
        `(deletedWith): ${alice}`,
    ]);
  });
});

it("records the options that decide what the end of a share does, and updates it only when they change", async () => {
  cloud.put(golden, []);
  const args = { ...golden, accounts: [alice] };
  const options = { [optionsKey]: { retainOnDelete: true } };
  const { inputs } = await newProcess()("check", {}, { ...args, ...options });
  const { outs } = await newProcess()("create", inputs);
  expect(outs).toMatchObject(options);
  const compared = async (more: Properties) => {
    const call = newProcess();
    const { inputs: checked } = await call("check", inputs, { ...args, ...more });
    return [await call("diff", id, outs, checked), (await call("update", id, outs, checked)).outs];
  };
  expect(await compared(options)).toEqual([{ changes: false }, expect.objectContaining(options)]);
  const [difference, updated] = await compared({});
  expect(difference).toEqual({ changes: true });
  expect(updated).not.toHaveProperty(optionsKey);
  expect(cloud.changes).toHaveLength(1);
});
