/**
 * State outlives versions: what any released version wrote, every later one must read, update and delete. Each file
 * `<version>.json` is an export of the engine after an `up` by that version, with a resource for each thing that
 * state can say. A new version adds a file; none is ever edited, whatever it takes to keep these tests green.
 */
import { type Emulator, startEmulator } from "../../../src/emulator";
import { goldenShim } from "../../e2e/harness/golden";
import { type Properties, ProviderProcess } from "../grpc/provider-process";
import { configuration, type Process, providerProcess } from "./process";
import { listIn, type Recorded, released, targetIn } from "./released";

/** Well-formed for every cloud, and nowhere in the files. */
const newcomers: Readonly<Record<string, string>> = {
  alicloud: "1234567890123457",
  tencentcloud: "100000000007",
  volcengine: "2100051237",
};

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ rateLimits: false });
});

afterAll(() => emulator.close());

beforeEach(() => {
  jest.spyOn(console, "log").mockImplementation();
});

afterEach(() => {
  jest.restoreAllMocks();
});

/** Makes the cloud what state says, and starts a process of today's code. */
function begin(recorded: Recorded): Process {
  const { accounts, foreignAccounts, shareToEcs = false } = recorded.outputs;
  emulator.putImage({
    ...targetIn(recorded),
    accounts: [...listIn(accounts), ...listIn(foreignAccounts)],
    shareToEcs: shareToEcs === true,
  });
  emulator.clearCalls();
  return providerProcess(emulator);
}

const live = (recorded: Recorded) => emulator.accounts(targetIn(recorded)).sort();

const writes = () => emulator.calls().filter(({ action }) => /^(Modify|Add|Remove)/.test(action));

const samples = released.flatMap(({ version, __provider, resources }) =>
  Object.entries(resources).map(([name, { id, inputs, outputs }]) => ({
    name: `${version}: ${name}`,
    recorded: {
      id,
      inputs: { ...inputs, __provider },
      outputs: { ...outputs, __provider },
    } satisfies Recorded as Recorded,
  })),
);

/** Such as an update left behind that failed half-way: the engine keeps the inputs from before it. */
const isHalfDone = ({ inputs, outputs }: Recorded) => `${inputs.accounts}` !== `${outputs.accounts}`;

const settled = samples.filter(({ recorded }) => !isHalfDone(recorded));

const withoutShim = ({ __provider, ...properties }: Recorded["inputs"]) => properties;

it("every released version carries the same shim", () => {
  expect(released.length).toBeGreaterThan(0);
  for (const { __provider } of released) expect(__provider).toBe(goldenShim);
});

describe.each(settled)("state of $name", ({ recorded }) => {
  it("passes check as it is, and needs no change while the cloud agrees", async () => {
    const call = begin(recorded);
    const { inputs, failures } = await call("check", recorded.inputs, recorded.inputs);
    expect({ inputs, failures }).toEqual({ inputs: withoutShim(recorded.inputs), failures: [] });
    expect(await call("diff", recorded.id, recorded.outputs, inputs)).toEqual({ changes: false });
    expect(writes()).toEqual([]);
  });

  it("is the same after a refresh", async () => {
    const { id, props, inputs } = await begin(recorded)("read", recorded.id, recorded.outputs);
    expect(id).toBe(recorded.id);
    expect(props).toEqual(withoutShim(recorded.outputs));
    expect(inputs).toEqual(withoutShim(recorded.inputs));
  });

  it("is updated by adding an account, and by taking it away again", async () => {
    const call = begin(recorded);
    const { accounts, foreignAccounts, service } = recorded.outputs;
    const newcomer = newcomers[service.split("-")[0] ?? ""] ?? "";
    const wider = [...listIn(accounts), newcomer].sort();
    const more = { ...recorded.inputs, accounts: wider };
    expect(await call("diff", recorded.id, recorded.outputs, more)).toEqual({ changes: true });
    const { outs } = await call("update", recorded.id, recorded.outputs, more);
    const owner = emulator.image(targetIn(recorded))?.owner;
    const place = {
      endpoint: emulator.url,
      ...(recorded.outputs.service === "alicloud-ens" ? { site: "china" } : {}),
    };
    expect(outs).toEqual({ ...withoutShim(recorded.outputs), accounts: wider, owner, ...place });
    expect(live(recorded)).toEqual([...wider, ...listIn(foreignAccounts)].sort());

    const fewer = { ...recorded.inputs, accounts: listIn(accounts), allowEmpty: true };
    await call("update", recorded.id, outs, fewer);
    expect(live(recorded)).toEqual([...listIn(accounts), ...listIn(foreignAccounts)].sort());
  });
});

describe.each(samples)("state of $name", ({ recorded }) => {
  it("lets a delete revoke exactly its accounts, save protected ones", async () => {
    const call = begin(recorded);
    await call("delete", recorded.id, recorded.outputs);
    const { accounts, foreignAccounts, protectedAccounts } = recorded.outputs;
    const kept = listIn(accounts).filter((account) => listIn(protectedAccounts).includes(account));
    expect(live(recorded)).toEqual([...listIn(foreignAccounts), ...kept].sort());
    expect(emulator.image(targetIn(recorded))?.shareToEcs).toBe(false);
  });
});

describe.each(samples.filter(({ recorded }) => isHalfDone(recorded)))("state of $name", ({ recorded }) => {
  it("lets the next update take away what the failed one left", async () => {
    const call = begin(recorded);
    const [stays] = listIn(recorded.outputs.accounts).toReversed();
    const news = { ...recorded.inputs, accounts: [stays], exclusive: false };
    expect(await call("diff", recorded.id, recorded.outputs, news)).toEqual({ changes: true });
    await call("update", recorded.id, recorded.outputs, news);
    expect(live(recorded)).toEqual([stays]);
  });
});

it("the shim in state reaches today's code", async () => {
  const engine = new ProviderProcess();
  try {
    await engine.configure(configuration(emulator));
    for (const { recorded } of settled) {
      begin(recorded);
      const [olds, news] = [recorded.outputs as Properties, recorded.inputs as Properties];
      expect(await engine.diff(recorded.id, olds, news)).toMatchObject({ changes: "none" });
    }
  } finally {
    await engine.close();
  }
});
