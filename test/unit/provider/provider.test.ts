/** The provider object against the emulator, without an engine in between. */

import { findService } from "../../../src/backends/registry";
import { type Emulator, startEmulator } from "../../../src/emulator";
import { handle } from "../../../src/provider/dynamic/handle";
import { linesOf } from "../../support/endpoint-line";

type Properties = Record<string, unknown>;

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const image = { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-6pb6lrmy" } as const;
const id = "tencentcloud-cvm/ap-guangzhou/img-6pb6lrmy";
const [alice, bob, carol] = ["100000000001", "100000000002", "100000000003"] as const;

let emulator: Emulator;
let printed: string[];

beforeEach(async () => {
  emulator = await startEmulator();
  emulator.putImage(image);
  printed = [];
  jest.spyOn(console, "log").mockImplementation((text: string) => printed.push(...linesOf(text)));
});

afterEach(async () => {
  jest.restoreAllMocks();
  await emulator.close();
});

/** A provider process of its own: its configuration is its identity, and that of every text of the provider in it. */
function provider(settings: Properties = {}) {
  return providerTexts(settings)[0];
}

function providerTexts(settings: Properties = {}) {
  const config: Properties = {
    "image-share:endpoint": emulator.url,
    "image-share:tencentcloud": JSON.stringify({ secretId: "emulator", secretKey: "emulator-secret" }),
    ...settings,
  };
  const get = (key: string) => config[key] as string | undefined;
  const callTo =
    (own: { get: typeof get; rawConfig: Properties }) =>
    (method: Parameters<typeof handle>[0], ...args: unknown[]) =>
      handle(method, own, args) as Promise<{
        id: string;
        outs: Properties;
        props: Properties;
        inputs: Properties;
        failures: { reason: string }[];
        changes: boolean;
        replaces?: string[];
      }>;
  // The SDK makes an object of its own around the one configuration for each text.
  return [callTo({ get, rawConfig: config }), callTo({ get, rawConfig: config })] as const;
}

const inputs = (accounts: unknown, more: Properties = {}) => ({
  ...image,
  accounts,
  exclusive: true,
  ...more,
});
const actions = () => emulator.calls().map(({ action }) => action);

it("creates, reads, updates and deletes, each with the fewest calls", async () => {
  const { inputs: checked } = await provider()(
    "check",
    {},
    { ...inputs([bob, alice, bob]), __provider: "shim" },
  );
  expect(checked).toEqual(inputs([alice, bob]));
  emulator.clearCalls();
  // A program is checked once in a process, and this is that of the next run.
  const call = provider();
  const created = await call("create", checked);
  expect(created).toEqual({
    id,
    outs: { ...inputs([alice, bob]), foreignAccounts: [], owner: "100099990001", endpoint: emulator.url },
  });
  expect(actions()).toEqual([
    "GetCallerIdentity",
    "DescribeImageSharePermission",
    "ModifyImageSharePermission",
    "DescribeImageSharePermission",
  ]);

  emulator.clearCalls();
  expect(await call("diff", id, created.outs, checked)).toMatchObject({ changes: false });
  const { outs } = await call("update", id, created.outs, inputs([alice, carol]));
  expect(outs).toMatchObject({ accounts: [alice, carol] });
  // The diff's read is seconds old, and serves the update as well.
  expect(actions().filter((action) => action.startsWith("Describe"))).toHaveLength(2);

  // A destroy is a process of its own: in this one, check has noted that the program lists these accounts.
  await provider()("delete", id, outs);
  expect(emulator.accounts(image)).toEqual([]);
});

it("lets the image be replaced when what names it changes, also to something unknown", async () => {
  const call = provider();
  const olds = { ...inputs([alice]), foreignAccounts: [] };
  for (const change of [{ imageId: unknown }, { imageId: "img-other000" }, { region: "ap-beijing" }]) {
    expect(await call("diff", id, olds, { ...inputs([alice]), ...change })).toEqual({
      changes: true,
      replaces: Object.keys(change),
    });
  }
  expect(actions()).toEqual([]);
});

it("compares with state when liveDiff is off, strangers in it included", async () => {
  const call = provider({ "image-share:liveDiff": "false" });
  const olds = { ...inputs([alice]), foreignAccounts: [] };
  expect(await call("diff", id, olds, inputs([alice]))).toEqual({ changes: false });
  expect(await call("diff", id, { ...olds, foreignAccounts: [bob] }, inputs([alice]))).toEqual({
    changes: true,
  });
  expect(actions()).toEqual([]);
});

it("saves what is true when an update fails half-way, and what is still to be removed", async () => {
  const call = provider();
  emulator.share(image, [alice, bob]);
  emulator.injectFault({
    kind: "error",
    action: "ModifyImageSharePermission",
    code: "UnsupportedOperation.EncryptedImagesNotSupported",
    skip: 1,
  });
  const olds = { ...inputs([alice, bob]), foreignAccounts: [] };
  const failure = await call("update", id, olds, { ...inputs([alice, carol]), __provider: "shim" }).catch(
    (error: unknown) => error,
  );
  expect(failure).toMatchObject({
    id,
    properties: { accounts: [alice, bob, carol], foreignAccounts: [], __provider: "shim" },
    reasons: [
      expect.stringContaining(`(removing ${bob}) failed. UnsupportedOperation.EncryptedImagesNotSupported`),
    ],
  });
});

it("keeps the old state when an update fails before it wrote anything", async () => {
  const call = provider();
  emulator.share(image, [alice]);
  const olds = { ...inputs([alice]), foreignAccounts: [] };
  const news = inputs([bob], { maxRemovals: 0 });
  const failure = await call("update", id, olds, news).catch((error: unknown) => error);
  expect(failure).not.toHaveProperty("id");
  expect(failure).toHaveProperty("message", expect.stringContaining("maxRemovals is 0"));
});

it("says at preview what a guard will refuse", async () => {
  const call = provider();
  emulator.share(image, [alice, bob]);
  const olds = { ...inputs([alice, bob]), foreignAccounts: [] };
  await call("diff", id, olds, inputs([alice], { protectedAccounts: [bob] }));
  expect(printed).toContainEqual(
    expect.stringMatching(/^img-6pb6lrmy \(ap-guangzhou\): up will refuse this: .*protectedAccounts/),
  );
});

it("reads an image from nothing but its id, for programs that only look", async () => {
  emulator.share(image, [alice, bob]);
  const { props } = await provider()("read", id, { __provider: "shim" });
  expect(props).toEqual({ ...image, accounts: [alice, bob], foreignAccounts: [], isLookup: true });
});

it("opens a service once, however many resources start at the same time", async () => {
  const call = provider();
  const ids = Array.from({ length: 20 }, (_, index) => `img-many00${String(index).padStart(2, "0")}`);
  for (const imageId of ids) emulator.putImage({ ...image, imageId });
  emulator.configure({ rateLimits: false });
  const entry = findService(image.service);
  if (entry === undefined) throw new Error(`the registry has no ${image.service}`);
  const open = jest.spyOn(entry, "open");
  await Promise.all(ids.map((imageId) => call("create", { ...inputs([alice]), imageId })));
  expect(emulator.calls({ service: image.service })).toHaveLength(60);
  expect(emulator.calls({ action: "GetCallerIdentity" })).toHaveLength(1);
  expect(open).toHaveBeenCalledTimes(1);
  for (const imageId of ids) expect(emulator.accounts({ ...image, imageId })).toEqual([alice]);
});

it("refuses state that names no image instead of guessing", async () => {
  await expect(provider()("delete", "nonsense", { accounts: [alice] })).rejects.toThrow(
    "does not name an image",
  );
});

it.each([
  [
    "tencentcloud-cvm/img-look0000",
    'region must be a Tencent Cloud region, such as "ap-guangzhou", not absent',
  ],
  ["img-look0000", "names no image: write <service>/<region>/<imageId>, or alicloud-ens/<imageId>"],
])("says what is wrong with the id %s of a look-up, and calls nobody", async (wrong, reason) => {
  await expect(provider()("read", wrong, { __provider: "shim" })).rejects.toThrow(
    `the id "${wrong}"${reason.startsWith("names") ? " " : ": "}${reason}`,
  );
  expect(emulator.calls()).toEqual([]);
});

it("spares on delete whom a resource lists that came with another text of the provider", async () => {
  emulator.share(image, [alice, bob]);
  const [older, newer] = providerTexts();
  await newer("check", {}, inputs([alice]));
  await older("delete", id, { ...inputs([alice, bob]), foreignAccounts: [] });
  expect(emulator.accounts(image)).toEqual([alice]);
});

it("does not revoke whom another resource lists, where the program did not see that there are two", async () => {
  emulator.share(image, [alice]);
  const call = provider();
  await call("check", {}, inputs([alice]));
  await call("check", {}, inputs([bob]));
  expect(printed.join("\n")).toMatch(
    /up will refuse this: it would revoke .*, which another resource of this program lists/,
  );
  await expect(call("create", inputs([bob]))).rejects.toThrow("errors.md#two-resources");
  expect(emulator.accounts(image)).toEqual([alice]);
});

it("names at a replacement who loses access, also after a refresh and to something unknown", async () => {
  emulator.share(image, [alice]);
  for (const imageId of ["img-other000", unknown]) {
    const call = provider();
    printed = [];
    const olds = { ...inputs([alice]), foreignAccounts: [] };
    await call("read", id, olds);
    // The engine asks for the difference that the refresh has made.
    await call("diff", id, olds, inputs([alice, bob]));
    expect(printed).toEqual([]);
    const news = { ...inputs([alice]), imageId };
    await call("check", inputs([alice]), news);
    await call("diff", id, olds, news);
    expect(printed).toContainEqual(expect.stringMatching(/will lose access \(another image takes its place/));
  }
});

it("names everybody who loses access at an update, also who came after the diff", async () => {
  emulator.share(image, [alice]);
  const call = provider({ "image-share:liveDiff": "false" });
  const olds = { ...inputs([alice]), foreignAccounts: [] };
  await call("diff", id, olds, inputs([alice, bob]));
  emulator.share(image, [carol]);
  await call("update", id, olds, inputs([alice, bob]));
  expect(printed.map((line) => line.replace(/^.*?: /, ""))).toEqual([
    `will gain access: ${bob}`,
    expect.stringMatching(
      /^whether others will lose access is not known, because image-share:liveDiff is false/,
    ),
    `will lose access (added outside of Pulumi, not listed): ${carol}`,
    `${bob} and ${carol} differ by one digit: check that one is not a misspelling of the other`,
    `lost access: ${carol}`,
    `gained access: ${bob}`,
  ]);
});

it("looks again when the keys are others, and takes no answer for theirs", async () => {
  emulator.share(image, [alice]);
  const profiles = JSON.stringify({
    other: { tencentcloud: { secretId: "AKIDnobody", secretKey: "nothing" } },
  });
  const call = provider({ "image-share:profiles": profiles });
  const olds = { ...inputs([alice]), foreignAccounts: [] };
  await call("diff", id, olds, inputs([alice]));
  await expect(call("update", id, olds, inputs([alice], { credentials: "other" }))).rejects.toThrow(
    "AuthFailure",
  );
});

it("owns nobody through a look, which a refresh repeats", async () => {
  emulator.share(image, [alice]);
  const { props } = await provider()("read", id, {});
  emulator.share(image, [bob]);
  const again = await provider()("read", id, props);
  expect(again.props).toMatchObject({ accounts: [alice, bob], foreignAccounts: [] });
  expect(again.inputs).not.toHaveProperty("isLookup");
  expect(printed).toEqual([]);
  await provider()("delete", id, again.props);
  expect(emulator.accounts(image)).toEqual([alice, bob]);
});

it("owns nobody when the lists were cut out of state", async () => {
  emulator.share(image, [alice]);
  const { props } = await provider()("read", id, { ...image, exclusive: false });
  expect(props).toMatchObject({ accounts: [], foreignAccounts: [alice] });
});
