/** The plugin before and beside its resources: configuration, schema, functions, and the end of a run. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Emulator, startEmulator } from "../../../src/emulator";
import { Engine, type Properties } from "./engine";
import { configurationFor, failureOf, secret, seedImage } from "./support";

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

afterEach(() => engine.close());

function configuration(more: Properties = {}): Properties {
  return configurationFor(emulator, more);
}

describe("configuration", () => {
  it("takes secrets with their marks, as sets need them, and tells of previews", async () => {
    expect((await engine.handshake()).getAcceptSecrets()).toBe(true);
    const configured = await engine.configure(configuration());
    expect(configured.getAcceptsecrets()).toBe(true);
    expect(configured.getSupportspreview()).toBe(true);
  });

  it("is refused before anything runs, by a failure that shows no value", async () => {
    const reasons = await engine.checkConfig(configuration({ liveDiff: "maybe" }));
    expect(reasons).toEqual([expect.stringMatching(/^image-share:liveDiff must be true or false/)]);
    expect(await engine.checkConfig(configuration({ version: "0.1.0" }))).toEqual([]);
    const half = await engine.checkConfig(configuration({ tencentcloud: '{"secretId":"s3cret"}' }));
    expect(half.join()).toMatch(/secretKey is missing/);
    expect(half.join()).not.toContain("s3cret");
  });

  it("refuses a refreshFirst that is neither true nor false", async () => {
    expect(await engine.checkConfig(configuration({ refreshFirst: "soon" }))).toEqual([
      expect.stringMatching(/^image-share:refreshFirst must be true or false/),
    ]);
  });

  it("is handed back with its secrets marked, so that none stands in state in clear", async () => {
    const checked = await engine.checkedConfig({ tencentcloud: secret('{"secretId":"a","secretKey":"b"}') });
    expect(checked.tencentcloud).toEqual(secret('{"secretId":"a","secretKey":"b"}'));
  });

  it("changes without a replacement, whatever changes", async () => {
    const other = configuration({ endpoint: "http://127.0.0.1:1" });
    const difference = await engine.diffConfig(configuration(), { ...other, version: "9.9.9" });
    expect(difference).toEqual({ replaces: [], diffs: ["endpoint"] });
  });

  it("says that nothing works before it is known", async () => {
    const { message } = await failureOf(engine.check(seedImage(emulator, []).image));
    expect(message).toMatch(/not configured/);
  });

  it("hands out the schema with the package's version", async () => {
    const file = join(__dirname, "../../../package.json");
    const { version } = JSON.parse(readFileSync(file, "utf8")) as { version: string };
    expect(await engine.schema()).toMatchObject({ name: "image-share", version });
  });
});

it("answers who has access to an image, and names the image that is not found", async () => {
  await engine.configure(configuration());
  const { image } = seedImage(emulator, ["100000000002", "100000000001"]);
  const token = "image-share:index:getImageShare";
  expect(await engine.invoke(token, image)).toEqual({ ...image, accounts: ["100000000001", "100000000002"] });
  const missing = await failureOf(engine.invoke(token, { ...image, imageId: "img-missing1" }));
  expect(missing.message).toMatch(/^img-missing1 \(ap-guangzhou\): /);
  expect((await failureOf(engine.invoke("image-share:index:other", {}))).message).toMatch(/not found/);
});

it("takes a cancel before anything is configured, and again and again", async () => {
  await engine.cancel();
  await engine.configure(configuration());
  await engine.cancel();
  await engine.cancel();
  expect(engine.logged.filter((entry) => !entry.includes("calls go to"))).toEqual([]);
});
