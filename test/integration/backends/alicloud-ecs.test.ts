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

const golden = { service: "alicloud-ecs", region: "cn-beijing", imageId: "m-bp1g7004ksh0oeuco8vd" } as const;
const [alice = "", bob = "", carol = ""] = someAccounts(3);

describe("requests of alicloud-ecs", () => {
  it("carry the documented parameters and no others", async () => {
    const { backend, requests } = await setUp(golden, { accounts: [carol] });
    await backend.write(golden, { add: [alice, bob], remove: [carol] }, CALL_OPTIONS);
    await backend.describe(golden, ACCOUNTS, undefined, CALL_OPTIONS);
    await backend.imageCondition(golden, CALL_OPTIONS);
    const image = { RegionId: "cn-beijing", ImageId: golden.imageId };
    expect(requests()).toEqual([
      [
        "ModifyImageSharePermission",
        { ...image, "AddAccount.1": alice, "AddAccount.2": bob, "RemoveAccount.1": carol },
      ],
      ["DescribeImageSharePermission", { ...image, PageNumber: "1", PageSize: "100" }],
      ["DescribeImages", { ...image, Status: "ALL" }],
    ]);
  });
});

describe("sharing on alicloud-ecs", () => {
  it("never sends an eleventh account, which the vendor would drop without a word", async () => {
    const accounts = someAccounts(11);
    const { manager, emulator, counts } = await setUp(golden);
    await manager.apply({ ...reference(golden), goal: wanting(accounts), guards: anyPolicy });
    expect(emulator.accounts(golden).sort()).toEqual(accounts);
    expect(counts()).toEqual({ DescribeImageSharePermission: 2, ModifyImageSharePermission: 2 });
  });

  it.each([
    [50, 0],
    [25, 12],
    [3, 31],
    [20, 20],
  ])("adds %i and removes %i in D + ⌈max(A,R)/10⌉ + D calls", async (added, removed) => {
    const accounts = someAccounts(added + removed);
    const { manager, emulator, counts } = await setUp(golden, { accounts: accounts.slice(added) });
    await manager.apply({ ...reference(golden), goal: wanting(accounts.slice(0, added)), guards: anyPolicy });
    expect(emulator.accounts(golden).sort()).toEqual(accounts.slice(0, added));
    expect(counts()).toEqual({
      DescribeImageSharePermission: 2,
      ModifyImageSharePermission: Math.ceil(Math.max(added, removed) / 10),
    });
  });

  it("reads more pages when strangers made the list long", async () => {
    const accounts = someAccounts(120);
    const { manager, counts } = await setUp(golden, { accounts });
    expect((await manager.read(reference(golden)))?.size).toBe(120);
    expect(counts()).toEqual({ DescribeImageSharePermission: 2 });
  });

  it("refuses 120 accounts before it writes, because the image has room for 50", async () => {
    const { manager, counts } = await setUp(golden);
    const policy = { ...anyPolicy, accountLimit: 50 };
    await expect(
      manager.apply({ ...reference(golden), goal: wanting(someAccounts(120)), guards: policy }),
    ).rejects.toThrow(/120 accounts .* limit is 50/);
    expect(counts()).toEqual({ DescribeImageSharePermission: 1 });
  });
});

it.each([true, false])("a read of alicloud-ecs says whether the image is public: %s", async (isPublic) => {
  const { backend } = await setUp(golden, { accounts: [carol], public: isPublic });
  const page = await backend.describe(golden, ACCOUNTS, undefined, CALL_OPTIONS);
  expect(page).toEqual({ accounts: [carol], total: 1, isPublic, since: { [carol]: expect.any(String) } });
});

describe("what alicloud-ecs says of missing things", () => {
  it("does not take a missing account for a missing image", async () => {
    const { backend, emulator } = await setUp(golden, {}, { unknownAccounts: [alice] });
    const write = { add: [alice], remove: [] };
    expect(await failureOf(backend.write(golden, write, CALL_OPTIONS))).toMatchObject({
      meaning: "account-refused",
      code: "InvalidAccount.NotFound",
    });
    emulator.removeImage(golden);
    expect(await failureOf(backend.write(golden, write, CALL_OPTIONS))).toMatchObject({
      meaning: "image-gone",
      code: "InvalidImageId.NotFound",
    });
  });

  it("does not take a missing access key for a missing image", async () => {
    const { backend, emulator } = await setUp(golden);
    emulator.injectFault({ kind: "error", code: "InvalidAccessKeyId.NotFound", status: 404 });
    const failure = await failureOf(backend.describe(golden, ACCOUNTS, undefined, CALL_OPTIONS));
    expect(failure.meaning).toBe("auth");
  });

  it("finds an image that is being made, which the vendor hides unless all states are requested", async () => {
    const { backend } = await setUp(golden, { state: "Creating" });
    expect(await backend.imageCondition(golden, CALL_OPTIONS)).toEqual({ kind: "busy", state: "Creating" });
  });
});
