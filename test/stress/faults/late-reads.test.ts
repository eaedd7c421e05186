/** Reads that lag longer than a run lasts, at every service: whom a failed run gave access, a destroy revokes. */

import { ownedIn } from "../../../src/core/goal";
import { readState } from "../../../src/core/state";
import { type Emulator, type ServiceName, startEmulator } from "../../../src/emulator";
import { handle } from "../../../src/provider/dynamic/handle";
import { accounts, entryOf, type Service, services } from "./services";
import { VirtualTime } from "./virtual-time";

let mockTime = new VirtualTime();
jest.mock("../../../src/converge/clock", () => ({
  systemClock: {
    now: () => mockTime.now(),
    random: () => mockTime.random(),
    sleep: (ms: number, signal?: AbortSignal) => mockTime.sleep(ms, signal),
  },
}));

type Properties = Record<string, unknown>;

/** The longest lag that the emulator has. */
const LAG_MS = 600_000;

const names = Object.keys(services) as ServiceName[];
const seconds = [5, 20, 120, 590];
const cases = names.flatMap((name) => seconds.map((timeoutSeconds) => [name, timeoutSeconds] as const));

let emulator: Emulator;

beforeEach(async () => {
  mockTime = new VirtualTime();
  emulator = await startEmulator({ clock: mockTime, readLagMs: LAG_MS });
  jest.spyOn(console, "log").mockImplementation(() => undefined);
});

afterEach(async () => {
  jest.restoreAllMocks();
  await emulator.close();
});

function idOf({ target: { service, region, imageId } }: Service): string {
  return [service, region, imageId].filter((part) => part !== undefined).join("/");
}

/** What the engine asks, in a process of its own. */
function ask(service: Service, method: Parameters<typeof handle>[0], ...args: unknown[]): Promise<unknown> {
  const keys = JSON.stringify(service.section(emulator.credentials));
  const settings: Readonly<Record<string, string>> = {
    "image-share:endpoint": emulator.url,
    [`image-share:${entryOf(service).facts.cloud}`]: keys,
  };
  return mockTime.spentOn(() => handle(method, { get: (key) => settings[key] }, args));
}

/** @returns what state holds of an `up` that has to fail */
async function stateAfter(up: Promise<unknown>): Promise<Properties> {
  const error = await up.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error) || !("properties" in error)) {
    throw new Error(`expected an error with what state is to hold, got ${String(error)}`);
  }
  return error.properties as Properties;
}

const shared = ({ target }: Service) => [...emulator.accounts(target)].sort();

/** An image that is shared with accounts 0 to 2, and a program that lists the first of them, and accounts 4 to 8. */
function scene(name: ServiceName) {
  const service = services[name];
  const [kept = "", dropped = "", foreign = ""] = accounts(service, 0, 3);
  const added = accounts(service, 4, 9);
  emulator.putImage({ ...service.target, accounts: [kept, dropped, foreign] });
  const inputs: Properties = { ...service.target, accounts: [kept, ...added], maxRemovals: 9 };
  return { service, inputs, kept, dropped, foreign, added };
}

async function expectRevokedByDestroy(service: Service, state: Properties, added: readonly string[]) {
  expect(shared(service)).toEqual(expect.arrayContaining([...added]));
  const recorded = readState(idOf(service), state);
  expect(recorded && ownedIn(recorded)).toEqual(expect.arrayContaining([...added]));
  emulator.configure({ readLagMs: 0 });
  emulator.clearFaults();
  await ask(service, "delete", idOf(service), state);
  const left = shared(service);
  expect(added.filter((account) => left.includes(account))).toEqual([]);
}

it.each(cases)("%s with timeoutSeconds %i: an update that takes access as well", async (name, timeout) => {
  const { service, inputs, kept, dropped, foreign, added } = scene(name);
  const news = { ...inputs, exclusive: true, timeoutSeconds: timeout };
  const olds = { ...news, accounts: [kept, dropped], foreignAccounts: [foreign] };
  const state = await stateAfter(ask(service, "update", idOf(service), olds, news));
  await expectRevokedByDestroy(service, state, added);
});

it.each(cases)("%s with timeoutSeconds %i: a create that adds alone", async (name, timeout) => {
  const { service, inputs, foreign, added } = scene(name);
  const news = { ...inputs, exclusive: false, timeoutSeconds: timeout };
  const state = await stateAfter(ask(service, "create", news));
  await expectRevokedByDestroy(service, state, added);
  expect(shared(service)).toContain(foreign);
});

it.each(cases)("%s with timeoutSeconds %i: a create of all who have access", async (name, timeout) => {
  const { service, inputs, added } = scene(name);
  emulator.putImage({ ...service.target });
  const news = { ...inputs, accounts: added, exclusive: true, timeoutSeconds: timeout };
  const state = await stateAfter(ask(service, "create", news));
  await expectRevokedByDestroy(service, state, added);
});

it.each(names)("%s: a run whose writes are refused when it sends them again", async (name) => {
  const { service, inputs, added } = scene(name);
  const { adding, authError } = service;
  mockTime.after(20_000, () =>
    emulator.injectFault({ kind: "error", ...authError, action: adding, times: "always" }),
  );
  const state = await stateAfter(ask(service, "create", { ...inputs, exclusive: false }));
  await expectRevokedByDestroy(service, state, added);
});

it.each(names)("%s: a run whose answers get lost on their way back", async (name) => {
  const { service, inputs, added } = scene(name);
  // A service whose reads may lag for long would read on until the answer is no longer old.
  const news = { ...inputs, exclusive: false, timeoutSeconds: 590 };
  emulator.injectFault({ kind: "reset", when: "after", action: service.adding, times: "always" });
  const state = await stateAfter(ask(service, "create", news));
  // A call whose answer is lost ends the round: with one account in a call, no other is sent.
  const sent = entryOf(service).facts.capacity.add === 1 ? added.slice(0, 1) : added;
  await expectRevokedByDestroy(service, state, sent);
});
