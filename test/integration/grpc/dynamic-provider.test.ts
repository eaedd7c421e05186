/**
 * The provider as the engine reaches it: the text that state holds, run by the SDK's own process, over gRPC. The
 * cloud is the emulator; each test has an image of its own, because the process remembers reads for seconds.
 */
import { setTimeout as delay } from "node:timers/promises";
import { type Emulator, startEmulator } from "../../../src/emulator";
import { goldenShim } from "../../e2e/harness/golden";
import { CallFailure, type Properties, ProviderProcess } from "./provider-process";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const [alice, bob, carol, stranger] = [
  "100000000001",
  "100000000002",
  "100000000003",
  "100000000099",
] as const;

let emulator: Emulator;
let provider: ProviderProcess;
let images = 0;

beforeAll(async () => {
  // Without the limits, which would make the tests, many calls within a second, wait and retry.
  emulator = await startEmulator({ rateLimits: false });
  provider = await configuredProvider();
});

afterAll(async () => {
  await provider?.close();
  await emulator?.close();
});

afterEach(() => emulator.clearFaults());

async function configuredProvider(): Promise<ProviderProcess> {
  const { id: secretId, secret: secretKey } = emulator.credentials;
  const started = new ProviderProcess();
  await started.configure({
    "image-share:endpoint": emulator.url,
    "image-share:tencentcloud": JSON.stringify({ secretId, secretKey }),
  });
  return started;
}

/** A new image that is shared with these accounts. */
function seeded(...accounts: string[]) {
  images += 1;
  const image = {
    service: "tencentcloud-cvm",
    region: "ap-guangzhou",
    imageId: `img-image${100 + images}`,
  } as const;
  emulator.putImage({ ...image, accounts });
  emulator.clearCalls();
  return { ...image, id: `tencentcloud-cvm/ap-guangzhou/${image.imageId}` };
}

/** What the engine would send for a share of the image. */
function inputs(
  { id: _, ...image }: ReturnType<typeof seeded>,
  accounts: string[],
  more: Properties = {},
): Properties {
  return { ...image, accounts, exclusive: true, ...more, __provider: goldenShim };
}

function actions(): string[] {
  return emulator.calls().map(({ action }) => action);
}

/** What the process has printed about an image; the pipe may be behind the answer, so it waits for that many lines. */
async function printed({ imageId }: { readonly imageId: string }, count: number): Promise<string[]> {
  const lines = () => provider.output.split("\n").filter((line) => line.includes(imageId));
  for (let waited = 0; lines().length < count && waited < 5_000; waited += 10) await delay(10);
  return lines();
}

async function failureOf(call: Promise<unknown>): Promise<CallFailure> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof CallFailure) return error;
  throw new Error(`the call should have failed, and ended with ${String(error)}`);
}

it("serves parallel creates that arrive before its first one is done", async () => {
  const fresh = await configuredProvider();
  try {
    const targets = Array.from({ length: 5 }, () => seeded());
    await Promise.all(targets.map((target) => fresh.create(inputs(target, [alice]))));
    for (const target of targets) expect(emulator.accounts(target)).toEqual([alice]);
  } finally {
    await fresh.close();
  }
});

describe("check", () => {
  it("sorts accounts, drops repetitions, and looks who has access to an image that is new, and whose it is", async () => {
    const { exclusive: _, ...image } = inputs(seeded(), [bob, alice, bob]);
    const { inputs: checked, failures } = await provider.check(image);
    expect(failures).toEqual([]);
    expect(checked).toEqual({ ...image, accounts: [alice, bob] });
    expect(actions()).toEqual(["DescribeImageSharePermission", "GetCallerIdentity"]);
  });

  it("calls nothing for an image that is known: diff will", async () => {
    const target = seeded();
    const olds = inputs(target, [alice]);
    expect((await provider.check(inputs(target, [bob]), olds)).failures).toEqual([]);
    expect(actions()).toEqual([]);
  });

  it("names every argument that is wrong, and calls nothing", async () => {
    const { failures } = await provider.check(inputs(seeded(), ["12345"], { region: "", maxRemovals: 0.5 }));
    const reasons = failures.map(({ reason }) => reason).toSorted();
    expect(reasons).toEqual([
      expect.stringMatching(/^accounts\[0\] must be /),
      expect.stringMatching(/^maxRemovals must be /),
      expect.stringMatching(/^region must be /),
    ]);
    expect(actions()).toEqual([]);
  });

  it.each([
    ["imageId", { imageId: unknown }],
    ["region", { region: unknown }],
    ["accounts", { accounts: unknown }],
    ["one of the accounts", { accounts: [bob, unknown, alice] }],
    ["credentials", { credentials: unknown }],
    ["maxRemovals", { maxRemovals: unknown }],
  ])("passes an unknown value for %s as it is", async (_, values) => {
    const { inputs: checked, failures } = await provider.check(inputs(seeded(), [alice], values));
    expect(failures).toEqual([]);
    expect(checked).toMatchObject(values);
  });
});

describe("create", () => {
  it("answers with the id and every output", async () => {
    const target = seeded(stranger);
    const created = await provider.create(inputs(target, [alice, bob], { exclusive: false }));
    expect(created.id).toBe(target.id);
    expect(created.properties).toEqual({
      ...inputs(target, [alice, bob], { exclusive: false }),
      foreignAccounts: [stranger],
      owner: "100099990001",
      endpoint: emulator.url,
    });
  });

  it("leaves no resource when the image does not exist", async () => {
    const target = seeded();
    emulator.removeImage(target);
    const failure = await failureOf(provider.create(inputs(target, [alice])));
    expect(failure.message).toMatch(new RegExp(`^${target.imageId} .*InvalidImageId.NotFound.*RequestId`));
    expect(failure.initFailure).toBeUndefined();
  });
});

describe("diff", () => {
  it.each([
    ["an account to add", [alice], [alice, bob], "some"],
    ["an account to remove", [alice, bob], [alice], "some"],
    ["a reordered list", [alice, bob], [bob, alice], "none"],
    ["the same list", [alice, bob], [alice, bob], "none"],
  ])("sees %s", async (_, recorded, listed, changes) => {
    const target = seeded(...recorded);
    const olds = { ...inputs(target, recorded), foreignAccounts: [] };
    expect(await provider.diff(target.id, olds, inputs(target, listed))).toEqual({ changes, replaces: [] });
    expect(actions()).toEqual(["DescribeImageSharePermission"]);
  });

  it("compares with the cloud, not with state, and says what it found", async () => {
    const target = seeded(alice, stranger);
    const olds = { ...inputs(target, [alice, bob]), foreignAccounts: [] };
    expect(await provider.diff(target.id, olds, inputs(target, [alice, bob]))).toMatchObject({
      changes: "some",
    });
    expect(await printed(target, 2)).toEqual([
      expect.stringMatching(new RegExp(`^${target.imageId} .*lose access.*: ${stranger}$`)),
      expect.stringMatching(new RegExp(`^${target.imageId} .*gain access.*: ${bob}$`)),
    ]);
  });

  it.each(["region", "imageId", "service"])(
    "replaces the resource for another %s, without a call",
    async (key) => {
      const target = seeded(alice);
      const olds = { ...inputs(target, [alice]), foreignAccounts: [] };
      const news = inputs(target, [alice], { [key]: unknown });
      expect(await provider.diff(target.id, olds, news)).toEqual({ changes: "some", replaces: [key] });
      expect(actions()).toEqual([]);
    },
  );

  it("takes an unknown account for a change", async () => {
    const target = seeded(alice);
    const olds = { ...inputs(target, [alice]), foreignAccounts: [] };
    expect(await provider.diff(target.id, olds, inputs(target, [unknown]))).toMatchObject({
      changes: "some",
    });
  });
});

describe("read", () => {
  it("tells owned from foreign accounts, and gives the inputs back for the next diff", async () => {
    const target = seeded(alice, stranger);
    const recorded = { ...inputs(target, [alice, bob]), foreignAccounts: [] };
    const answer = await provider.read(target.id, recorded);
    expect(answer.id).toBe(target.id);
    expect(answer.properties).toEqual({
      ...inputs(target, [alice]),
      listedAccounts: [alice, bob],
      foreignAccounts: [stranger],
    });
    expect(answer.inputs).toEqual(inputs(target, [alice]));
  });

  it("answers with a blank id for an image that is gone", async () => {
    const target = seeded();
    emulator.removeImage(target);
    expect((await provider.read(target.id, inputs(target, [alice]))).id).toBe("");
  });
});

describe("update", () => {
  it("update that fails between its writes answers with the resource as it is now", async () => {
    const target = seeded(alice, bob);
    const olds = { ...inputs(target, [alice, bob]), foreignAccounts: [] };
    const code = "UnsupportedOperation.EncryptedImagesNotSupported";
    emulator.injectFault({ kind: "error", code, action: "ModifyImageSharePermission", skip: 1 });
    const failure = await failureOf(provider.update(target.id, olds, inputs(target, [alice, carol])));
    expect(failure.message).toContain(code);
    expect(failure.initFailure).toEqual({
      id: target.id,
      properties: {
        ...inputs(target, [alice, bob, carol]),
        foreignAccounts: [],
        owner: "100099990001",
        endpoint: emulator.url,
      },
      reasons: [failure.message],
    });
  });
});

describe("delete", () => {
  it("revokes what state lists, and nobody else", async () => {
    const target = seeded(alice, bob, stranger);
    await provider.delete(target.id, { ...inputs(target, [alice, bob]), foreignAccounts: [stranger] });
    expect(emulator.accounts(target)).toEqual([stranger]);
  });

  it("delete of an image that is gone is a success, which says who may still have access", async () => {
    const target = seeded();
    emulator.removeImage(target);
    await provider.delete(target.id, inputs(target, [alice]));
    expect(await printed(target, 1)).toEqual([
      expect.stringMatching(new RegExp(`^${target.imageId} .*warning: .* still shared with: ${alice}$`)),
    ]);
    expect(actions()).toEqual(["DescribeImageSharePermission"]);
  });

  it("delete that fails says why, and prints no stack", async () => {
    const target = seeded(alice);
    emulator.injectFault({ kind: "error", code: "UnauthorizedOperation", times: "always" });
    const failure = await failureOf(provider.delete(target.id, inputs(target, [alice])));
    expect(failure.message).toMatch(new RegExp(`^${target.imageId} .*UnauthorizedOperation`));
    expect(provider.output).not.toMatch(/^\s+at /m);
  });
});
