/** Requests that no engine should send: the service answers each, and nobody loses access by one that is refused. */
import { setImmediate as nextTurn } from "node:timers/promises";
import fc from "fast-check";
import { type Emulator, startEmulator } from "../../../src/emulator";
import { unknownValue } from "../../../src/provider/inputs";
import { checkAsyncProperty } from "../../support/seed";
import { CallFailure, Engine, type Properties } from "./engine";
import { configurationFor, failureOf, secret, seedImage } from "./support";

const [alice, bob] = ["100000000001", "100000000002"] as const;

let emulator: Emulator;
let engine: Engine;

jest.setTimeout(60_000);

beforeAll(async () => {
  emulator = await startEmulator({ rateLimits: false });
});

afterAll(() => emulator.close());

beforeEach(async () => {
  engine = new Engine();
  await engine.start();
  await engine.configure(configurationFor(emulator));
});

afterEach(() => engine.close());

const strange = fc.oneof(
  fc.constantFrom(null, "", unknownValue, secret(null), secret({ nested: secret([unknownValue]) }), {}, [[]]),
  fc.jsonValue({ maxDepth: 2 }),
  fc.double({ noNaN: true }),
);

const names = [
  "service",
  "region",
  "imageId",
  "accounts",
  "exclusive",
  "maxRemovals",
  "allowEmpty",
  "foreignAccounts",
];

const properties = fc.dictionary(
  fc.oneof(fc.constantFrom(...names, "__proto__", "__options"), fc.string()),
  strange,
);

/** What a call says, or why it does not: a failure that speaks, and is no bug's. */
async function answered(call: Promise<unknown>): Promise<void> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error === undefined) return;
  expect(error).toBeInstanceOf(CallFailure);
  expect(String(error)).not.toMatch(/#unexpected|\n\s+at /);
}

it("answers check, whatever it is asked, and calls nothing", async () => {
  emulator.clearCalls();
  const property = fc.asyncProperty(properties, properties, (news, olds) =>
    answered(engine.check(news, olds)),
  );
  await checkAsyncProperty(property, 200);
  expect(emulator.calls()).toEqual([]);
});

it("takes access from nobody by a diff, a read or a preview of what is recorded strangely", async () => {
  const { image, id } = seedImage(emulator, [alice, bob]);
  await checkAsyncProperty(
    fc.asyncProperty(properties, async (recorded) => {
      const olds: Properties = { ...recorded, ...image };
      await answered(engine.diff(id, olds, { ...image, accounts: [alice] }));
      await answered(engine.update(id, olds, { ...image, accounts: [alice] }, { preview: true }));
      await answered(engine.read(id, olds, olds));
      await answered(engine.diff(id, recorded, { ...image, accounts: [alice] }));
    }),
    100,
  );
  expect(emulator.accounts(image)).toEqual([alice, bob]);
});

it("refuses an id that names no image, and a type that it does not have", async () => {
  const { image } = seedImage(emulator, []);
  expect((await failureOf(engine.read("nonsense", {}, undefined))).message).toMatch(/names no image/);
  expect((await failureOf(engine.delete("a/b/c/d", {}))).message).toMatch(/names no image/);
  const noRegion = await failureOf(engine.read("tencentcloud-cvm/img-6pb6lrmy", {}, undefined));
  expect(noRegion.message).toMatch(
    /^the id "tencentcloud-cvm\/img-6pb6lrmy": region must be .*, not absent\. See/,
  );
  const wrong = engine.check({ ...image, accounts: [alice] }, {}, "golden", "image-share:index:ImageShares");
  expect((await failureOf(wrong)).message).toMatch(
    /ImageShares is not found: there is image-share:index:ImageShare /,
  );
});

it("names an argument of getImageShare that cannot be, and Python's spelling of it", async () => {
  const args = { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: 17 };
  const { message } = await failureOf(engine.invoke("image-share:index:getImageShare", args));
  expect(message).toMatch(/^imageId must be .*, not 17\. In Python: image_id\. See docs/);
});

it("stops at the next safe point when the engine cancels it, and says that it did", async () => {
  const { image } = seedImage(emulator, []);
  const { inputs } = await engine.check({ ...image, accounts: [alice, bob], exclusive: true });
  const action = "ModifyImageSharePermission";
  emulator.injectFault({ kind: "error", code: "RequestLimitExceeded", times: "always", action });
  const making = failureOf(engine.create(inputs));
  while (emulator.calls({ action }).length === 0) await nextTurn();
  await engine.cancel();
  expect((await making).message).toMatch(/cancelled/);
  emulator.clearFaults();
});
