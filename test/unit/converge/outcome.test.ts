/** How a run can end: what is said then, what is known, and what was tried before. */
import type { ConvergeRequest } from "../../../src/converge/converge";
import { Cancelled } from "../../../src/core/errors";
import type { ErrorMeaning } from "../../../src/core/service-facts";
import { converge, failureOf } from "./failure";
import { ModelCloud, type Twist } from "./model-cloud";

type Others = { owned?: string[]; exclusive?: boolean; policy?: Partial<ConvergeRequest["guards"]> };

const wanting = (
  listed: string[],
  { owned = [], exclusive = true, policy }: Others = {},
): ConvergeRequest => ({
  goal: { listed, owned, exclusive },
  guards: { protectedAccounts: [], ...policy },
});

const always = (twist: Twist) => Array.from({ length: 50 }, () => twist);
const writesOf = (cloud: ModelCloud) => cloud.log.filter((call) => call !== "describe");
const together = { add: 10, remove: 10, together: "each" } as const;

describe("before anything is written", () => {
  it("a read that fails says so", async () => {
    const cloud = new ModelCloud();
    cloud.readTwists.push({ before: "auth" });
    const error = await failureOf(converge(cloud.context(), wanting(["a"])));
    expect(error.message).toMatch(/^img-1 \(moon-1\): Model Cloud Describe failed\. Code: it is auth/);
    expect(error).toMatchObject({ topic: "auth", wrote: false, live: undefined });
  });

  it("guards say all that is against it", async () => {
    const cloud = new ModelCloud(["a", "p"]);
    const policy = { protectedAccounts: ["p"], maxRemovals: 1 };
    const error = await failureOf(converge(cloud.context(), wanting([], { policy })));
    expect(error.message).toBe(
      "img-1 (moon-1): refused: it would revoke p, which protectedAccounts protects: list them in accounts, or take " +
        "them out of protectedAccounts first; and it would revoke 2 accounts (a, p) and maxRemovals is 1: raise " +
        "maxRemovals, or set IMAGE_SHARE_MAX_REMOVALS for this one run (it counts all images).",
    );
    expect(error).toMatchObject({ topic: "protected-accounts", wrote: false, live: new Set(["a", "p"]) });
  });
});

describe("when the vendor refuses accounts", () => {
  it("names each addition, and who keeps access because of it", async () => {
    const cloud = new ModelCloud(["old", "stuck"]);
    cloud.bad = ["bad", "stuck"];
    const error = await failureOf(converge(cloud.context(), wanting(["bad", "new"])));
    expect(error.message).toBe(
      "img-1 (moon-1): Model Cloud refuses 1 account. bad: Code: it is account-refused (RequestId R-1). " +
        "Correct or unlist the account that the vendor refuses, and run this again. Nobody loses access in a run " +
        "in which an addition fails. Still with access: old, stuck.",
    );
    expect(error).toMatchObject({ topic: "account-refused", wrote: true });
    expect([...(error.live ?? [])].sort()).toEqual(["new", "old", "stuck"]);
  });

  it("names each removal, and carries out the others", async () => {
    const cloud = new ModelCloud(["old", "stuck"]);
    cloud.bad = ["stuck"];
    const error = await failureOf(converge(cloud.context(), wanting(["new"])));
    expect(error.message).toBe(
      "img-1 (moon-1): Model Cloud refuses to take access from 1 account. " +
        "stuck: Code: it is account-refused (RequestId R-1). Still shared with stuck. Ask the vendor whether the " +
        "account is closed. To leave it as it is, list it and name it in protectedAccounts, and run this again.",
    );
    expect([...(error.live ?? [])].sort()).toEqual(["new", "stuck"]);
  });

  it("does not name one that a later read shows as it should be", async () => {
    const cloud = new ModelCloud();
    cloud.bad = ["bad", "late"];
    cloud.afterWrite = () => cloud.live.add("late");
    const error = await failureOf(converge(cloud.context(), wanting(["bad", "late", "new"])));
    expect(error.message).toContain("refuses 1 account; all others are as listed. bad:");
    expect(error.message).not.toContain("late");
  });

  it("does not send those again, while others are still under way", async () => {
    const cloud = new ModelCloud();
    cloud.bad = ["bad"];
    cloud.writeTwists.push({}, { drop: ["new"] });
    await failureOf(converge(cloud.context(), wanting(["bad", "new"])));
    expect(writesOf(cloud)).toEqual(["+bad,new -", "+bad -", "+new -"]);
    const lost = new ModelCloud();
    lost.bad = ["bad"];
    lost.writeTwists.push({}, {}, { drop: ["new"] });
    await failureOf(converge(lost.context(), wanting(["bad", "new"])));
    expect(writesOf(lost)).toEqual(["+bad,new -", "+bad -", "+new -", "+new -"]);
  });
});

describe("when it did not converge", () => {
  it("says after six rounds who has no access and should, and who keeps it because of that", async () => {
    const cloud = new ModelCloud(["stuck"]);
    cloud.writeTwists.push(...always({ drop: ["missing"] }));
    cloud.afterWrite = () => cloud.live.add("stuck");
    const error = await failureOf(converge(cloud.context({ capacity: together }), wanting(["missing"])));
    expect(error.message).toBe(
      "img-1 (moon-1): Model Cloud did not converge after 6 rounds of writing and reading back. missing should have " +
        "access and does not. Either another process is changing the shares of " +
        "this image at the same time, or the vendor acknowledges writes that it does not carry out. Make sure that " +
        "one program alone manages this image (or set exclusive: false in all of them), and run this again. " +
        "Nobody loses access in a run in which an addition fails. Still with access: stuck.",
    );
    expect(error).toMatchObject({ topic: "did-not-converge", wrote: true, live: new Set(["stuck"]) });
    expect(writesOf(cloud)).toHaveLength(6);
  });

  it.each([
    ["missing", [], ["a"], "reading back. a should have access and does not. Either"],
    ["surplus", ["x"], [], "reading back. x should not have access and does. Either"],
  ])("speaks of the %s alone when there is nothing else", async (_name, live, listed, words) => {
    const cloud = new ModelCloud(live);
    cloud.writeTwists.push(...always({ drop: ["a"] }));
    cloud.afterWrite = () => live.map((account) => cloud.live.add(account));
    const error = await failureOf(converge(cloud.context(), wanting(listed)));
    expect(error.message).toContain(words);
  });

  it("says what the vendor last said when no answer ever came", async () => {
    const cloud = new ModelCloud();
    cloud.writeTwists.push(...always({ before: "ambiguous" }));
    const error = await failureOf(converge(cloud.context(), wanting(["a"])));
    expect(error.message).toBe(
      "img-1 (moon-1): Model Cloud Write (adding a) failed. Code: it is ambiguous (RequestId R-1). " +
        "Run this again: it reads first, and does only what is left to do.",
    );
    expect(error).toMatchObject({ topic: "ambiguous", wrote: true, live: new Set() });
    expect(writesOf(cloud)).toHaveLength(6);
  });

  it("does not blame an old failure that was overcome", async () => {
    const cloud = new ModelCloud();
    cloud.writeTwists.push({ before: "ambiguous" }, ...always({ drop: ["a"] }));
    const error = await failureOf(converge(cloud.context(), wanting(["a"])));
    expect(error.topic).toBe("did-not-converge");
  });
});

describe("when a write fails", () => {
  it.each<[ErrorMeaning, number]>([
    ["ambiguous", 2],
    ["already-shared", 2],
    ["not-shared", 2],
    ["permanent", 1],
    ["auth", 1],
    ["image-gone", 1],
    ["quota", 1],
  ])("when a write fails as %s, it is sent %i times, each after a read", async (meaning, times) => {
    const cloud = new ModelCloud();
    cloud.writeTwists.push({ before: meaning });
    const run = converge(cloud.context(), wanting(["a"]));
    if (times > 1) expect(await run).toEqual(new Set(["a"]));
    else expect(await failureOf(run)).toMatchObject({ topic: meaning, wrote: true, live: new Set() });
    expect(writesOf(cloud)).toHaveLength(times);
  });

  it("is planned anew when a vendor has carried out part of it, and refuses what it has carried out", async () => {
    const cloud = new ModelCloud(["old"]);
    const write = cloud.write.bind(cloud);
    cloud.bad = ["bad"];
    cloud.write = async (target, change) => {
      if (change.add.some((account) => cloud.live.has(account)))
        cloud.writeTwists.unshift({ before: "permanent" });
      const done = write(target, change);
      for (const account of change.add) if (account !== "bad") cloud.live.add(account);
      await done;
    };
    const error = await failureOf(converge(cloud.context(), wanting(["a", "b", "bad"])));
    expect(error.message).toContain("refuses 1 account. bad:");
    expect(error.live).toEqual(new Set(["a", "b", "old"]));
  });

  it("ends well all the same if a read shows that all is done", async () => {
    const cloud = new ModelCloud();
    cloud.writeTwists.push({ after: "permanent" });
    expect(await converge(cloud.context(), wanting(["a"]))).toEqual(new Set(["a"]));
  });

  it("ends with a failure of our own, and with what is known", async () => {
    const cloud = new ModelCloud(["x"]);
    cloud.write = () => Promise.reject(new TypeError("a bug"));
    const error = await failureOf(converge(cloud.context(), wanting(["a"])));
    expect(error.message).toBe(
      "img-1 (moon-1): a bug. Nobody loses access in a run in which an addition fails. Still with access: x.",
    );
    expect(error).toMatchObject({ topic: "unexpected", wrote: true, live: new Set(["x"]) });
  });

  it("is not sent when it was cancelled, and what was done before is known", async () => {
    const cancel = new AbortController();
    const cloud = new ModelCloud();
    cloud.afterWrite = () => cancel.abort(new Cancelled());
    const context = cloud.context({ signal: cancel.signal, capacity: { ...together, add: 1 } });
    const error = await failureOf(converge(context, wanting(["a", "b"])));
    expect(error).toMatchObject({ topic: "cancelled", wrote: true, live: new Set(["a"]) });
    expect(writesOf(cloud)).toEqual(["+a -"]);
  });

  describe("of a quota", () => {
    it("is planned anew when another process has changed the shares meanwhile", async () => {
      const cloud = new ModelCloud(["old"]);
      const write = cloud.write.bind(cloud);
      cloud.write = async (target, change) => {
        if (writesOf(cloud).length === 0) cloud.live.add("stranger");
        if (change.add.length > 0 && cloud.live.size + change.add.length > 2) {
          cloud.writeTwists.unshift({ before: "quota" });
        }
        await write(target, change);
      };
      const request = wanting(["a"], { policy: { accountLimit: 2 } });
      expect(await converge(cloud.context(), request)).toEqual(new Set(["a"]));
      expect(writesOf(cloud)).toEqual(["+a -", "+ -old", "+a -", "+ -stranger"]);
    });

    it("when a write fails of a quota that others do not explain is the user's to solve, who is told what was done", async () => {
      const cloud = new ModelCloud();
      cloud.writeTwists.push({}, { before: "quota" });
      const error = await failureOf(
        converge(cloud.context({ capacity: { ...together, add: 1 } }), wanting(["a", "b"])),
      );
      expect(error.message).toContain("Model Cloud Write (adding b) failed. Code: it is quota");
      expect(error).toMatchObject({ topic: "quota", live: new Set(["a"]) });
    });

    it("is no news when removals before it took effect", async () => {
      const cloud = new ModelCloud(["x", "y"]);
      cloud.writeTwists.push({}, { before: "quota" }, { before: "quota" });
      const request = wanting(["a", "b"], { policy: { accountLimit: 2 } });
      const error = await failureOf(
        converge(cloud.context({ capacity: { ...together, remove: 1 } }), request),
      );
      expect(error.topic).toBe("quota");
      expect(error.live).toEqual(new Set(["x", "y"]));
    });
  });
});
