/** Whose keys these are, asked of a model cloud in virtual time. */
import { ShareManager, type ShareManagerDeps } from "../../../src/converge/share-manager";
import { VendorError } from "../../../src/core/errors";
import type { ErrorMeaning } from "../../../src/core/service-facts";
import type { ReadRequest } from "../../../src/core/share-request";
import { failureOf } from "./failure";
import { ModelCloud } from "./model-cloud";
import { revokeTold } from "./told";

const target = { service: "model", region: "moon-1", imageId: "img-1" };
const scope = { accounts: true, ownEcs: false };
const share: ReadRequest = { target, scope, credentials: undefined, timeoutSeconds: undefined };
const guards = { protectedAccounts: [] };
const goal = { listed: ["a"], owned: [], exclusive: true };
const WARNING =
  /^Model Cloud: warning: Identify failed, so the account behind these keys is not known\. Code: it is /;

function managerOf(cloud: ModelCloud, opened: object = {}, host: Partial<ShareManagerDeps> = {}) {
  const { facts } = cloud.context();
  const open = async () => ({ facts, backend: cloud, ...opened });
  return new ShareManager({ clock: cloud.clock, ...cloud.says, open, ...host });
}

const identified = (cloud: ModelCloud) => cloud.log.filter((call) => call === "identify").length;

describe("the account behind the keys", () => {
  it("the account behind the keys is asked once, by however many images at once and afterwards", async () => {
    const cloud = new ModelCloud();
    const manager = managerOf(cloud);
    const asked = { ...share, target: { ...target, region: "moon-2", imageId: "img-2" } };
    const callers = await Promise.all([manager.caller(share), manager.caller(asked), manager.caller(share)]);
    cloud.clock.time += 3_600_000;
    callers.push(await manager.caller(share));
    expect(new Set(callers.map(({ account }) => account))).toEqual(new Set(["900"]));
    expect(identified(cloud)).toBe(1);
  });

  it("the account behind the keys is asked once for each set of keys, whatever the configuration calls them", async () => {
    const cloud = new ModelCloud();
    const { facts } = cloud.context();
    const principals: Record<string, string> = { prod: "keys-1", production: "keys-1", test: "keys-2" };
    const open: ShareManagerDeps["open"] = async (_service, name = "") => ({
      facts,
      backend: cloud,
      principal: principals[name] ?? "keys-0",
    });
    const manager = managerOf(cloud, {}, { open });
    for (const credentials of [undefined, "prod", "production", "test"]) {
      await manager.caller({ ...share, credentials });
    }
    expect(identified(cloud)).toBe(3);
  });

  it("the account behind the keys is asked of the image's service, with the keys that the image is reached with", async () => {
    const cloud = new ModelCloud();
    const { facts } = cloud.context();
    const opened: unknown[] = [];
    const regions: unknown[] = [];
    const callerAccount = cloud.callerAccount.bind(cloud);
    cloud.callerAccount = (region, options) => {
      regions.push(region);
      return callerAccount(region, options);
    };
    const open: ShareManagerDeps["open"] = async (...asked) => {
      opened.push(asked);
      return { facts, backend: cloud };
    };
    await managerOf(cloud, {}, { open }).caller({ ...share, credentials: "prod" });
    expect(opened).toEqual([
      ["model", "prod"],
      ["model", "prod"],
    ]);
    expect(regions).toEqual(["moon-1"]);
  });

  it("the account behind the keys is told with the place where the keys were found", async () => {
    const cloud = new ModelCloud();
    const keys = { describe: () => "environment, key ID …abcd" };
    expect(await managerOf(cloud, { keys }).caller(share)).toEqual({
      account: "900",
      keys: "environment, key ID …abcd",
    });
  });

  it.each<ErrorMeaning>(["throttled", "not-sent", "ambiguous"])(
    "the account behind the keys is asked again when the call is %s, within seconds",
    async (before) => {
      const cloud = new ModelCloud();
      cloud.identityTwists.push({ before });
      expect(await managerOf(cloud).caller(share)).toMatchObject({ account: "900" });
      expect(identified(cloud)).toBe(2);
      expect(cloud.clock.time).toBeLessThan(6_000);
      expect(cloud.lines).toEqual([]);
    },
  );

  it.each<[string, ErrorMeaning]>([
    ["refused", "auth"],
    ["unheard of", "permanent"],
    ["throttled for long", "throttled"],
    ["out of reach", "not-sent"],
  ])(
    "the account behind the keys is not known when the call is %s: one line says so, and no share waits for it",
    async (_name, before) => {
      const cloud = new ModelCloud();
      cloud.identityTwists.push(...Array.from({ length: 40 }, () => ({ before })));
      const manager = managerOf(cloud);
      const callers = await Promise.all([manager.caller(share), manager.caller(share)]);
      callers.push(await manager.caller(share));
      expect(callers).toEqual(callers.map(() => ({ account: undefined, keys: undefined })));
      expect(cloud.lines).toEqual([expect.stringMatching(WARNING)]);
      expect(cloud.lines[0]).toContain("An image that is not found counts as deleted.");
      expect(cloud.clock.time).toBeLessThan(6_000);
    },
  );

  it("the account behind the keys is asked anew a minute after a failure, and not warned of again", async () => {
    const cloud = new ModelCloud();
    cloud.clock.time = 3_600_000;
    cloud.identityTwists.push({ before: "auth" }, { before: "auth" });
    const manager = managerOf(cloud);
    await manager.caller(share);
    cloud.clock.time += 59_999;
    await manager.caller(share);
    expect(identified(cloud)).toBe(1);
    cloud.clock.time += 1;
    await manager.caller(share);
    expect(identified(cloud)).toBe(2);
    expect(cloud.lines).toHaveLength(1);
    cloud.clock.time += 60_000;
    expect(await manager.caller(share)).toMatchObject({ account: "900" });
  });

  it("the account behind the keys is not asked after Ctrl-C, without a word", async () => {
    const cloud = new ModelCloud();
    const manager = managerOf(cloud);
    manager.cancel();
    expect(await manager.caller(share)).toMatchObject({ account: undefined });
    expect([cloud.log, cloud.lines]).toEqual([[], []]);
  });

  it("the account behind the keys does not hide a mistake of ours", async () => {
    const cloud = new ModelCloud();
    cloud.callerAccount = () => Promise.reject(new TypeError("a bug"));
    await expect(managerOf(cloud).caller(share)).rejects.toThrow("a bug");
  });
});

describe("an image that is not found", () => {
  const missing = (reads = 1) => {
    const cloud = new ModelCloud(["a"]);
    cloud.readTwists.push(...Array.from({ length: reads }, () => ({ before: "image-gone" as const })));
    return cloud;
  };
  const owned = (owner: string) => ({ ...share, owner });
  const acts: readonly [string, (manager: ShareManager, reference: ReadRequest) => Promise<unknown>][] = [
    ["a read", (manager, reference) => manager.read(reference)],
    ["a change", (manager, reference) => manager.apply({ ...reference, goal, guards })],
    [
      "a delete",
      (manager, reference) => manager.revoke({ ...reference, owned: ["a"], protectedAccounts: [] }),
    ],
  ];

  it.each(acts)("makes %s fail when the keys are not the owner's", async (_name, act) => {
    const cloud = missing();
    const error = await failureOf(act(managerOf(cloud), owned("800")));
    expect(error).toMatchObject({ topic: "wrong-account", wrote: false });
    expect(error.message).toContain("not found. Keys: of account 900. Account 800 owns the image");
    expect([cloud.log, cloud.lines]).toEqual([["describe", "identify"], []]);
  });

  it.each([
    ["the owner's", owned("900")],
    ["of an owner that nobody has recorded", share],
  ])("is gone for keys that are %s", async (_name, reference) => {
    expect(await managerOf(missing()).read(reference)).toBeUndefined();
    const changed = await failureOf(managerOf(missing()).apply({ ...reference, goal, guards }));
    expect(changed).toMatchObject({ topic: "image-gone" });
    expect(changed.message).toMatch(
      /remove the resource or point imageId at its replacement\. Keys: of account 900\.$/,
    );
    await expect(
      managerOf(missing()).revoke({ ...reference, owned: ["a"], protectedAccounts: [] }),
    ).resolves.toEqual({ kind: "image-gone", keys: "of account 900" });
  });

  it.each(["800", undefined])(
    "is gone, with a warning, when the cloud does not say whose keys these are",
    async (owner) => {
      const cloud = missing(2);
      cloud.identityTwists.push({ before: "auth" });
      const manager = managerOf(cloud);
      expect(await manager.read({ ...share, owner })).toBeUndefined();
      await revokeTold(cloud, manager, { ...share, owner, owned: ["a"], protectedAccounts: [] });
      expect(cloud.lines).toEqual([
        expect.stringMatching(WARNING),
        expect.stringContaining("it is still shared with: a"),
      ]);
    },
  );

  it("is gone when it vanishes in the middle of a delete: what was written is told", async () => {
    const cloud = new ModelCloud(["a", "b"]);
    cloud.writeTwists.push({ before: "image-gone" });
    await revokeTold(cloud, managerOf(cloud), {
      ...owned("800"),
      owned: ["a", "b"],
      protectedAccounts: [],
    });
    expect(cloud.lines[0]).toContain("it is still shared with: a, b");
  });
});

describe("an image that may not be touched", () => {
  it.each<ErrorMeaning>(["auth", "permanent"])(
    "an image that may not be touched is named as another account's when the answer is %s and the keys are not the owner's",
    async (before) => {
      const cloud = new ModelCloud(["a"]);
      cloud.readTwists.push({ before });
      const error = await failureOf(managerOf(cloud).read({ ...share, owner: "800" }));
      expect(error.topic).toBe("wrong-account");
      expect(error.message).toMatch(
        /^img-1 \(moon-1\): Model Cloud Describe failed\. Code: .* Keys: of account 900\. Account 800 owns/,
      );
    },
  );

  it.each<[string, ErrorMeaning, string | undefined, number]>([
    ["these are the owner's keys", "auth", "900", 1],
    ["no owner is recorded", "auth", undefined, 0],
    ["the answer has nothing to do with keys", "ambiguous", "800", 0],
  ])(
    "an image that may not be touched is told in the vendor's words alone when %s",
    async (_name, before, owner, asked) => {
      const cloud = new ModelCloud(["a"]);
      cloud.readTwists.push(...Array.from({ length: 10 }, () => ({ before })));
      const error = await failureOf(managerOf(cloud).read({ ...share, owner }));
      expect(error).toMatchObject({ topic: before, cause: expect.any(VendorError) });
      expect(error.message).not.toContain("900");
      expect(identified(cloud)).toBe(asked);
    },
  );

  it("an image that may not be touched is told without a warning when the keys are refused there as well", async () => {
    const cloud = new ModelCloud(["a"]);
    cloud.readTwists.push({ before: "auth" });
    cloud.identityTwists.push({ before: "auth" });
    const error = await failureOf(managerOf(cloud).read({ ...share, owner: "800" }));
    expect([error.topic, cloud.lines.filter((line) => WARNING.test(line))]).toEqual(["auth", []]);
  });
});

it("costs no run an identity call that finds its image", async () => {
  const cloud = new ModelCloud(["a"]);
  const manager = managerOf(cloud);
  await manager.read({ ...share, owner: "900" });
  await manager.apply({ ...share, owner: "900", goal, guards });
  await manager.apply({ ...share, owner: "900", goal: { ...goal, listed: ["b"] }, guards });
  await manager.revoke({ ...share, owner: "900", owned: ["b"], protectedAccounts: [] });
  expect(identified(cloud)).toBe(0);
});
