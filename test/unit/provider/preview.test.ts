/** What check and diff say of a program of which some values are not known yet, line by line. */
import { MemoryCloud } from "./memory-cloud";
import { collectLines, newProcess, type Properties, unknown } from "./preview-process";

const image = { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-6pb6lrmy" };
const id = "tencentcloud-cvm/ap-guangzhou/img-6pb6lrmy";
/** None of them could be a misspelling of another. */
const [alice, bob, carol, stranger] = ["100000000001", "100000002222", "100000333333", "100444444444"];

let cloud: MemoryCloud;
let printed: string[];

beforeEach(() => {
  cloud = new MemoryCloud();
  cloud.install();
  printed = collectLines();
});

afterEach(() => jest.restoreAllMocks());

const state = (accounts: string[], more: Properties = {}) => ({
  ...image,
  accounts,
  foreignAccounts: [],
  exclusive: true,
  ...more,
});

/** What a preview of an update says, after the image's name. */
async function saidOfUpdate(
  olds: Properties,
  news: Properties,
  settings: Properties = {},
): Promise<string[]> {
  const call = newProcess(settings);
  const { inputs, failures } = await call("check", olds, { ...image, ...news });
  expect(failures).toEqual([]);
  expect(await call("diff", id, olds, inputs)).toMatchObject({ changes: true });
  return linesOf("img-6pb6lrmy (ap-guangzhou): ");
}

async function saidOfNew(news: Properties, settings: Properties = {}): Promise<string[]> {
  const { failures } = await newProcess(settings)("check", {}, { ...image, ...news });
  expect(failures).toEqual([]);
  return linesOf("img-6pb6lrmy (ap-guangzhou): ");
}

function linesOf(label: string): string[] {
  for (const line of printed) expect(line.slice(0, label.length)).toBe(label);
  return printed.map((line) => line.slice(label.length));
}

const notKnown = (what: string) => `what up will change is not known until the up: ${what}`;

describe("a preview with an unknown account", () => {
  it("names who is live and not listed, and says that the unknown one may be among them", async () => {
    cloud.put(image, [alice, bob, stranger]);
    expect(await saidOfUpdate(state([alice, bob]), { accounts: [alice, unknown], exclusive: true })).toEqual([
      `will lose access (no longer listed), unless a value that is not known yet lists it: ${bob}`,
      `will lose access (added outside of Pulumi, not listed), unless a value that is not known yet lists it: ${stranger}`,
      notKnown("accounts has 1 value that is not known yet"),
    ]);
  });

  it("says of a new share of an image that others have shared the same", async () => {
    cloud.put(image, [alice, stranger]);
    expect(await saidOfNew({ accounts: [alice, bob, unknown, unknown], exclusive: true })).toEqual([
      `will lose access (has it now, not listed), unless a value that is not known yet lists it: ${stranger}`,
      `will gain access: ${bob}`,
      `has access already (listed, managed from now on): ${alice}`,
      notKnown("accounts has 2 values that are not known yet"),
    ]);
  });

  it("says that something is not known also where nobody can lose access", async () => {
    cloud.put(image, [alice]);
    expect(await saidOfUpdate(state([alice]), { accounts: [alice, unknown], exclusive: true })).toEqual([
      notKnown("accounts has 1 value that is not known yet"),
    ]);
  });

  it("takes an unknown list for one that may be empty", async () => {
    cloud.put(image, [alice]);
    expect(await saidOfUpdate(state([alice]), { accounts: unknown, exclusive: true })).toEqual([
      "up may refuse this: accounts is not known yet, and an empty list needs allowEmpty: true. See " +
        "docs/errors.md#empty-list (image-share explain empty-list)",
      `will lose access (no longer listed), unless a value that is not known yet lists it: ${alice}`,
      notKnown("accounts is not known yet"),
    ]);
  });

  it("says that a guard may refuse what would be too much if nobody is spared", async () => {
    cloud.put(image, [alice, bob]);
    const news = { accounts: [carol, unknown], exclusive: true, protectedAccounts: [bob] };
    expect(await saidOfUpdate(state([alice, bob]), news)).toEqual([
      `up may refuse this: it would revoke ${bob}, which protectedAccounts protects: list them in accounts, or take ` +
        "them out of protectedAccounts first. See docs/errors.md#protected-accounts (image-share explain protected-accounts)",
      `would lose access (no longer listed), unless a value that is not known yet lists it: ${alice}, ${bob}`,
      `would gain access: ${carol}`,
      notKnown("accounts has 1 value that is not known yet"),
    ]);
  });
});

describe("a preview with another unknown value", () => {
  it("says that strangers stay if exclusive turns out to be false, and that those once listed do not", async () => {
    cloud.put(image, [alice, bob, stranger]);
    expect(await saidOfUpdate(state([alice, bob]), { accounts: [alice], exclusive: unknown })).toEqual([
      `will lose access (no longer listed): ${bob}`,
      "will lose access (added outside of Pulumi, not listed), unless exclusive, which is not known yet, turns out to " +
        `be false: ${stranger}`,
      notKnown("exclusive is not known yet"),
    ]);
  });

  it("says that a bound that is not known may be passed", async () => {
    cloud.put(image, [alice, bob, stranger]);
    const news = {
      accounts: [alice],
      exclusive: true,
      maxRemovals: unknown,
      protectedAccounts: [unknown, alice],
    };
    expect(await saidOfUpdate(state([alice, bob]), news)).toEqual([
      "up may refuse this: protectedAccounts has 1 value that is not known yet, and may name who loses access. See " +
        "docs/errors.md#protected-accounts (image-share explain protected-accounts)",
      "up may refuse this: maxRemovals is not known yet, and up to 2 accounts would lose access. See " +
        "docs/errors.md#max-removals (image-share explain max-removals)",
      `will lose access (no longer listed): ${bob}`,
      `will lose access (added outside of Pulumi, not listed): ${stranger}`,
    ]);
  });

  it("a preview with another unknown value does not take a bound that is not known for one that is not written", async () => {
    const many = Array.from({ length: 20 }, (_, index) => String(200_000_000_000 + index * 1_111));
    cloud.put(image, many);
    const news = { accounts: many.slice(0, 5), exclusive: true, maxRemovals: unknown };
    expect(await saidOfUpdate(state(many), news)).toEqual([
      "up may refuse this: maxRemovals is not known yet, and up to 15 accounts would lose access. See " +
        "docs/errors.md#max-removals (image-share explain max-removals)",
      `will lose access (no longer listed): ${many.slice(5).join(", ")}`,
    ]);
  });

  it("says nothing of a bound that nothing can pass", async () => {
    cloud.put(image, [alice]);
    const news = { accounts: [alice], exclusive: true, maxRemovals: unknown, timeoutSeconds: unknown };
    expect(await saidOfUpdate(state([alice]), news)).toEqual([]);
  });

  it("goes by state alone where the credentials are not known, and asks nobody", async () => {
    const open = cloud.install();
    cloud.put(image, [alice, bob, stranger]);
    expect(
      await saidOfUpdate(state([alice, bob]), { accounts: [alice], exclusive: true, credentials: unknown }),
    ).toEqual([`will lose access (no longer listed): ${bob}`, notKnown("credentials is not known yet")]);
    expect(open).not.toHaveBeenCalled();
    printed.length = 0;
    expect(await saidOfNew({ accounts: [alice], exclusive: true, credentials: unknown })).toEqual([
      `${notKnown("credentials is not known yet")}; listed: ${alice}`,
    ]);
  });

  it("counts unknown accounts against the limit of an image", async () => {
    const many = Array.from({ length: 499 }, (_, index) => String(200_000_000_000 + index));
    cloud.put(image, many);
    const news = { accounts: [...many, unknown, unknown], exclusive: true };
    expect(await saidOfUpdate(state(many), news)).toEqual([
      "up may refuse this: accounts has 2 values that are not known yet, so that up to 501 accounts would have access, " +
        "and the limit is 500 per image. See docs/errors.md#account-limit (image-share explain account-limit)",
      notKnown("accounts has 2 values that are not known yet"),
    ]);
  });
});

describe("a preview of an image that is not known yet", () => {
  it("says who is listed for a new share", async () => {
    const { failures } = await newProcess()(
      "check",
      {},
      { ...image, imageId: unknown, accounts: [alice, unknown] },
    );
    expect(failures).toEqual([]);
    expect(linesOf("an image not known yet (tencentcloud-cvm, ap-guangzhou): ")).toEqual([
      `${notKnown("imageId is not known yet, accounts has 1 value that is not known yet")}; known of the list: ${alice}`,
    ]);
  });

  it("names both sides of a share that moves to it", async () => {
    cloud.put(image, [alice, bob, carol]);
    const olds = state([alice, bob, carol], { protectedAccounts: [carol] });
    const news = { ...image, imageId: unknown, accounts: [alice, bob], exclusive: true };
    const call = newProcess();
    const { inputs } = await call("check", olds, news);
    expect(await call("diff", id, olds, inputs)).toEqual({ changes: true, replaces: ["imageId"] });
    await call("check", {}, news);
    expect(printed).toEqual([
      `an image not known yet (tencentcloud-cvm, ap-guangzhou): ${notKnown("imageId is not known yet")}; listed: ${alice}, ${bob}`,
      "img-6pb6lrmy (ap-guangzhou): will lose access (another image takes its place), unless what is not known yet " +
        `(imageId) stays the same, or another resource of this program lists them: ${alice}, ${bob}`,
    ]);
  });

  it("names the image where only its region is not known", async () => {
    const { failures } = await newProcess()("check", {}, { ...image, region: unknown, accounts: [alice] });
    expect(failures).toEqual([]);
    expect(linesOf("img-6pb6lrmy (region not known yet): ")).toEqual([
      `${notKnown("region is not known yet")}; listed: ${alice}`,
    ]);
  });

  it("is refused where not even the service is known", async () => {
    const { failures } = await newProcess()("check", {}, { ...image, service: unknown, accounts: [alice] });
    expect(failures).toEqual([
      { property: "", reason: expect.stringMatching(/^service must be known at preview/) },
    ]);
  });
});

describe("a preview without a look at the cloud (liveDiff: false)", () => {
  const settings = { "image-share:liveDiff": "false" };

  it("says of a new share that access was not read", async () => {
    cloud.put(image, [stranger]);
    expect(await saidOfNew({ accounts: [alice], exclusive: true }, settings)).toEqual([
      "what up will change is not known, because image-share:liveDiff is false, so current access is not read",
    ]);
  });

  it("says of an update that it revokes accounts that state does not name, and nothing of an update without changes", async () => {
    cloud.put(image, [alice, stranger]);
    expect(await saidOfUpdate(state([alice]), { accounts: [alice, bob], exclusive: true }, settings)).toEqual(
      [
        `will gain access: ${bob}`,
        "whether others will lose access is not known, because image-share:liveDiff is false: up revokes every " +
          "account that is not listed, also those that state does not name",
      ],
    );
    printed.length = 0;
    const call = newProcess(settings);
    expect(await call("diff", id, state([alice]), { ...image, accounts: [alice], exclusive: true })).toEqual({
      changes: false,
    });
    expect(printed).toEqual([]);
  });

  it("trusts state where a refresh has just written it, and where nobody unlisted loses access", async () => {
    cloud.put(image, [alice]);
    const call = newProcess(settings);
    await call("read", id, state([alice]));
    const news = { ...image, accounts: [alice, bob], exclusive: true };
    await call("check", state([alice]), news);
    await call("diff", id, state([alice]), news);
    expect(linesOf("img-6pb6lrmy (ap-guangzhou): ")).toEqual([`will gain access: ${bob}`]);
    printed.length = 0;
    const additive = { accounts: [alice, carol], exclusive: false };
    expect(await saidOfUpdate(state([alice], { exclusive: false }), additive, settings)).toEqual([
      `will gain access: ${carol}`,
    ]);
  });
});

describe("what state records of foreign accounts", () => {
  const additive = { ...image, accounts: [alice], exclusive: false };

  it("what state records of foreign accounts is brought up to date by an update, when an account is added and when one is gone", async () => {
    cloud.put(image, [alice, stranger]);
    const call = newProcess();
    const olds = state([alice], { exclusive: false });
    expect(await call("diff", id, olds, additive)).toEqual({ changes: true });
    const { outs } = await call("update", id, olds, additive);
    expect(outs).toMatchObject({ accounts: [alice], foreignAccounts: [stranger] });
    cloud.put(image, [alice]);
    const later = newProcess();
    expect(await later("diff", id, outs, additive)).toEqual({ changes: true });
    expect((await later("update", id, outs, additive)).outs).toMatchObject({ foreignAccounts: [] });
    expect(printed.map((line) => line.replace(/^.*?: /, ""))).toEqual([
      `has access already (foreign, new to this share, not managed by it): ${stranger}`,
      `has no access any more (foreign, not taken by this resource): ${stranger}`,
    ]);
  });

  it("what state records of foreign accounts is no change while it is true", async () => {
    cloud.put(image, [alice, stranger]);
    const olds = state([alice], { exclusive: false, foreignAccounts: [stranger] });
    expect(await newProcess()("diff", id, olds, additive)).toEqual({ changes: false });
    expect(printed).toEqual([]);
  });

  it("what state records of foreign accounts is brought up to date in an exclusive share as well, after a refresh has recorded an account that has left", async () => {
    cloud.put(image, [alice]);
    const olds = state([alice], { foreignAccounts: [stranger] });
    expect(await newProcess()("diff", id, olds, { ...image, accounts: [alice], exclusive: true })).toEqual({
      changes: true,
    });
  });
});
