import { OWN_ECS } from "../../../src/core/accounts";
import {
  ACCOUNTS,
  anyPolicy,
  CALL_OPTIONS,
  failureOf,
  reference,
  setUp,
  someAccounts,
  wanting,
} from "./alicloud-bench";

const golden = { service: "alicloud-swas", region: "cn-hangzhou", imageId: "m-saacssasc1" } as const;
const [alice = "", bob = "", carol = ""] = someAccounts(3);
const image = { RegionId: "cn-hangzhou", ImageId: golden.imageId };
const BOTH = { accounts: true, ownEcs: true };
const ONLY_ECS = { accounts: false, ownEcs: true };

describe("requests of alicloud-swas", () => {
  it("carry the documented parameters and no others", async () => {
    const { backend, requests } = await setUp(golden, { accounts: [carol] });
    await backend.write(golden, { add: [alice, bob], remove: [] }, CALL_OPTIONS);
    await backend.write(golden, { add: [], remove: [carol] }, CALL_OPTIONS);
    await backend.write(golden, { add: [OWN_ECS], remove: [] }, CALL_OPTIONS);
    await backend.write(golden, { add: [], remove: [OWN_ECS] }, CALL_OPTIONS);
    await backend.imageCondition(golden, CALL_OPTIONS);
    const token = expect.stringMatching(/^[\x20-\x7e]{1,64}$/);
    expect(requests()).toEqual([
      ["AddCustomImageShareAccount", { ...image, "Account.1": alice, "Account.2": bob }],
      ["RemoveCustomImageShareAccount", { ...image, "Account.1": carol }],
      ["ModifyImageShareStatus", { ...image, Operation: "Share", ClientToken: token }],
      ["ModifyImageShareStatus", { ...image, Operation: "UnShare", ClientToken: token }],
      ["ListCustomImages", { RegionId: "cn-hangzhou", ImageIds: `["${golden.imageId}"]` }],
    ]);
  });

  it("never use a token twice, so that Share after UnShare is carried out and not answered from memory", async () => {
    const { backend, emulator } = await setUp(golden);
    for (const on of [true, false, true]) {
      await backend.write(
        golden,
        on ? { add: [OWN_ECS], remove: [] } : { add: [], remove: [OWN_ECS] },
        CALL_OPTIONS,
      );
      expect(emulator.image(golden)?.shareToEcs).toBe(on);
    }
    const tokens = emulator.calls().map(({ parameters }) => parameters.ClientToken);
    expect(new Set(tokens).size).toBe(3);
  });
});

describe("reading alicloud-swas", () => {
  it.each([
    [BOTH, ["ListCustomImages", "ListCustomImageShareAccounts"], [alice, OWN_ECS]],
    [ONLY_ECS, ["ListCustomImages"], [OWN_ECS]],
    [ACCOUNTS, ["ListCustomImageShareAccounts"], [alice]],
  ])("asks only for what the scope %j covers", async (scope, actions, live) => {
    const { manager, requests } = await setUp(golden, { accounts: [alice], shareToEcs: true });
    expect([...((await manager.read(reference(golden, scope))) ?? [])].sort()).toEqual(live);
    expect(requests().map(([action]) => action)).toEqual(actions);
  });

  it("walks from the own ECS through all pages of accounts, one request at a time", async () => {
    const { backend, requests } = await setUp(golden, { accounts: someAccounts(101) });
    const walk = async (page?: string): Promise<number[]> => {
      const { accounts, next } = await backend.describe(golden, BOTH, page, CALL_OPTIONS);
      return [accounts.length, ...(next === undefined ? [] : await walk(next))];
    };
    expect(await walk()).toEqual([0, 50, 50, 1]);
    expect(requests().map(([, parameters]) => parameters)).toEqual([
      { RegionId: "cn-hangzhou", ImageIds: `["${golden.imageId}"]` },
      ...["1", "2", "3"].map((PageNumber) => ({ ...image, PageNumber, PageSize: "50" })),
    ]);
  });

  it("keeps the digits of accounts, which come as numbers", async () => {
    const large = "900719925474099313";
    const { manager } = await setUp(golden, { accounts: [large] });
    expect([...((await manager.read(reference(golden))) ?? [])]).toEqual([large]);
  });

  it.each([BOTH, ONLY_ECS, ACCOUNTS])("finds with %j that the image is gone", async (scope) => {
    const { manager, emulator } = await setUp(golden);
    emulator.removeImage(golden);
    expect(await manager.read(reference(golden, scope))).toBeUndefined();
  });

  it("names the action whose list does not end", async () => {
    const { manager, backend } = await setUp(golden);
    jest.spyOn(backend, "describe").mockImplementation(async (_target, _scope, _page, { acquire }) => {
      await acquire("ListCustomImageShareAccounts");
      return { accounts: [alice], next: "2" };
    });
    await expect(manager.read(reference(golden))).rejects.toThrow(
      /ListCustomImageShareAccounts failed. the list of accounts does not end/,
    );
  });
});

describe("sharing on alicloud-swas", () => {
  it("shares with the own ECS and with 120 accounts in the fewest calls", async () => {
    const accounts = someAccounts(120);
    const { manager, emulator, counts } = await setUp(golden, { accounts: [accounts[0] ?? ""] });
    const { live } = await manager.apply({
      ...reference(golden, BOTH),
      goal: wanting([...accounts.slice(1), OWN_ECS]),
      guards: anyPolicy,
    });
    expect(live.size).toBe(120);
    expect(emulator.image(golden)?.shareToEcs).toBe(true);
    expect(counts()).toEqual({
      ListCustomImages: 2,
      ListCustomImageShareAccounts: 4,
      ModifyImageShareStatus: 1,
      AddCustomImageShareAccount: 1,
      RemoveCustomImageShareAccount: 1,
    });
  });

  it("leaves alone what is not managed", async () => {
    const { manager, emulator, counts } = await setUp(golden, { accounts: [alice], shareToEcs: true });
    await manager.apply({ ...reference(golden), goal: wanting([bob]), guards: anyPolicy });
    expect(emulator.image(golden)).toMatchObject({ shareToEcs: true, accounts: [bob] });
    await manager.apply({ ...reference(golden, ONLY_ECS), goal: wanting([], [OWN_ECS]), guards: anyPolicy });
    expect(emulator.image(golden)).toMatchObject({ shareToEcs: false, accounts: [bob] });
    expect(counts()).toMatchObject({ ListCustomImages: 2, ListCustomImageShareAccounts: 2 });
  });

  it("reads back after a toggle that got no answer, and does not send it again", async () => {
    const { manager, emulator, counts } = await setUp(golden);
    emulator.injectFault({ kind: "reset", when: "after", action: "ModifyImageShareStatus" });
    await manager.apply({ ...reference(golden, ONLY_ECS), goal: wanting([OWN_ECS]), guards: anyPolicy });
    expect(counts()).toEqual({ ListCustomImages: 2, ModifyImageShareStatus: 1 });
  });

  it("sharing on alicloud-swas does not wait for an image whose creation failed", async () => {
    const { manager } = await setUp(golden, { state: "3" });
    await expect(
      manager.apply({ ...reference(golden, ONLY_ECS), goal: wanting([OWN_ECS]), guards: anyPolicy }),
    ).rejects.toThrow(/IncorrectImageStatus: .*state: 3/);
  });

  it("takes a refused account for the account's fault", async () => {
    const { backend } = await setUp(golden, {}, { unknownAccounts: [alice] });
    const failure = await failureOf(backend.write(golden, { add: [alice], remove: [] }, CALL_OPTIONS));
    expect(failure).toMatchObject({ meaning: "account-refused", code: "InvalidAccount.NotFound" });
  });
});

it("outlasts the ten calls a minute of alicloud-swas, to which 21 pages of accounts come", async () => {
  const accounts = someAccounts(1001);
  let now = Date.now();
  const bench = await setUp(golden, { accounts }, { rateLimits: true, clock: { now: () => now } });
  // The emulator's minute passes while the product waits.
  bench.onSleep = () => {
    now += 20_000;
  };
  await bench.manager.apply({ ...reference(golden), goal: wanting(accounts), guards: anyPolicy });
  expect(bench.emulator.calls({ outcome: "ok" })).toHaveLength(21);
});
