import { RunRemovals } from "../../../src/converge/run-removals";
import { ShareManager } from "../../../src/converge/share-manager";
import { failureOf } from "./failure";
import { ModelCloud } from "./model-cloud";

const key = "image-share:maxRemovals";
const within = (most: number, name = key) => new RunRemovals(() => ({ most, name }));

describe("what one run takes", () => {
  it("what one run takes is anything where nothing bounds it", () => {
    const removals = new RunRemovals();
    expect(removals.foresee("one", ["a", "b"])).toEqual([]);
    expect(removals.begin("two").reserve(["a", "b"])).toEqual([]);
  });

  it("what one run takes is bounded over all images, and the refusal says how far it has got and what to do", () => {
    const removals = within(3);
    expect(removals.begin("one").reserve(["a", "b"])).toEqual([]);
    expect(removals.begin("two").reserve(["a", "c"])).toEqual([
      {
        topic: "max-removals",
        reason:
          "it would revoke 2 accounts (a, c), this run has revoked access to other images 2 times, and " +
          "image-share:maxRemovals is 3: raise it, or set IMAGE_SHARE_MAX_REMOVALS=4 for this one run",
      },
    ]);
    // What was refused is not counted.
    expect(removals.begin("three").reserve(["c"])).toEqual([]);
  });

  it("says what to set where the bound is that of this one run", () => {
    const removals = within(0, "IMAGE_SHARE_MAX_REMOVALS");
    expect(
      removals
        .begin("one")
        .reserve(["a"])
        .map(({ reason }) => reason),
    ).toEqual([
      "it would revoke 1 account (a), and IMAGE_SHARE_MAX_REMOVALS is 0: set IMAGE_SHARE_MAX_REMOVALS=1 for this one run",
    ]);
  });

  it("never stands in the way of those who take nothing", () => {
    const removals = within(0);
    expect(removals.foresee("one", [])).toEqual([]);
    expect(removals.begin("one").reserve([])).toEqual([]);
  });

  it("what one run takes need not be legible in a run that takes nothing", () => {
    const removals = new RunRemovals(() => {
      throw new Error("image-share:maxRemovals must be a number");
    });
    expect(removals.foresee("one", [])).toEqual([]);
    expect(removals.begin("one").reserve([])).toEqual([]);
    expect(() => removals.begin("one").reserve(["a"])).toThrow("must be a number");
  });

  it("what one run takes is said to be one removal before where it was one", () => {
    const removals = within(1);
    removals.begin("one").reserve(["a"]);
    const [refusal] = removals.begin("two").reserve(["b"]);
    expect(refusal?.reason).toMatch(
      /^it would revoke 1 account \(b\), this run has revoked access to other images once, and /,
    );
  });

  it("counts an account of an image once, however often it is said", () => {
    const removals = within(2);
    const first = removals.begin("one");
    expect(first.reserve(["a"])).toEqual([]);
    expect(first.reserve(["a", "b"])).toEqual([]);
    first.settle(new Set());
    expect(removals.begin("one").reserve(["a", "b"])).toEqual([]);
    expect(removals.begin("two").reserve(["a"])).toHaveLength(1);
  });

  it("keeps what it has when more of the same image is refused", () => {
    const removals = within(1);
    const reservation = removals.begin("one");
    reservation.reserve(["a"]);
    expect(reservation.reserve(["a", "b"])).toHaveLength(1);
    expect(removals.begin("two").reserve(["c"])).toHaveLength(1);
  });

  it("gets back what was not taken, and nothing else", () => {
    const removals = within(3);
    const reservation = removals.begin("one");
    reservation.reserve(["a", "b", "c"]);
    reservation.settle(new Set(["b", "x"]));
    expect(removals.begin("two").reserve(["d", "e"])).toHaveLength(1);
    expect(removals.begin("two").reserve(["d"])).toEqual([]);
  });
});

describe("what a preview foresees", () => {
  it("adds up over the images looked at so far", () => {
    const removals = within(3);
    expect(removals.foresee("one", ["a", "b"])).toEqual([]);
    expect(removals.foresee("two", ["a", "c"]).map(({ reason }) => reason)).toEqual([
      "it would revoke 2 accounts (a, c), this run is to revoke access to other images 2 times, and " +
        "image-share:maxRemovals is 3: raise it, or set IMAGE_SHARE_MAX_REMOVALS=4 for this one run",
    ]);
  });

  it("what a preview foresees has nothing against an image that loses nobody, whatever the others lose", () => {
    const removals = within(1);
    expect(removals.foresee("one", ["a", "b"])).toHaveLength(1);
    expect(removals.foresee("two", [])).toEqual([]);
  });

  it("replaces what was foreseen of the same image before", () => {
    const removals = within(2);
    removals.foresee("one", ["a", "b"]);
    expect(removals.foresee("one", ["c", "d"])).toEqual([]);
    expect(removals.foresee("two", ["e"])).toHaveLength(1);
    removals.foresee("one", []);
    expect(removals.foresee("two", ["e"])).toEqual([]);
  });

  it("counts with what has been taken, each account of an image once", () => {
    const removals = within(3);
    removals.begin("one").reserve(["a", "b"]);
    removals.foresee("one", ["a"]);
    expect(removals.foresee("two", ["c"])).toEqual([]);
    expect(removals.foresee("two", ["c", "d"])).toHaveLength(1);
  });

  it("takes nothing from those who do it", () => {
    const removals = within(2);
    removals.foresee("one", ["a", "b"]);
    expect(removals.begin("two").reserve(["c", "d"])).toEqual([]);
  });

  it("what a preview foresees is over when the work begins", () => {
    const removals = within(2);
    removals.foresee("one", ["a", "b"]);
    removals.begin("one");
    expect(removals.foresee("two", ["c", "d"])).toEqual([]);
  });
});

describe("a share manager", () => {
  const shareOf = (imageId: string) => ({
    target: { service: "model", region: "moon-1", imageId },
    scope: { accounts: true, ownEcs: false },
    credentials: undefined,
    timeoutSeconds: undefined,
  });
  const listing = (...listed: string[]) => ({ listed, owned: [], exclusive: true });
  const policy = { protectedAccounts: [] };

  /** Each image is a cloud of its own. */
  function managerOf(most: number, clouds: Readonly<Record<string, ModelCloud>>) {
    const [first = new ModelCloud()] = Object.values(clouds);
    const cloudOf = (target: unknown) => clouds[(target as { imageId: string }).imageId] ?? first;
    const backend = {
      describe: (...args: Parameters<ModelCloud["describe"]>) => cloudOf(args[0]).describe(...args),
      write: (...args: Parameters<ModelCloud["write"]>) => cloudOf(args[0]).write(...args),
      callerAccount: (...args: Parameters<ModelCloud["callerAccount"]>) => first.callerAccount(...args),
      imageCondition: () => first.imageCondition(),
      listImages: (...args: Parameters<ModelCloud["listImages"]>) => first.listImages(...args),
    };
    return new ShareManager({
      clock: first.clock,
      report: () => undefined,
      open: async () => ({ facts: first.context().facts, backend }),
      removals: within(most),
    });
  }

  it("refuses an image before anything of it is written, where the run has taken too much", async () => {
    const [one, two] = [new ModelCloud(["a", "b"]), new ModelCloud(["a", "b"])];
    const manager = managerOf(3, { one, two });
    await manager.apply({ ...shareOf("one"), goal: listing(), guards: policy });
    const error = await failureOf(manager.apply({ ...shareOf("two"), goal: listing("new"), guards: policy }));
    expect(error).toMatchObject({ topic: "max-removals", wrote: false });
    expect(error.message).toContain("this run has revoked access to other images 2 times");
    expect(two.log).toEqual(["describe"]);
  });

  it("binds deletes like all others", async () => {
    const [one, two] = [new ModelCloud(["a", "b"]), new ModelCloud(["a", "b"])];
    const manager = managerOf(3, { one, two });
    await manager.revoke({ ...shareOf("one"), owned: ["a", "b"], protectedAccounts: [] });
    const error = await failureOf(
      manager.revoke({ ...shareOf("two"), owned: ["a", "b"], protectedAccounts: [] }),
    );
    expect(error).toMatchObject({ topic: "max-removals", wrote: false });
    await manager.revoke({ ...shareOf("two"), owned: ["a"], protectedAccounts: [] });
    expect([...two.live]).toEqual(["b"]);
  });

  it("sets aside for images that are worked on at the same time", async () => {
    const clouds = { one: new ModelCloud(["a", "b"]), two: new ModelCloud(["a", "b"]) };
    const manager = managerOf(3, clouds);
    const results = await Promise.allSettled(
      ["one", "two"].map((imageId) =>
        manager.apply({ ...shareOf(imageId), goal: listing(), guards: policy }),
      ),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(clouds.one.live.size + clouds.two.live.size).toBe(2);
  });

  it("counts nothing of an image whose removals failed", async () => {
    const [one, two] = [new ModelCloud(["a", "b"]), new ModelCloud(["a", "b"])];
    one.writeTwists.push({ before: "auth" });
    const manager = managerOf(2, { one, two });
    await failureOf(manager.apply({ ...shareOf("one"), goal: listing(), guards: policy }));
    await manager.apply({ ...shareOf("two"), goal: listing(), guards: policy });
    expect([...two.live]).toEqual([]);
  });

  it("counts what may have been revoked, where no read has shown it", async () => {
    const [one, two] = [new ModelCloud(["a", "b"]), new ModelCloud(["a", "b"])];
    one.readTwists.push({}, ...Array.from({ length: 50 }, () => ({ before: "auth" as const })));
    const manager = managerOf(2, { one, two });
    const failed = await failureOf(manager.apply({ ...shareOf("one"), goal: listing(), guards: policy }));
    expect(failed).toMatchObject({ wrote: true });
    const error = await failureOf(manager.apply({ ...shareOf("two"), goal: listing(), guards: policy }));
    expect(error).toMatchObject({ topic: "max-removals" });
  });

  it("asks for no more in a later round than it would in the first", async () => {
    const one = new ModelCloud(["a"]);
    // Another process shares with two others while the run writes: in all, that is one too many.
    one.afterWrite = () => {
      one.afterWrite = () => undefined;
      one.live = new Set([...one.live, "b", "c"]);
    };
    const error = await failureOf(
      managerOf(2, { one }).apply({ ...shareOf("one"), goal: listing(), guards: policy }),
    );
    expect(error).toMatchObject({ topic: "max-removals", wrote: true });
    expect([...one.live].sort()).toEqual(["b", "c"]);
  });
});

it("a large removal is judged by who had access before the run, over all of its rounds", async () => {
  const names = Array.from({ length: 10 }, (_, index) => `a${index}`);
  const cloud = new ModelCloud(names);
  cloud.afterWrite = () => {
    cloud.afterWrite = () => undefined;
    cloud.live = new Set([...cloud.live, "late"]);
  };
  const manager = new ShareManager({
    clock: cloud.clock,
    report: () => undefined,
    open: async () => ({ facts: cloud.context().facts, backend: cloud }),
  });
  const share = {
    target: { service: "model", region: "moon-1", imageId: "img-1" },
    scope: { accounts: true, ownEcs: false },
    credentials: undefined,
    timeoutSeconds: undefined,
  };
  const goal = { listed: [...names.slice(3), "x"], owned: names, exclusive: true };
  const error = await failureOf(
    manager.apply({ ...share, goal, guards: { protectedAccounts: [], refusesLargeRemovals: true } }),
  );
  expect(error).toMatchObject({ topic: "large-removal", wrote: true });
  expect(error.message).toContain("it would revoke 4 of 10 accounts (a0, a1, a2, late)");
  expect(cloud.live.has("late")).toBe(true);
});
