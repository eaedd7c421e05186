/** A quota that the product does not know, at every service: just enough planned removals go first. */
import type { ShareArgs } from "../../../src/core/arguments";
import { stateOf } from "../../../src/core/state";
import { type Emulator, type ServiceName, startEmulator } from "../../../src/emulator";
import { Resource } from "./resource";
import { accounts, connect, type Service, services, writeIn } from "./services";
import { VirtualTime } from "./virtual-time";

/** Codes that say it, or that may: where the vendor documents no limit, one without a reason counts as well. */
const casesOf = (some: readonly Service[]) =>
  some.flatMap(({ target, quotaError, possibleQuotaCode }) =>
    [quotaError.code, possibleQuotaCode].map((code) => [target.service, code] as const),
  );
const cases = casesOf(Object.values(services));

/** Where a vendor takes any account, none is refused once the fault is over. */
const refusing = casesOf(Object.values(services).filter(({ takesAnyAccount }) => !takesAnyAccount));

let emulator: Emulator;
let time: VirtualTime;

beforeEach(async () => {
  time = new VirtualTime();
  emulator = await startEmulator({ clock: time });
});

afterEach(() => emulator.close());

/** An image shared with accounts 0 to 3, of which the last is foreign; the program lists 0, 1 and one more. */
async function update(name: ServiceName) {
  const service = services[name];
  const [kept, other, owned, foreign, added] = accounts(service, 0, 5) as [
    string,
    string,
    string,
    string,
    string,
  ];
  emulator.putImage({ ...service.target, accounts: [kept, other, owned, foreign] });
  const args: ShareArgs = { ...service.target, accounts: [kept, other, added].sort(), exclusive: true };
  const resource = new Resource(args, time, await connect(service, emulator));
  resource.state = stateOf(args, { accounts: [kept, other, owned], foreignAccounts: [foreign] });
  const error = await resource.up();
  const writes = emulator.calls().flatMap((call) => {
    const write = writeIn(service, call);
    return write === undefined ? [] : [{ ...write, isDone: call.outcome.kind === "ok" }];
  });
  return { error, writes, kept, other, owned, foreign, added, live: emulator.accounts(service.target) };
}

it.each(cases)(
  "%s makes room for one account by removing one, the foreign one first, after %s",
  async (name, code) => {
    const { adding, target } = services[name];
    const fault = emulator.injectFault({
      kind: "error",
      code,
      service: target.service,
      action: adding,
      times: 1,
    });
    const { error, writes, kept, other, owned, foreign, added, live } = await update(name);
    expect(error).toBeUndefined();
    expect(fault.fired()).toBe(1);
    expect([...live].sort()).toEqual([kept, other, added].sort());
    const done = writes.filter(({ isDone }) => isDone);
    const firstAddition = done.findIndex(({ add }) => add.includes(added));
    const early = done.slice(0, firstAddition + 1).flatMap(({ remove }) => remove);
    // In one call with the addition, or in one before it; the owned account goes when the addition is through.
    expect(early).toContain(foreign);
    expect(done.slice(0, firstAddition).flatMap(({ remove }) => remove)).not.toContain(owned);
    // Nobody who stays is touched.
    expect(writes.flatMap(({ remove }) => remove)).not.toEqual(expect.arrayContaining([kept]));
    expect(writes.flatMap(({ remove }) => remove)).not.toEqual(expect.arrayContaining([other]));
  },
);

it.each(refusing)("%s gives access back when %s is not about room after all", async (name, code) => {
  const { adding, target } = services[name];
  const { account } = services[name];
  // Every addition of the account is refused; where one action adds and removes, removals pass.
  emulator.configure({ unknownAccounts: [account(4)] });
  emulator.injectFault({ kind: "error", code, service: target.service, action: adding, times: 1 });
  const { error, kept, other, owned, foreign, live } = await update(name);
  expect(error).toBeInstanceOf(Error);
  expect([...live].sort()).toEqual([kept, other, owned, foreign].sort());
  expect(String(error)).toContain("Still with access");
});
