import { ShareManager, type ShareManagerDeps } from "../../../src/converge/share-manager";
import { ConfigurationError, VendorError } from "../../../src/core/errors";
import type { ErrorMeaning, ServiceFacts } from "../../../src/core/service-facts";
import type { ReadRequest } from "../../../src/core/share-request";
import { failureOf } from "./failure";
import { ModelCloud } from "./model-cloud";
import { revokeTold } from "./told";

const target = { service: "model", region: "moon-1", imageId: "img-1" };
const scope = { accounts: true, ownEcs: false };
const share: ReadRequest = { target, scope, credentials: undefined, timeoutSeconds: undefined };
const policy = { protectedAccounts: [] };

function managerOf(
  cloud: ModelCloud,
  changes: Partial<ServiceFacts> = {},
  host: Partial<ShareManagerDeps> = {},
) {
  const facts = { ...cloud.context().facts, ...changes };
  const open = async () => ({ facts, backend: cloud });
  return new ShareManager({ clock: cloud.clock, ...cloud.says, open, ...host });
}

const listing = (...listed: string[]) => ({ listed, owned: [], exclusive: true });

describe("reading an image", () => {
  it("serves everybody who asks within seconds from one read", async () => {
    const cloud = new ModelCloud(["a"]);
    const manager = managerOf(cloud);
    const answers = await Promise.all([manager.read(share), manager.read(share)]);
    expect(answers).toEqual([new Set(["a"]), new Set(["a"])]);
    expect(cloud.log).toEqual(["describe"]);
    cloud.clock.time += 10_001;
    await manager.read(share);
    expect(cloud.log).toHaveLength(2);
  });

  it.each<[string, Partial<ReadRequest>]>([
    ["another image", { target: { ...target, imageId: "img-2" } }],
    ["another region", { target: { ...target, region: "moon-2" } }],
    ["the own ECS as well", { scope: { accounts: true, ownEcs: true } }],
    ["the own ECS alone", { scope: { accounts: false, ownEcs: true } }],
  ])("reading an image does not take its answer for that about %s", async (_name, changes) => {
    const cloud = new ModelCloud(["a"]);
    const manager = managerOf(cloud);
    await manager.read(share);
    await manager.read({ ...share, ...changes });
    expect(cloud.log).toHaveLength(2);
  });

  it("tells accounts alone from the own ECS alone, and both from both", async () => {
    const cloud = new ModelCloud(["a"]);
    const manager = managerOf(cloud);
    for (const accounts of [true, false])
      for (const ownEcs of [true, false]) await manager.read({ ...share, scope: { accounts, ownEcs } });
    expect(cloud.log).toHaveLength(4);
  });

  it("reading an image has no answer for an image that is gone", async () => {
    const cloud = new ModelCloud();
    cloud.readTwists.push({ before: "image-gone" });
    expect(await managerOf(cloud).read(share)).toBeUndefined();
  });

  it("fails with the vendor's words, and with nothing written", async () => {
    const cloud = new ModelCloud();
    cloud.readTwists.push({ before: "auth" });
    const error = await failureOf(managerOf(cloud).read(share));
    expect(error.message).toMatch(/^img-1 \(moon-1\): Model Cloud Describe failed\. Code: it is auth/);
    expect(error).toMatchObject({ wrote: false, topic: "auth", live: undefined });
  });

  it("fails as the service cannot be opened", async () => {
    const missing = new ConfigurationError("no key", "credentials");
    const manager = managerOf(new ModelCloud(), {}, { open: () => Promise.reject(missing) });
    await expect(manager.read(share)).rejects.toBe(missing);
    expect(manager.busy).toBe(false);
  });

  it("opens the service of the image with the credentials of the share", async () => {
    const cloud = new ModelCloud();
    const opened: unknown[] = [];
    const { facts } = cloud.context();
    const open: ShareManagerDeps["open"] = async (service, credentials) => {
      opened.push([service, credentials]);
      return { facts, backend: cloud };
    };
    await managerOf(cloud, {}, { open }).read({ ...share, credentials: "prod" });
    expect(opened).toEqual([["model", "prod"]]);
  });
});

describe("applying a goal", () => {
  it("begins with a read that is seconds old, and trusts it no longer afterwards", async () => {
    const cloud = new ModelCloud();
    const manager = managerOf(cloud);
    await manager.read(share);
    expect((await manager.apply({ ...share, goal: listing("a"), guards: policy })).live).toEqual(
      new Set(["a"]),
    );
    expect(cloud.log).toEqual(["describe", "+a -", "describe"]);
    expect(await manager.read(share)).toEqual(new Set(["a"]));
    expect(cloud.log).toHaveLength(4);
  });

  it("applying a goal is done one after the other on one image", async () => {
    const cloud = new ModelCloud();
    const manager = managerOf(cloud);
    const both = [listing("a"), listing("b")].map((goal) =>
      manager.apply({ ...share, goal, guards: policy }),
    );
    expect(manager.busy).toBe(true);
    await manager.settled();
    expect(manager.busy).toBe(false);
    await Promise.all(both);
    expect(cloud.log).toEqual(["describe", "+a -", "describe", "describe", "+b -", "+ -a", "describe"]);
  });

  it.each([
    [undefined, 900_000],
    [60, 60_000],
  ])("ends within timeoutSeconds (%p): %i ms", async (timeoutSeconds, most) => {
    const cloud = new ModelCloud();
    cloud.describe = () =>
      Promise.reject(new VendorError({ meaning: "throttled", action: "Describe", message: "slow down" }));
    await failureOf(
      managerOf(cloud).apply({ ...{ ...share, timeoutSeconds }, goal: listing("a"), guards: policy }),
    );
    expect(cloud.clock.time).toBeLessThan(most);
    expect(cloud.clock.time).toBeGreaterThan(most - 40_000);
    expect(cloud.lines.at(-1)).toMatch(/^img-1 \(moon-1\): Describe: slow down; retrying in \d+ s$/);
  });
});

describe("revoking", () => {
  it("takes access from the accounts that state lists, and names them and all others", async () => {
    const cloud = new ModelCloud(["mine", "theirs", "kept"]);
    await revokeTold(cloud, managerOf(cloud), {
      ...share,
      owned: ["mine", "kept", "gone"],
      protectedAccounts: ["kept", "elsewhere"],
    });
    expect([...cloud.live]).toEqual(["theirs", "kept"]);
    expect(cloud.lines).toEqual([
      "img-1 (moon-1): lost access: mine",
      "img-1 (moon-1): warning: still shared with accounts that this resource never listed: theirs",
      "img-1 (moon-1): warning: still shared because protectedAccounts protects them: kept",
    ]);
  });

  it("names also who was shared again meanwhile, and had to be revoked in a second round", async () => {
    const cloud = new ModelCloud(["a"]);
    const returning = ["b"];
    cloud.afterWrite = () => {
      for (const account of returning.splice(0)) cloud.live.add(account);
    };
    await revokeTold(cloud, managerOf(cloud), { ...share, owned: ["a", "b"], protectedAccounts: [] });
    expect(cloud.lines).toEqual(["img-1 (moon-1): lost access: a, b"]);
  });

  it("keeps accounts that another resource of the same run lists, in either order of claims", async () => {
    const cloud = new ModelCloud(["a", "b", "c", "p"]);
    const manager = managerOf(cloud);
    manager.claims.claim(target, ["a", "p"]);
    manager.claims.claim(target, ["b"]);
    manager.claims.claim({ ...target, imageId: "img-2" }, ["c"]);
    await revokeTold(cloud, manager, { ...share, owned: ["a", "b", "c"], protectedAccounts: ["p"] });
    expect([...cloud.live]).toEqual(["a", "b", "p"]);
    expect(cloud.lines).toEqual([
      "img-1 (moon-1): lost access: c",
      "img-1 (moon-1): warning: still shared because the program lists them: a, b",
    ]);
  });

  it("reads anew: what was read moments ago may have changed since", async () => {
    const cloud = new ModelCloud();
    const manager = managerOf(cloud);
    await manager.read(share);
    cloud.live.add("a");
    await manager.revoke({ ...share, owned: ["a"], protectedAccounts: [] });
    expect(cloud.log).toEqual(["describe", "describe", "+ -a", "describe"]);
    await manager.read(share);
    expect(cloud.log).toHaveLength(5);
  });

  it.each<[string, ErrorMeaning[], ErrorMeaning[]]>([
    ["at the first read", ["image-gone"], []],
    ["at the write", [], ["image-gone"]],
  ])(
    "is done when the image is gone %s, and says who may still have access",
    async (_name, reads, writes) => {
      const cloud = new ModelCloud(["a"]);
      cloud.readTwists.push(...reads.map((before) => ({ before })));
      cloud.writeTwists.push(...writes.map((before) => ({ before })));
      await revokeTold(cloud, managerOf(cloud), { ...share, owned: ["a"], protectedAccounts: [] });
      expect(cloud.lines).toEqual([
        expect.stringContaining(
          "not visible to these credentials (of account 900): if it still exists, it is still shared with: a",
        ),
      ]);
    },
  );

  it("fails as any other write does", async () => {
    const cloud = new ModelCloud(["a"]);
    cloud.writeTwists.push({ before: "permanent" });
    const error = await failureOf(managerOf(cloud).revoke({ ...share, owned: ["a"], protectedAccounts: [] }));
    expect(error).toMatchObject({ wrote: true, topic: "permanent", live: new Set(["a"]) });
  });

  it("fails with an error of our own as it is, below whatever it lies", async () => {
    const cloud = new ModelCloud(["a"]);
    cloud.describe = () => Promise.reject(new Error("a bug", { cause: "no error" }));
    const error = await failureOf(managerOf(cloud).revoke({ ...share, owned: ["a"], protectedAccounts: [] }));
    expect(error).toMatchObject({ message: "img-1 (moon-1): a bug", topic: "unexpected" });
  });
});

describe("the vendor's limits", () => {
  const aMinute = { calls: 1, perMs: 60_000 };

  /** How long it takes until two shares were read, each read after asking for its turn. */
  async function timeOf(per: "region" | "account", second: Partial<ReadRequest>): Promise<number> {
    const cloud = new ModelCloud();
    cloud.describe = async (_target, _scope, _page, options) => {
      await options?.acquire("Describe");
      return { accounts: [] };
    };
    const manager = managerOf(cloud, { rateLimits: { Describe: { ...aMinute, per } } });
    await manager.read(share);
    await manager.read({ ...share, ...second });
    const [line] = cloud.progress;
    if (cloud.clock.time > 0)
      expect(line).toMatch(/^model.*; waiting for the vendor's limit of 1 calls in 60 s for Describe/);
    return cloud.clock.time;
  }

  const another = { ...target, imageId: "img-2" };

  it.each<[string, "region" | "account", Partial<ReadRequest>, boolean]>([
    ["another image of the region", "region", { target: another }, true],
    [
      "another region, where regions are counted apart",
      "region",
      { target: { ...another, region: "moon-2" } },
      false,
    ],
    [
      "another region, where the account is counted",
      "account",
      { target: { ...another, region: "moon-2" } },
      true,
    ],
    ["other credentials", "account", { target: another, credentials: "prod" }, false],
  ])("the vendor's limits are counted for %s (per %s)", async (_name, per, second, together) => {
    expect((await timeOf(per, second)) > 0).toBe(together);
  });
});

describe("cancelling", () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it("lets a write that was sent end within five seconds, and begins nothing more", async () => {
    const cloud = new ModelCloud();
    const manager = managerOf(cloud);
    let begun: () => void = () => undefined;
    const writing = new Promise<void>((resolve) => {
      begun = resolve;
    });
    let sent: AbortSignal | undefined;
    cloud.write = async (_target, _write, options) => {
      sent = options?.signal;
      begun();
      const details = {
        meaning: "ambiguous",
        action: "ShareImage",
        message: "The user aborted a request.",
      } as const;
      await new Promise((_, reject) =>
        sent?.addEventListener("abort", () => reject(new VendorError(details))),
      );
    };
    const failure = failureOf(manager.apply({ ...share, goal: listing("a"), guards: policy }));
    await writing;
    manager.cancel();
    jest.advanceTimersByTime(4_999);
    manager.cancel();
    expect(sent?.aborted).toBe(false);
    jest.advanceTimersByTime(1);
    expect(sent?.aborted).toBe(true);
    const error = await failure;
    expect(error.message).toBe(
      "img-1 (moon-1): cancelled while ShareImage (adding a) was under way, before the vendor answered. Run this again: " +
        "it reads first, and does only what is left to do. No read has shown it: a may have gained access.",
    );
    expect(error).toMatchObject({ topic: "cancelled", wrote: true });
    const next = await failureOf(manager.apply({ ...share, goal: listing("b"), guards: policy }));
    expect(next).toMatchObject({ topic: "cancelled", wrote: false });
  });

  it("does not keep the process alive, however often it is asked for", () => {
    const timers = jest.spyOn(globalThis, "setTimeout");
    const manager = managerOf(new ModelCloud());
    manager.cancel();
    manager.cancel();
    const [timer] = timers.mock.results.map(({ value }) => value as NodeJS.Timeout);
    expect(timers).toHaveBeenCalledTimes(1);
    expect(timer?.hasRef()).toBe(false);
    timers.mockRestore();
  });
});
