/** The option `customTimeouts`, as the engine hands it to the plugin. */
import { type Emulator, startEmulator } from "../../../src/emulator";
import { Engine } from "./engine";
import { configurationFor, failureOf, seedImage } from "./support";

const [alice, bob] = ["100000000001", "100000000002"] as const;
const action = "ModifyImageSharePermission";
/** Soon over, where the default is a quarter of an hour. */
const timeout = 1;

let emulator: Emulator;
let engine: Engine;

beforeAll(async () => {
  emulator = await startEmulator({ rateLimits: false });
});
afterAll(() => emulator.close());

async function begin(): Promise<void> {
  engine = new Engine();
  await engine.start();
  await engine.configure(configurationFor(emulator));
}

beforeEach(begin);

afterEach(() => {
  engine.close();
  emulator.clearFaults();
});

it("bounds a create, an update and a delete where the program does not say timeoutSeconds", async () => {
  const { image, id } = seedImage(emulator, []);
  const { inputs } = await engine.check({ ...image, accounts: [alice] });
  emulator.injectFault({ kind: "throttle", action, times: "always" });
  expect((await failureOf(engine.create(inputs, { timeout }))).message).toContain(image.imageId);
  emulator.clearFaults();
  const { outputs } = await engine.create(inputs, { timeout: 600 });
  const news = { ...image, accounts: [alice, bob] };
  emulator.injectFault({ kind: "throttle", action, times: "always" });
  expect((await failureOf(engine.update(id, outputs, news, { timeout }))).message).toContain(bob);
  // A run of its own: a delete spares the accounts that its run has been told to share with.
  engine.close();
  await begin();
  expect((await failureOf(engine.delete(id, outputs, timeout))).message).toContain(image.imageId);
});

it("is recorded nowhere, so that the next diff finds nothing to do, also after a partial failure", async () => {
  const { image, id } = seedImage(emulator, []);
  const { inputs } = await engine.check({ ...image, accounts: [alice] });
  const { outputs } = await engine.create(inputs, { timeout: 600 });
  expect(outputs).not.toHaveProperty("timeoutSeconds");
  expect((await engine.diff(id, outputs, inputs)).changes).toBe(false);
  emulator.configure({ unknownAccounts: [bob] });
  const news = { ...image, accounts: [alice, bob] };
  const { saved } = await failureOf(engine.update(id, outputs, news, { timeout: 600 }));
  expect(saved).toMatchObject({ accounts: [alice] });
  expect(saved).not.toHaveProperty("timeoutSeconds");
  emulator.configure({ unknownAccounts: [] });
});

it("gives way to timeoutSeconds of the program", async () => {
  const { image } = seedImage(emulator, []);
  const { inputs } = await engine.check({ ...image, accounts: [alice], timeoutSeconds: 3 });
  emulator.injectFault({ kind: "throttle", action, times: "always" });
  await failureOf(engine.create(inputs, { timeout: 3600 }));
  emulator.clearFaults();
  // A run of its own: after a refusal, the calls of its process wait.
  engine.close();
  await begin();
  const { outputs } = await engine.create(inputs, { timeout: 3600 });
  expect(outputs.timeoutSeconds).toBe(3);
});
