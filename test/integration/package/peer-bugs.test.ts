/**
 * Bugs that other tools for sharing images have, each on the service where they have it. None may turn up here;
 * the numbers are only for talking about them.
 */

import type { Emulator } from "../../../src/emulator";
import { start } from "../../emulator/support/start";
import { Resource } from "../../stress/faults/resource";
import { accounts, connect, type Service, services, writeIn } from "../../stress/faults/services";
import { VirtualTime } from "../../stress/faults/virtual-time";
import { linesOf } from "../../support/endpoint-line";
import { failureOf, type Properties, providerProcess } from "../state/process";
import { idOf, inputs, state } from "../state/share";

const everyService = Object.values(services);
const ecs = services["alicloud-ecs"];
const cvm = services["tencentcloud-cvm"];
const volcengine = services["volcengine-ecs"];

let emulator: Emulator;
let printed: string[];

beforeEach(async () => {
  emulator = await start({ rateLimits: false });
  printed = [];
  jest.spyOn(console, "log").mockImplementation((text: string) => printed.push(...linesOf(text)));
});

afterEach(() => {
  jest.restoreAllMocks();
});

const process = () => providerProcess(emulator);

const putImage = (service: Service, shared: readonly string[] = []) =>
  emulator.putImage({ ...service.target, accounts: [...shared] });

const live = (service: Service) => emulator.accounts(service.target).sort();

/** A new image, and a resource that is to share it, in time that passes when it is waited for. */
async function inVirtualTime(service: Service, listed: readonly string[]) {
  const time = new VirtualTime();
  emulator = await start({ rateLimits: false, clock: time });
  putImage(service);
  const args = { ...service.target, accounts: [...listed], exclusive: true };
  return { time, resource: new Resource(args, time, await connect(service, emulator)) };
}

const writes = (service: Service) => emulator.calls().flatMap((call) => writeIn(service, call) ?? []);

it("1. a revoked account is noticed although others are still shared", async () => {
  const [alice, bob, carol] = accounts(ecs, 0, 3) as [string, string, string];
  putImage(ecs, [alice, carol]);
  const call = process();
  const recorded = state(ecs, [alice, bob, carol]);
  expect(await call("diff", idOf(ecs), recorded, recorded)).toMatchObject({ changes: true });
  expect(printed).toContainEqual(expect.stringMatching(`removed outside of Pulumi.*: ${bob}$`));
  expect((await call("read", idOf(ecs), recorded)).props.accounts).toEqual([alice, carol]);
  await call("update", idOf(ecs), recorded, inputs(ecs, [alice, bob, carol]));
  expect(live(ecs)).toEqual([alice, bob, carol]);
});

it("2. no account beyond the tenth of a call is lost without a word", async () => {
  const listed = accounts(ecs, 0, 23);
  putImage(ecs);
  const { outs } = await process()("create", inputs(ecs, listed));
  expect(writes(ecs).map(({ add }) => add.length)).toEqual([10, 10, 3]);
  expect(outs.accounts).toEqual(listed);
  expect(live(ecs)).toEqual(listed);
});

it("2. an account that the vendor drops from a call is noticed, and shared after all", async () => {
  const { resource } = await inVirtualTime(ecs, accounts(ecs, 0, 23));
  const dropping = emulator.injectFault({ kind: "drop", applied: 9 });
  expect(await resource.up()).toBeUndefined();
  expect(dropping.fired()).toBe(1);
  expect(live(ecs)).toEqual(accounts(ecs, 0, 23));
});

it.each([services["alicloud-ens"], services["alicloud-swas"]])(
  "3. beyond 200 accounts every page counts once, to the last ($target.service)",
  async (service) => {
    const count = 451;
    const listed = accounts(service, 0, count);
    const recorded = state(service, listed);
    putImage(service, listed);
    expect(await process()("diff", idOf(service), recorded, recorded)).toEqual({ changes: false });

    const missing = [listed[0], listed[count - 1]] as string[];
    emulator.unshare(service.target, missing);
    const { props } = await process()("read", idOf(service), recorded);
    expect(props.accounts).toEqual(listed.slice(1, -1));
    expect(await process()("diff", idOf(service), recorded, recorded)).toEqual({ changes: true });
  },
);

it("4. a share that another process removed is drift, not an error", async () => {
  const [alice, bob] = accounts(volcengine, 0, 2) as [string, string];
  putImage(volcengine, [alice]);
  const call = process();
  const recorded = state(volcengine, [alice, bob]);
  expect((await call("read", idOf(volcengine), recorded)).props.accounts).toEqual([alice]);
  expect(await call("diff", idOf(volcengine), recorded, recorded)).toEqual({ changes: true });
  await call("update", idOf(volcengine), recorded, inputs(volcengine, [alice, bob]));
  expect(live(volcengine)).toEqual([alice, bob]);

  emulator.unshare(volcengine.target, [alice]);
  await process()("delete", idOf(volcengine), recorded);
  expect(live(volcengine)).toEqual([]);
});

it.each(["creating", "error"])(
  "4. InvalidImageStatus is no success of a delete (image %s)",
  async (condition) => {
    const listed = accounts(volcengine, 0, 2);
    putImage(volcengine, listed);
    emulator.setImageState(volcengine.target, condition);
    const recorded = state(volcengine, listed, { timeoutSeconds: 1 });
    const error = await failureOf(process()("delete", idOf(volcengine), recorded));
    expect(error.message).toContain("InvalidImageStatus");
    expect(live(volcengine)).toEqual(listed);
  },
);

it("5. a create takes no stranger into state, whom the next update or a delete would revoke", async () => {
  const [alice, bob, stranger] = accounts(cvm, 0, 3) as [string, string, string];
  putImage(cvm, [stranger]);
  const additive = { exclusive: false };
  const { outs } = await process()("create", inputs(cvm, [alice], additive));
  expect(outs).toMatchObject({ accounts: [alice], foreignAccounts: [stranger] });
  const { outs: updated } = await process()("update", idOf(cvm), outs, inputs(cvm, [bob], additive));
  expect(live(cvm)).toEqual([bob, stranger]);
  await process()("delete", idOf(cvm), updated);
  expect(live(cvm)).toEqual([stranger]);
});

it("5. a delete revokes nobody who was added after the last up, and sends no empty list", async () => {
  const [alice, latecomer] = accounts(cvm, 0, 2) as [string, string];
  putImage(cvm, [alice, latecomer]);
  for (const owned of [[alice], [alice], []]) await process()("delete", idOf(cvm), state(cvm, owned));
  expect(live(cvm)).toEqual([latecomer]);
  expect(printed).toContainEqual(expect.stringMatching(`warning: still shared .*: ${latecomer}$`));
  expect(writes(cvm)).toEqual([{ add: [], remove: [alice] }]);
});

it("6. a create that fails at its second batch records the first", async () => {
  const listed = accounts(ecs, 0, 25);
  putImage(ecs);
  emulator.injectFault({ kind: "error", code: "InvalidParameter", action: ecs.adding, skip: 1 });
  const failure = await failureOf(process()("create", inputs(ecs, listed)));
  expect(live(ecs)).toEqual(listed.slice(0, 10));
  expect(failure).toMatchObject({ id: idOf(ecs), properties: { accounts: listed.slice(0, 10) } });
  const { properties } = failure as Error & { properties: Properties };
  await process()("update", idOf(ecs), properties, inputs(ecs, listed));
  expect(live(ecs)).toEqual(listed);
});

it("7. writers on one image take turns, each with a read before and after", async () => {
  const [alice, bob, carol] = accounts(volcengine, 0, 3) as [string, string, string];
  putImage(volcengine);
  emulator.configure({ latencyMs: 20 });
  const call = process();
  const additive = { exclusive: false };
  await Promise.all(
    [alice, bob, carol].map((account) => call("create", inputs(volcengine, [account], additive))),
  );
  expect(live(volcengine)).toEqual([alice, bob, carol]);
  const turn = [volcengine.reading, volcengine.adding, volcengine.reading];
  const calls = emulator.calls({ service: "volcengine-ecs" });
  expect(calls.map(({ action }) => action)).toEqual([...turn, ...turn, ...turn]);
});

it("7. a write of another process meanwhile is noticed", async () => {
  const [alice, meddler] = accounts(volcengine, 0, 2) as [string, string];
  emulator = await start({
    rateLimits: false,
    onCall: (record) => {
      if (record.id === 2) emulator.share(volcengine.target, [meddler]);
    },
  });
  putImage(volcengine);
  const { outs } = await process()("create", inputs(volcengine, [alice]));
  expect(outs).toMatchObject({ accounts: [alice], foreignAccounts: [] });
  expect(live(volcengine)).toEqual([alice]);
});

describe("8. a removal, which harms what was made of the image, is", () => {
  const [alice, bob, carol, stranger] = accounts(ecs, 0, 4) as [string, string, string, string];
  const recorded = state(ecs, [alice, bob, carol]);

  beforeEach(() => putImage(ecs, [alice, bob, carol, stranger]));

  it("announced by name before it happens", async () => {
    await process()("diff", idOf(ecs), recorded, inputs(ecs, [alice]));
    expect(printed).toContainEqual(
      expect.stringMatching(`will lose access \\(no longer listed\\): ${bob}, ${carol}$`),
    );
    expect(printed).toContainEqual(
      expect.stringMatching(`will lose access \\(.*not listed\\): ${stranger}$`),
    );
    expect(writes(ecs)).toEqual([]);
  });

  it.each([
    ["protectedAccounts", { protectedAccounts: [stranger] }, stranger],
    ["maxRemovals", { maxRemovals: 1 }, `${bob}, ${stranger}`],
  ])("refused by %s before a write, also for strangers", async (name, guard, who) => {
    const news = inputs(ecs, [alice, carol], guard);
    const { message } = await failureOf(process()("update", idOf(ecs), recorded, news));
    expect(message).toMatch(new RegExp(`refused: .*${who}.*${name}`));
    expect(writes(ecs)).toEqual([]);
  });

  it("not done to protected accounts by a delete either", async () => {
    await process()("delete", idOf(ecs), state(ecs, [alice, bob, carol], { protectedAccounts: [bob] }));
    expect(live(ecs)).toEqual([bob, stranger]);
  });
});

it("9. throttling that lasts a minute at a time is outlasted, without a hint when to come back", async () => {
  const { resource, time } = await inVirtualTime(ecs, accounts(ecs, 0, 40));
  const throttling = emulator.injectFault({ kind: "throttle", action: ecs.adding, skip: 1, times: "always" });
  time.after(60_000, () => throttling.remove());
  expect(await resource.up()).toBeUndefined();
  expect(throttling.fired()).toBeGreaterThan(1);
  expect(live(ecs)).toEqual(accounts(ecs, 0, 40));
});

it.each(everyService.filter(({ target }) => target.service.startsWith("alicloud")))(
  "10. account IDs above 2^53 keep their last digits ($target.service)",
  async (service) => {
    // One and the same as JSON numbers.
    const [kept, dropped] = ["900719925474099312", "900719925474099313"] as const;
    putImage(service, [dropped]);
    const { outs } = await process()("create", inputs(service, [kept]));
    expect(outs.accounts).toEqual([kept]);
    expect(live(service)).toEqual([kept]);
  },
);

it("10. an account ID that has lost digits already is refused", async () => {
  putImage(ecs);
  const { failures } = await process()("check", {}, { ...inputs(ecs, []), accounts: [2 ** 59] });
  expect(failures.map(({ reason }) => reason).join()).toMatch(/too large to be exact.*in quotes/);
});

it.each(everyService)(
  "11. a delete succeeds when the image is gone already ($target.service)",
  async (service) => {
    putImage(service);
    emulator.removeImage(service.target);
    const own = service.target.service === "alicloud-swas" ? { shareToEcs: true } : {};
    const shared = accounts(service, 0, 3);
    await process()("delete", idOf(service), state(service, shared, own));
    expect(writes(service)).toEqual([]);
    const who = own.shareToEcs ? [...shared, "your own ECS \\(shareToEcs\\)"] : shared;
    expect(printed).toEqual([expect.stringMatching(`warning: .* still shared with: ${who.join(", ")}$`)]);
  },
);
