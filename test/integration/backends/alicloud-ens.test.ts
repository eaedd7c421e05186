import { revokedLines } from "../../../src/core/result-messages";
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

const golden = { service: "alicloud-ens", imageId: "m-5s7qotzavwbrnzaqh4unm" } as const;
const [alice = "", bob = "", carol = ""] = someAccounts(3);

describe("requests of alicloud-ens", () => {
  it("carry the documented parameters and no others, and no region", async () => {
    const { backend, requests } = await setUp(golden);
    await backend.write(golden, { add: [alice, bob], remove: [] }, CALL_OPTIONS);
    await backend.write(golden, { add: [], remove: [bob] }, CALL_OPTIONS);
    await backend.describe(golden, ACCOUNTS, undefined, CALL_OPTIONS);
    await backend.describe(golden, ACCOUNTS, "2", CALL_OPTIONS);
    await backend.imageCondition(golden, CALL_OPTIONS);
    const image = { ImageId: golden.imageId };
    expect(requests()).toEqual([
      ["ModifyImageSharePermission", { ...image, AddAccounts: `${alice},${bob}` }],
      ["ModifyImageSharePermission", { ...image, RemoveAccounts: bob }],
      ["DescribeImageSharePermission", { ...image, PageNumber: "1", PageSize: "100" }],
      ["DescribeImageSharePermission", { ...image, PageNumber: "2", PageSize: "100" }],
      ["DescribeSelfImages", { ...image, PageNumber: "1", PageSize: "50" }],
    ]);
  });
});

describe("sharing on alicloud-ens", () => {
  it("adds everybody in one call and removes one by one: D + 1 + R + D", async () => {
    const accounts = someAccounts(123);
    const { manager, emulator, counts } = await setUp(golden, { accounts: accounts.slice(0, 3) });
    await manager.apply({ ...reference(golden), goal: wanting(accounts.slice(3)), guards: anyPolicy });
    expect(emulator.accounts(golden).sort()).toEqual(accounts.slice(3));
    expect(counts()).toEqual({ DescribeImageSharePermission: 3, ModifyImageSharePermission: 4 });
  });

  it("sharing on alicloud-ens needs one call to find that nothing is to be done", async () => {
    const { manager, counts } = await setUp(golden, { accounts: [alice] });
    await manager.apply({ ...reference(golden), goal: wanting([alice]), guards: anyPolicy });
    expect(counts()).toEqual({ DescribeImageSharePermission: 1 });
  });

  it("waits for an image that is being made, although its code says only that something went wrong", async () => {
    const bench = await setUp(golden, { state: "Packing" });
    let sleeps = 0;
    bench.onSleep = () => {
      sleeps += 1;
      if (sleeps === 6) bench.emulator.setImageState(golden, "Available");
    };
    await bench.manager.apply({ ...reference(golden), goal: wanting([alice]), guards: anyPolicy });
    expect(bench.emulator.accounts(golden)).toEqual([alice]);
    expect(bench.lines.at(-1)).toContain("the image is busy");
  });

  it("sharing on alicloud-ens does not wait for an image that failed, and names its state", async () => {
    const { manager } = await setUp(golden, { state: "Pack_failed" });
    await expect(
      manager.apply({ ...reference(golden), goal: wanting([alice]), guards: anyPolicy }),
    ).rejects.toThrow(/CallInterface: .*\(the image's state: Pack_failed\)/);
  });

  it("reads before it writes again when the code says only that something went wrong", async () => {
    const { manager, emulator, requests } = await setUp(golden);
    emulator.injectFault({
      kind: "error",
      code: "ens.interface.error",
      action: "ModifyImageSharePermission",
    });
    await manager.apply({ ...reference(golden), goal: wanting([alice]), guards: anyPolicy });
    const actions = requests().map(([action]) => action);
    // How often it reads before it believes that nothing was written is not this test's business.
    expect(actions.filter((action, index) => action !== actions[index - 1])).toEqual([
      "DescribeImageSharePermission",
      "ModifyImageSharePermission",
      "DescribeSelfImages",
      "DescribeImageSharePermission",
      "ModifyImageSharePermission",
      "DescribeImageSharePermission",
    ]);
  });

  it("takes a refused AddAccounts for the accounts' fault", async () => {
    const { backend } = await setUp(golden, {}, { unknownAccounts: [carol] });
    const failure = await failureOf(backend.write(golden, { add: [carol], remove: [] }, CALL_OPTIONS));
    expect(failure).toMatchObject({ meaning: "account-refused", code: "InvalidParameter.AddAccounts" });
  });
});

describe("an image of alicloud-ens that is gone", () => {
  it.each(["ens.interface.error", "InvalidParameter.ImageId"] as const)(
    "is recognised behind %s by one look at the images",
    async (ensMissingImage) => {
      const { manager, emulator, requests } = await setUp(golden, {}, { ensMissingImage });
      emulator.removeImage(golden);
      // The filter is fuzzy: this one is answered for the other's ID.
      emulator.putImage({ ...golden, imageId: `${golden.imageId}2` });
      expect(await manager.read(reference(golden))).toBeUndefined();
      expect(requests().map(([action]) => action)).toEqual([
        "DescribeImageSharePermission",
        "DescribeSelfImages",
        // Whose keys did not find it.
        "GetCallerIdentity",
      ]);
    },
  );

  it("is recognised by the first write where the list of accounts is just empty", async () => {
    const { manager, emulator } = await setUp(golden, {}, { ensMissingImage: "empty" });
    emulator.removeImage(golden);
    await expect(
      manager.apply({ ...reference(golden), goal: wanting([alice]), guards: anyPolicy }),
    ).rejects.toThrow(/Check imageId/);
  });

  it("is a successful delete, which says who may still have access", async () => {
    const { manager, emulator, lines, counts } = await setUp(golden, { accounts: [alice] });
    emulator.removeImage(golden);
    const request = { ...reference(golden), owned: [alice], protectedAccounts: [] };
    expect([...lines, ...revokedLines(request, await manager.revoke(request))]).toEqual([
      expect.stringMatching(new RegExp(`^${golden.imageId}: warning: .* still shared with: ${alice}$`)),
    ]);
    expect(counts()).toEqual({
      DescribeImageSharePermission: 1,
      DescribeSelfImages: 1,
      GetCallerIdentity: 1,
    });
  });

  it("is not what an image is taken for that is there", async () => {
    const { manager, emulator } = await setUp(golden, { accounts: [alice] });
    emulator.injectFault({ kind: "error", code: "ens.interface.error", times: 2 });
    expect([...((await manager.read(reference(golden))) ?? [])]).toEqual([alice]);
  });

  it("is not concluded from a list of similar images that has further pages", async () => {
    const { backend, emulator } = await setUp(golden);
    emulator.removeImage(golden);
    for (let index = 10; index < 61; index++) {
      emulator.putImage({ ...golden, imageId: `${golden.imageId}${index}` });
    }
    expect(await failureOf(backend.imageCondition(golden, CALL_OPTIONS))).toMatchObject({
      meaning: "ambiguous",
    });
  });
});
