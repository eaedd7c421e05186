/** What the provider refuses because a program does not say that it means it, and what one run may take in all. */
import { type Emulator, startEmulator } from "../../../src/emulator";
import { unknownValue } from "../../../src/provider/inputs";
import { failureOf, type Process, type Properties, providerProcess } from "../../integration/state/process";
import { idOf, state } from "../../integration/state/share";

const golden = { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-6pb6lrmy" } as const;
const other = { ...golden, imageId: "img-other000" } as const;
const blog = { service: "alicloud-swas", region: "cn-hangzhou", imageId: "m-saacssasc1234" } as const;
const [alice, bob, carol] = ["100000000001", "100000000002", "100000000003"] as const;
const many = Array.from({ length: 12 }, (_, index) => String(200_000_000_000 + index));

let emulator: Emulator;
let printed: string[];

beforeAll(async () => {
  emulator = await startEmulator({ rateLimits: false });
});

afterAll(() => emulator.close());

beforeEach(() => {
  emulator.reset();
  printed = [];
  jest.spyOn(console, "log").mockImplementation((text: string) => printed.push(...text.split("\n")));
});

afterEach(() => {
  jest.restoreAllMocks();
});

const freshProcess = (settings: Readonly<Record<string, string>> = {}) => providerProcess(emulator, settings);
const silent = (target: object, accounts: readonly string[], more: Properties = {}): Properties => ({
  ...target,
  accounts,
  ...more,
});
const recorded = (target: typeof golden | typeof other, accounts: readonly string[], more: Properties = {}) =>
  state({ target }, accounts, more);
const writes = () => emulator.calls().filter(({ action }) => /^(Modify|Add|Remove)/.test(action));
const lines = () => printed.join("\n");

async function checked(call: Process, inputs: Properties): Promise<Properties> {
  const { inputs: news, failures } = await call("check", {}, inputs);
  expect(failures).toEqual([]);
  return news;
}

describe("a new share that does not say whether it is exclusive", () => {
  it("is refused where others have access: at preview, and before anything is written", async () => {
    emulator.putImage({ ...golden, accounts: [alice, carol] });
    const call = freshProcess();
    const news = await checked(call, silent(golden, [alice, bob]));
    expect(lines()).toContain(
      `up will refuse this: it would revoke ${carol}, found on the image and not listed, and exclusive is not written`,
    );
    expect(lines()).toContain(`would lose access (has it now, not listed): ${carol}`);
    const error = await failureOf(call("create", news));
    expect(error.message).toMatch(
      /refused: it would revoke 100000000003, .*errors\.md#exclusive-not-written \(image-share explain exclusive-not-written\)$/s,
    );
    expect(error).not.toHaveProperty("id");
    expect(writes()).toEqual([]);
  });

  it.each([
    ["nobody has access", [], []],
    ["those have access that it lists", [alice, bob], [alice, bob]],
    ["some of those have access that it lists", [bob], [alice, bob]],
  ])("adopts the image where %s, as ever", async (_name, before, after) => {
    emulator.putImage({ ...golden, accounts: before });
    const call = freshProcess();
    const { outs } = await call("create", await checked(call, silent(golden, [alice, bob])));
    // What is meant by silence is recorded as it always was.
    expect(outs).toMatchObject({ accounts: [alice, bob], exclusive: true, foreignAccounts: [] });
    expect(emulator.accounts(golden).sort()).toEqual(after.length > 0 ? after : [alice, bob]);
    expect(lines()).not.toContain("refuse");
  });

  it.each([
    [true, [alice]],
    [false, [alice, carol]],
  ])("goes on where it says exclusive: %j, and does that", async (exclusive, left) => {
    emulator.putImage({ ...golden, accounts: [alice, carol] });
    const call = freshProcess();
    await call("create", await checked(call, silent(golden, [alice], { exclusive })));
    expect(emulator.accounts(golden)).toEqual(left);
  });

  it("is refused also where it takes the place of another image's share", async () => {
    emulator.putImage({ ...golden, accounts: [alice] });
    emulator.putImage({ ...other, accounts: [carol] });
    const call = freshProcess();
    const news = silent(other, [alice]);
    await call("check", silent(golden, [alice]), news);
    expect(lines()).toContain(
      `${other.imageId} (ap-guangzhou): up will refuse this: it would revoke ${carol}`,
    );
    await failureOf(call("create", news));
    expect(writes()).toEqual([]);
  });

  it("has not become exclusive by a run that failed: the next one asks as well", async () => {
    emulator.putImage(golden);
    emulator.configure({ unknownAccounts: [bob] });
    const news = silent(golden, [alice, bob]);
    const failed = (await failureOf(freshProcess()("create", news))) as Error & { properties: Properties };
    expect(failed.properties).toMatchObject({ accounts: [alice], exclusive: false });
    emulator.configure({ unknownAccounts: [] });

    emulator.share(golden, [carol]);
    const id = idOf({ target: golden });
    const error = await failureOf(freshProcess()("update", id, failed.properties, news));
    expect(error.message).toContain(`it would revoke ${carol}, found on the image`);
    emulator.unshare(golden, [carol]);
    const { outs } = await freshProcess()("update", id, failed.properties, news);
    expect(outs).toMatchObject({ accounts: [alice, bob], exclusive: true });
  });

  it("is refused where liveDiff is off as well, when it is made", async () => {
    emulator.putImage({ ...golden, accounts: [carol] });
    const call = freshProcess({ "image-share:liveDiff": "false" });
    const error = await failureOf(call("create", await checked(call, silent(golden, [alice]))));
    expect(error.message).toContain("errors.md#exclusive-not-written");
    expect(writes()).toEqual([]);
  });
});

describe("a share that exists", () => {
  it("a share that exists of an earlier version, which recorded the default, shows no difference and is updated as ever", async () => {
    emulator.putImage({ ...golden, accounts: [alice] });
    const call = freshProcess();
    const news = await checked(call, silent(golden, [alice]));
    expect(news).not.toHaveProperty("exclusive");
    const olds = recorded(golden, [alice]);
    // Nothing seems to change, neither in what the engine compares itself.
    const { inputs } = await freshProcess()("check", olds, silent(golden, [alice]));
    expect(inputs).toHaveProperty("exclusive", true);
    const { inputs: ofAnother } = await freshProcess()("check", olds, silent(other, [alice]));
    expect(ofAnother).not.toHaveProperty("exclusive");
    expect(olds).toHaveProperty("exclusive", true);
    expect(await call("diff", idOf({ target: golden }), olds, news)).toEqual({ changes: false });

    const later = freshProcess();
    emulator.share(golden, [carol]);
    expect(await later("diff", idOf({ target: golden }), olds, news)).toEqual({ changes: true });
    await later("update", idOf({ target: golden }), olds, news);
    expect(emulator.accounts(golden)).toEqual([alice]);
    expect(lines()).not.toContain("refuse");
  });

  it("a share that exists that tolerated others, and no longer says so, takes access from none of them", async () => {
    emulator.putImage({ ...golden, accounts: [alice, bob, carol] });
    const olds = recorded(golden, [alice, bob], { exclusive: false, foreignAccounts: [carol] });
    const call = freshProcess();
    const news = silent(golden, [alice]);
    await call("diff", idOf({ target: golden }), olds, news);
    expect(lines()).toContain(`up will refuse this: it would revoke ${carol}, found on the image`);
    await failureOf(call("update", idOf({ target: golden }), olds, news));
    expect(writes()).toEqual([]);
    await freshProcess()("update", idOf({ target: golden }), olds, { ...news, exclusive: true });
    expect(emulator.accounts(golden)).toEqual([alice]);
  });

  it("a share that exists of the own ECS alone takes access from no account when it begins to manage accounts", async () => {
    emulator.putImage({ ...blog, accounts: ["1234567890123456", "1234567890123457"], shareToEcs: true });
    const { accounts: _, ...olds } = state({ target: blog }, [], { shareToEcs: true });
    const news = silent(blog, ["1234567890123456"], { shareToEcs: true });
    const call = freshProcess();
    const error = await failureOf(call("update", idOf({ target: blog }), olds, news));
    expect(error.message).toContain("it would revoke 1234567890123457, found on the image");
    expect(writes()).toEqual([]);
  });

  it("a share that exists of SWAS takes the own ECS away where it says shareToEcs: false, and does not see it where it says nothing", async () => {
    for (const more of [{}, { shareToEcs: false }]) {
      emulator.putImage({ ...blog, accounts: [], shareToEcs: true });
      const call = freshProcess();
      await call("create", await checked(call, silent(blog, ["1234567890123456"], more)));
      expect(emulator.image(blog)?.shareToEcs).toBe(!("shareToEcs" in more));
    }
    expect(lines()).not.toContain("refuse");
  });
});

describe("an update that does not say how many may lose access", () => {
  const olds = () => recorded(golden, many);

  it("is refused where more than 30 % would, at preview and before anything is written", async () => {
    emulator.putImage({ ...golden, accounts: many });
    const call = freshProcess();
    const news = silent(golden, [...many.slice(4), alice]);
    await call("diff", idOf({ target: golden }), olds(), news);
    expect(lines()).toContain(`up will refuse this: it would revoke 4 of 12 accounts (${many[0]}, `);
    const error = await failureOf(call("update", idOf({ target: golden }), olds(), news));
    expect(error.message).toMatch(
      /write maxRemovals: 4 .*errors\.md#large-removal \(image-share explain large-removal\)$/s,
    );
    expect(writes()).toEqual([]);
  });

  it.each([
    ["that only adds", { exclusive: false }],
    ["that is exclusive", { exclusive: true }],
  ])("%s goes on with maxRemovals", async (_name, more) => {
    emulator.putImage({ ...golden, accounts: many });
    const news = silent(golden, many.slice(4), { ...more, maxRemovals: 4 });
    await freshProcess()("update", idOf({ target: golden }), { ...olds(), ...more }, news);
    expect(emulator.accounts(golden)).toEqual(many.slice(4));
  });

  it("may be refused where maxRemovals is written and not known yet", async () => {
    emulator.putImage({ ...golden, accounts: many });
    const news = silent(golden, many.slice(4), { maxRemovals: unknownValue });
    await freshProcess()("diff", idOf({ target: golden }), olds(), news);
    expect(lines()).toContain("up may refuse this: maxRemovals is not known yet");
    expect(lines()).not.toContain("is not written");
  });

  it("binds no delete", async () => {
    emulator.putImage({ ...golden, accounts: many });
    await freshProcess()("delete", idOf({ target: golden }), olds());
    expect(emulator.accounts(golden)).toEqual([]);
  });
});

describe("image-share:maxRemovals", () => {
  const bounded = (most: number) => freshProcess({ "image-share:maxRemovals": String(most) });

  it("bounds what updates and deletes of one process take, and tells before the first call of a write", async () => {
    for (const target of [golden, other]) emulator.putImage({ ...target, accounts: [alice, bob, carol] });
    const call = bounded(3);
    const olds = recorded(golden, [alice, bob, carol]);
    await call("update", idOf({ target: golden }), olds, silent(golden, [alice]));
    emulator.clearCalls();
    const error = await failureOf(
      call("delete", idOf({ target: other }), recorded(other, [alice, bob, carol])),
    );
    expect(error.message).toContain(
      `it would revoke 3 accounts (${alice}, ${bob}, ${carol}), this run has revoked access to other images 2 times, and ` +
        "image-share:maxRemovals is 3: raise it, or set IMAGE_SHARE_MAX_REMOVALS=5 for this one run",
    );
    expect(writes()).toEqual([]);
    // The next run begins from nothing.
    await bounded(3)("delete", idOf({ target: other }), recorded(other, [alice, bob, carol]));
    expect(emulator.accounts(other)).toEqual([]);
  });

  it("is said at preview of the image with which the run passes it, the images before it included", async () => {
    for (const target of [golden, other]) emulator.putImage({ ...target, accounts: [alice, bob] });
    const call = bounded(1);
    await call("diff", idOf({ target: golden }), recorded(golden, [alice, bob]), silent(golden, [alice]));
    expect(lines()).not.toContain("refuse");
    await call("diff", idOf({ target: other }), recorded(other, [alice, bob]), silent(other, [alice]));
    expect(lines()).toContain(
      `${other.imageId} (ap-guangzhou): up will refuse this: it would revoke 1 account (${bob}), this run is to revoke ` +
        "access to other images once, and image-share:maxRemovals is 1",
    );
  });

  it("counts at preview what the replaced half of a share loses", async () => {
    emulator.putImage({ ...golden, accounts: [alice, bob] });
    emulator.putImage(other);
    const call = bounded(1);
    await call("diff", idOf({ target: golden }), recorded(golden, [alice, bob]), silent(other, [alice, bob]));
    expect(lines()).toContain(
      `${golden.imageId} (ap-guangzhou): up will refuse this: it would revoke 2 accounts (${alice}, ${bob}), and ` +
        "image-share:maxRemovals is 1",
    );
  });
});

describe("IMAGE_SHARE_MAX_REMOVALS", () => {
  afterEach(() => {
    delete process.env.IMAGE_SHARE_MAX_REMOVALS;
  });

  it("lets one run take as much, in place of the configuration's bound and each image's", async () => {
    process.env.IMAGE_SHARE_MAX_REMOVALS = "5";
    const call = freshProcess({ "image-share:maxRemovals": "0" });
    emulator.putImage({ ...golden, accounts: many });
    await call("update", idOf({ target: golden }), recorded(golden, many), silent(golden, many.slice(4)));
    emulator.putImage({ ...other, accounts: [alice, bob, carol] });
    const olds = recorded(other, [alice, bob, carol]);
    const error = await failureOf(
      call("update", idOf({ target: other }), olds, silent(other, [alice], { maxRemovals: 1 })),
    );
    expect(error.message).toContain(
      "this run has revoked access to other images 4 times, and IMAGE_SHARE_MAX_REMOVALS is 5: set " +
        "IMAGE_SHARE_MAX_REMOVALS=6 for this one run",
    );
    expect(emulator.accounts(other)).toEqual([alice, bob, carol]);
  });

  it("is refused by name where it is no number, before anything is called", async () => {
    process.env.IMAGE_SHARE_MAX_REMOVALS = "lots";
    const { failures } = await freshProcess()("check", {}, silent(golden, [alice]));
    expect(failures.map(({ reason }) => reason)).toEqual([
      "IMAGE_SHARE_MAX_REMOVALS must be a whole number, 0 or more. See docs/errors.md#configuration (image-share explain configuration)",
    ]);
    const error = await failureOf(
      freshProcess()("delete", idOf({ target: golden }), recorded(golden, [alice])),
    );
    expect(error.message).toContain("IMAGE_SHARE_MAX_REMOVALS must be a whole number");
    expect(emulator.calls()).toEqual([]);
  });
});

describe("image-share:limits", () => {
  const enough = Array.from({ length: 51 }, (_, index) => String(2_100_000_000 + index));
  const beijing = { service: "volcengine-ecs", region: "cn-beijing", imageId: "image-golden00" } as const;

  it("lets a program list more than the vendor's page says, and says whose limit the other one was", async () => {
    emulator.putImage(beijing);
    const refused = await freshProcess()("check", {}, silent(beijing, enough));
    expect(refused.failures.map(({ reason }) => reason)).toEqual([
      "accounts lists 51 accounts and Volcengine ECS allows 50 per image: list fewer, or set " +
        "image-share:limits.volcengine-ecs if the vendor allows you more. See docs/errors.md#account-limit (image-share explain account-limit)",
    ]);
    const limits = { "image-share:limits": JSON.stringify({ "volcengine-ecs": 60 }) };
    await checked(freshProcess(limits), silent(beijing, enough));
    expect(lines()).not.toContain("refuse");
  });

  it("binds a service of which the vendor documents no limit, own ECS aside", async () => {
    emulator.putImage({ ...blog, accounts: ["1234567890123457"], shareToEcs: true });
    const call = freshProcess({ "image-share:limits": JSON.stringify({ "alicloud-swas": 2 }) });
    const args = { shareToEcs: true, exclusive: false };
    await call("create", await checked(call, silent(blog, ["1234567890123456"], args)));
    const olds = state({ target: blog }, ["1234567890123456"], args);
    const news = silent(blog, ["1234567890123456", "1234567890123458"], args);
    const error = await failureOf(call("update", idOf({ target: blog }), olds, news));
    expect(error.message).toContain(
      "3 accounts would have access (1 of them foreign) and image-share:limits.alicloud-swas is 2: list fewer, or raise it",
    );
  });
});
