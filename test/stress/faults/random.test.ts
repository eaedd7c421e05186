/** The provider object under random faults: whatever happens, what it says and what it records is true. */
import fc from "fast-check";
import { type CallRecord, type Emulator, startEmulator } from "../../../src/emulator";
import { handle } from "../../../src/provider/dynamic/handle";
import { checkAsyncProperty } from "../../support/seed";
import { type RandomScene, randomScene, type Situation, situationOf } from "./random-scene";
import { entryOf, writeIn } from "./services";
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

beforeEach(() => {
  jest.spyOn(console, "log").mockImplementation(() => undefined);
});

afterEach(() => {
  jest.restoreAllMocks();
});

it("ends as the table demands, or with an error and a state that are true, and the next run converges", async () => {
  await checkAsyncProperty(fc.asyncProperty(randomScene, holds), 300);
}, 300_000);

async function holds(scene: RandomScene): Promise<void> {
  const situation = situationOf(scene);
  const { service, live, guarded, owned, demanded, isRefused } = situation;
  mockTime = new VirtualTime();
  const emulator = await startEmulator({ clock: mockTime });
  try {
    emulator.putImage({ ...service.target, accounts: [...live] });
    const inputs = {
      ...service.target,
      accounts: [...situation.listed],
      exclusive: scene.exclusive,
      maxRemovals: 1_000,
      protectedAccounts: [...guarded],
    };
    const resource = new Run(emulator, situation, inputs);
    if (scene.operation !== "create")
      resource.state = { ...inputs, accounts: [...owned], foreignAccounts: [] };
    for (const { on, ...fault } of scene.faults) {
      emulator.injectFault({ ...fault, action: service[on] });
    }
    const error = await resource.run();
    check(emulator, situation, resource, error);
    emulator.clearFaults();
    emulator.clearCalls();
    const again = await resource.run();
    check(emulator, situation, resource, again);
    expect(again?.message ?? "").toEqual(isRefused ? expect.stringContaining("refused: ") : "");
    if (!isRefused) expect([...emulator.accounts(service.target)].sort()).toEqual(demanded);
  } finally {
    await emulator.close();
  }
}

/** One resource, and what the engine remembers of it. */
class Run {
  state: Properties | undefined;
  readonly #emulator: Emulator;
  readonly #situation: Situation;
  readonly #inputs: Properties;

  constructor(emulator: Emulator, situation: Situation, inputs: Properties) {
    this.#emulator = emulator;
    this.#situation = situation;
    this.#inputs = inputs;
  }

  /** In a process of its own. @returns what it ended with, if not with success */
  async run(): Promise<Error | undefined> {
    const { isDelete, service } = this.#situation;
    const { target } = service;
    const id = [target.service, target.region, target.imageId].filter((part) => part !== undefined).join("/");
    try {
      if (isDelete) {
        if (this.state !== undefined) await this.#handle("delete", id, this.state);
        this.state = undefined;
      } else if (this.state === undefined) {
        this.state = (await this.#handle("create", this.#inputs)).outs;
      } else {
        this.state = (await this.#handle("update", id, this.state, this.#inputs)).outs;
      }
      return undefined;
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      // In this shape the engine saves what a failed operation leaves.
      if ("properties" in error) this.state = error.properties as Properties;
      return error;
    }
  }

  #handle(method: Parameters<typeof handle>[0], ...args: unknown[]): Promise<{ outs: Properties }> {
    const { service } = this.#situation;
    const settings: Properties = {
      "image-share:endpoint": this.#emulator.url,
      [`image-share:${entryOf(service).facts.cloud}`]: JSON.stringify(
        service.section(this.#emulator.credentials),
      ),
    };
    const config = { get: (key: string) => settings[key] as string | undefined };
    return mockTime.spentOn(() => handle(method, config, args)) as Promise<{ outs: Properties }>;
  }
}

function check(emulator: Emulator, situation: Situation, { state }: Run, error: Error | undefined): void {
  const { service, isDelete, live, listed, owned, demanded, isRefused, mayAdd, mayRemove } = situation;
  const calls = emulator.calls();
  const shared = [...emulator.accounts(service.target)].sort();
  const claimed = new Set([...listed, ...owned]);
  const recorded = listIn(state?.accounts);

  const writes = calls.flatMap((record) => writeIn(service, record) ?? []);
  const gone = new Set<string>();
  const wronglyAdded = writes.flatMap(({ add, remove }) => {
    // Access that the run took away may be given back.
    const wrong = add.filter((account) => !mayAdd.has(account) && !gone.has(account));
    for (const account of remove) gone.add(account);
    return wrong;
  });
  expect(wronglyAdded).toEqual([]);
  expect(writes.flatMap(({ remove }) => remove).filter((account) => !mayRemove.has(account))).toEqual([]);
  // Only a vendor that acknowledges removals and drops them can find the image full.
  if (!calls.some(({ outcome }) => outcome.fault === "drop")) {
    expect(calls.map(({ outcome }) => outcome.code)).not.toContain(service.quotaError.code);
  }

  if (error !== undefined && !isDelete && wasReadBack(calls, situation)) {
    const isAdditionMissing = listed.some((account) => !shared.includes(account));
    const lockedOut = live.filter((account) => !shared.includes(account));
    // With an addition missing, as many have access as before, if not the same; or the vendor has refused to give back
    // what made room, and each such account is named.
    if (isAdditionMissing && lockedOut.length > 0 && shared.length < live.length) {
      expect(refusedGiveBacks(calls, situation)).toEqual(expect.arrayContaining(lockedOut));
      const [, told = ""] = error.message.split("Lost access in this run: ");
      expect(lockedOut.filter((account) => !told.includes(account))).toEqual([]);
    }
  }
  if (error === undefined) {
    expect(isRefused).toBe(false);
    expect(shared).toEqual(demanded);
  } else {
    expect(error.message).toContain(service.target.imageId);
  }
  // Accounts that this resource owns, or gave access to, have to be in state, or no later run would ever revoke it.
  const ours = shared.filter((account) => owned.includes(account) || !live.includes(account));
  if (error !== undefined || state !== undefined) {
    expect(ours.filter((account) => !recorded.includes(account))).toEqual([]);
  }
  expect(recorded.filter((account) => !claimed.has(account))).toEqual([]);
  // The engine keeps the state of a delete that fails as it was; it may name accounts that are revoked already.
  if (!isDelete && state !== undefined && writes.length > 0 && wasReadBack(calls, situation)) {
    const doubtful = inDoubt(calls, situation);
    const unseen = recorded.filter((account) => doubtful.has(account) && !shared.includes(account));
    expect(recorded).toEqual([...shared.filter((account) => claimed.has(account)), ...unseen].sort());
    expect(listIn(state.foreignAccounts)).toEqual(shared.filter((account) => !claimed.has(account)));
  }
}

/** Accounts that the run took away and tried to give back, in calls that the vendor did not carry out. */
function refusedGiveBacks(calls: readonly CallRecord[], { service }: Situation): string[] {
  const taken = new Set<string>();
  return calls.flatMap((record) => {
    const write = writeIn(service, record);
    if (write === undefined) return [];
    const refused = record.outcome.kind === "ok" ? [] : write.add.filter((account) => taken.has(account));
    // A removal may be carried out in part, and answered with an error.
    for (const account of write.remove) taken.add(account);
    return refused;
  });
}

/** Accounts of additions that may have been carried out, with a read after them that failed. State keeps them. */
function inDoubt(calls: readonly CallRecord[], { service }: Situation): ReadonlySet<string> {
  const lastFailedRead = calls.findLastIndex(
    ({ action, outcome }) => action === service.reading && outcome.kind !== "ok",
  );
  const unclear = calls.slice(0, Math.max(lastFailedRead, 0));
  return new Set(unclear.flatMap((record) => writeIn(service, record)?.add ?? []));
}

/** Whether the last word was a read, and a fresh one. */
function wasReadBack(calls: readonly CallRecord[], { service }: Situation): boolean {
  const last = calls.at(-1);
  return last?.action === service.reading && last.outcome.kind === "ok" && last.outcome.fault !== "stale";
}

function listIn(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String).sort() : [];
}
