/** Removals wait: nobody loses access in a run in which an addition goes wrong. */
import type { ConvergeRequest } from "../../../src/converge/converge";
import { converge as run } from "../../../src/converge/converge";
import { Cancelled } from "../../../src/core/errors";
import type { CallCapacity, ErrorMeaning } from "../../../src/core/service-facts";
import { converge, failureOf } from "./failure";
import { ModelCloud, type Twist } from "./model-cloud";

const apart = { add: 10, remove: 10, together: "never" } as const;
const each = { add: 10, remove: 10, together: "each" } as const;
const sum = { add: 10, remove: 10, together: "sum" } as const;
const capacities: [string, CallCapacity][] = [
  ["additions and removals in calls of their own", apart],
  ["additions and removals in one call", each],
  ["additions and removals that share the space of a call", sum],
];

const wanting = (
  listed: string[],
  policy: Partial<ConvergeRequest["guards"]> = {},
  owned: string[] = [],
): ConvergeRequest => ({
  goal: { listed, owned, exclusive: true },
  guards: { protectedAccounts: [], ...policy },
});

const always = (twist: Twist) => Array.from({ length: 60 }, () => twist);
const sorted = (accounts: Iterable<string> | undefined) => [...(accounts ?? [])].sort();
const writesOf = (cloud: ModelCloud) => cloud.log.filter((call) => call !== "describe");

/** A cloud that holds so many accounts, and refuses more with a code that the product may know or not. */
function full(live: string[], limit: number, refusal: ErrorMeaning, code = "Code") {
  const cloud = new ModelCloud(live);
  const write = cloud.write.bind(cloud);
  cloud.code = code;
  cloud.write = async (target, change) => {
    // Counted as if the additions came first, as vendors do.
    const after = new Set([...cloud.live, ...change.add]);
    const isTooMany = change.add.length > 0 && after.size > limit;
    cloud.writeTwists.unshift(isTooMany ? { before: refusal } : {});
    await write(target, change);
  };
  return cloud;
}

describe.each(capacities)("with %s", (_name, capacity) => {
  it("a refused addition holds all removals back, and the error names who still has access", async () => {
    const cloud = new ModelCloud(["keep", "old", "stranger"]);
    cloud.bad = ["bad"];
    const error = await failureOf(converge(cloud.context({ capacity }), wanting(["keep", "bad", "new"])));
    expect(sorted(cloud.live)).toEqual(["keep", "new", "old", "stranger"]);
    expect(sorted(error.live)).toEqual(["keep", "new", "old", "stranger"]);
    expect(error.message).toContain("refuses 1 account. bad: Code");
    expect(error.message).toContain("Still with access: old, stranger.");
    expect(error.message).not.toContain("all others are as listed");
  });

  it("an addition that is silently dropped gives access back to those who lost it", async () => {
    const cloud = new ModelCloud(["old"]);
    cloud.writeTwists.push(...always({ drop: ["lost"] }));
    const error = await failureOf(converge(cloud.context({ capacity }), wanting(["lost"])));
    expect(error).toMatchObject({ topic: "did-not-converge", live: new Set(["old"]) });
    expect(sorted(cloud.live)).toEqual(["old"]);
    expect(error.message).toContain(
      "Still with access: old. Lost access in this run and was given it back: old.",
    );
    // Only the first round took anything away: after it, removals wait for the addition.
    expect(writesOf(cloud).filter((call) => call.endsWith("-old"))).toHaveLength(1);
  });

  it("an acknowledged addition that a read does not show holds back the removals that are left", async () => {
    const cloud = new ModelCloud(["x", "y"]);
    cloud.writeTwists.push({ drop: ["a"] });
    const strangers = ["late"];
    cloud.afterWrite = () => {
      for (const stranger of strangers.splice(0, 1)) cloud.live.add(stranger);
    };
    expect(sorted(await converge(cloud.context({ capacity }), wanting(["a"])))).toEqual(["a"]);
    const writes = writesOf(cloud);
    const second = writes.findIndex((call, index) => index > 0 && call.startsWith("+a"));
    expect(writes[second]).toBe("+a -");
    expect(writes.slice(second + 1)).toEqual(["+ -late"]);
  });

  it("a failure that is final leaves those with access who would have lost it after it", async () => {
    const cloud = new ModelCloud(["old"]);
    cloud.writeTwists.push(...always({ before: "auth" }));
    const error = await failureOf(converge(cloud.context({ capacity }), wanting(["new"])));
    expect(sorted(cloud.live)).toEqual(["old"]);
    expect(error.topic).toBe("auth");
    expect(error.message).toContain("Still with access: old.");
  });

  it("an addition without an outcome is looked for, and nobody loses access before it is found", async () => {
    const cloud = new ModelCloud(["old"]);
    cloud.writeTwists.push(...always({ before: "ambiguous" }));
    const error = await failureOf(converge(cloud.context({ capacity }), wanting(["new"])));
    expect(sorted(cloud.live)).toEqual(["old"]);
    expect(error.topic).toBe("ambiguous");
    expect(error.message).toContain("Still with access: old.");
  });

  it("room that was made at the limit is given back when the addition fails", async () => {
    const cloud = new ModelCloud(["x", "y"]);
    cloud.bad = ["bad"];
    const request = wanting(["x", "bad"], { accountLimit: 2 });
    const error = await failureOf(converge(cloud.context({ capacity }), request));
    expect(sorted(cloud.live)).toEqual(["x", "y"]);
    expect(sorted(error.live)).toEqual(["x", "y"]);
    expect(error.message).toContain("was given it back: y.");
  });

  it("who stays without access because others took the room is named", async () => {
    const cloud = new ModelCloud(["x", "y"]);
    cloud.bad = ["bad"];
    const request = wanting(["a", "bad"], { accountLimit: 2 }, ["x", "y"]);
    const error = await failureOf(converge(cloud.context({ capacity }), request));
    expect(sorted(cloud.live)).toEqual(["a", "x"]);
    expect(error.message).toContain(
      "was given it back: x. Lost access in this run: y, because the image has no room",
    );
  });

  it("an error says so when access could not be given back", async () => {
    const cloud = new ModelCloud(["x", "y"]);
    cloud.bad = ["bad"];
    const write = cloud.write.bind(cloud);
    cloud.write = async (target, change) => {
      if (change.add.includes("y")) cloud.writeTwists.unshift({ before: "auth" });
      await write(target, change);
    };
    const request = wanting(["x", "bad"], { accountLimit: 2 });
    const error = await failureOf(converge(cloud.context({ capacity }), request));
    expect(error.topic).toBe("account-refused");
    expect(error.message).toMatch(/Lost access in this run: y, because giving it back failed: .*it is auth/);
    expect(sorted(error.live)).toEqual(["x"]);
  });

  it("the deadline does not keep a run from giving access back", async () => {
    const cloud = new ModelCloud(["x"]);
    cloud.writeTwists.push({}, ...always({ before: "throttled" }).slice(0, 12));
    const context = cloud.context({ capacity: { ...capacity, together: "never" }, timeoutMs: 60_000 });
    const error = await failureOf(converge(context, wanting(["a"], { accountLimit: 1 })));
    expect(error.topic).toBe("throttled");
    expect(sorted(cloud.live)).toEqual(["x"]);
  });

  it("a run that is cancelled after it made room gives it back", async () => {
    const cancel = new AbortController();
    const cloud = new ModelCloud(["x"]);
    cloud.afterWrite = () => cancel.abort(new Cancelled());
    const context = cloud.context({ capacity: { ...capacity, together: "never" }, signal: cancel.signal });
    const error = await failureOf(converge(context, wanting(["a"], { accountLimit: 1 })));
    expect(error.topic).toBe("cancelled");
    expect(sorted(cloud.live)).toEqual(["x"]);
  });

  it("removals go on without a read once additions are acknowledged", async () => {
    const cloud = new ModelCloud(["x"]);
    await converge(cloud.context({ capacity }), wanting(["a"]));
    expect(cloud.log).toEqual(
      capacity.together === "never"
        ? ["describe", "+a -", "+ -x", "describe"]
        : ["describe", "+a -x", "describe"],
    );
  });
});

describe("a limit that the product does not know", () => {
  it.each<[string, ErrorMeaning, string]>([
    ["by the code for a quota", "quota", "Full"],
    ["by a code that no table lists", "permanent", "LimitExceeded.Moon"],
    ["of an account by itself", "account-refused", "ShareQuotaExceed"],
    ["without a reason, where no limit is known", "account-refused", "Bare"],
    ["without a reason for good, where no limit is known", "permanent", "Bare"],
    ["as a call that is too large", "call-too-large", "Large"],
  ])("makes just enough room %s, foreign accounts first", async (_name, meaning, code) => {
    const cloud = full(["keep", "owned", "stranger"], 3, meaning, code);
    const request = wanting(["keep", "new"], {}, ["keep", "owned"]);
    expect(sorted(await converge(cloud.context(), request))).toEqual(["keep", "new"]);
    const writes = writesOf(cloud);
    const first = writes.findIndex((call) => call.startsWith("+ -"));
    expect(writes.slice(first)).toEqual(["+ -stranger", "+new -", "+ -owned"]);
    expect(writes.slice(0, first).every((call) => call === "+new -")).toBe(true);
  });

  it("takes access from nobody when nothing is planned to go", async () => {
    const cloud = full(["keep"], 1, "quota");
    const error = await failureOf(converge(cloud.context(), wanting(["keep", "new"])));
    expect(error.topic).toBe("quota");
    expect(writesOf(cloud)).toEqual(["+new -"]);
  });

  it("is tried once: what is refused again was not for lack of room, and all have access again", async () => {
    const cloud = new ModelCloud(["old"]);
    cloud.code = "Bare";
    cloud.bad = ["bad"];
    const error = await failureOf(converge(cloud.context(), wanting(["bad"])));
    expect(sorted(cloud.live)).toEqual(["old"]);
    expect(error.topic).toBe("account-refused");
    expect(writesOf(cloud)).toEqual(["+bad -", "+ -old", "+bad -", "+old -"]);
  });
});

describe("an account that the vendor does not know", () => {
  it("no longer blocks its own removal, once the vendor has said so twice with a read in between", async () => {
    const cloud = new ModelCloud(["closed", "old"]);
    cloud.code = "Closed.Account";
    cloud.bad = ["closed"];
    const { live, closed } = await run(cloud.context(), wanting(["new"]));
    expect(sorted(live)).toEqual(["closed", "new"]);
    expect([...closed.keys()]).toEqual(["closed"]);
    const refusals = cloud.log.flatMap((call, index) => (call === "+ -closed" ? [index] : []));
    expect(refusals).toHaveLength(2);
    expect(cloud.log.slice(refusals[0], refusals[1])).toContain("describe");
  });

  it("is not given up on after one refusal that a second try does not confirm", async () => {
    const cloud = new ModelCloud(["closed"]);
    cloud.code = "Closed";
    cloud.writeTwists.push({ before: "account-refused" });
    const { live, closed } = await run(cloud.context(), wanting([]));
    expect(sorted(live)).toEqual([]);
    expect(closed.size).toBe(0);
  });

  it("does block when it is to get access", async () => {
    const cloud = new ModelCloud();
    cloud.code = "Closed";
    cloud.bad = ["closed"];
    const error = await failureOf(converge(cloud.context(), wanting(["closed"])));
    expect(error.message).toContain("Correct or unlist the account that the vendor refuses");
    expect(writesOf(cloud)).toEqual(["+closed -"]);
  });

  it("does block its removal under a code that does not say so", async () => {
    const cloud = new ModelCloud(["stuck"]);
    cloud.bad = ["stuck"];
    const error = await failureOf(converge(cloud.context(), wanting([])));
    expect(error.topic).toBe("account-refused");
  });
});

describe("a guard", () => {
  it("lets through what gives owned accounts back that lost access outside", async () => {
    const cloud = new ModelCloud(["s1", "s2"]);
    const request = wanting(["a", "b"], { protectedAccounts: ["a"], maxRemovals: 1 }, ["a"]);
    const error = await failureOf(converge(cloud.context(), request));
    expect(error.topic).toBe("max-removals");
    expect(writesOf(cloud)).toEqual(["+a -"]);
    expect(sorted(error.live)).toEqual(["a", "s1", "s2"]);
    expect(error.wrote).toBe(true);
    expect(error.message).toContain("Given access again, because it was removed outside of Pulumi: a.");
  });

  it("says who stays without access when the rescue fails as well", async () => {
    const cloud = new ModelCloud(["s1", "s2"]);
    cloud.writeTwists.push({ before: "auth" });
    const request = wanting(["a"], { maxRemovals: 1 }, ["a"]);
    const error = await failureOf(converge(cloud.context(), request));
    expect(error.topic).toBe("max-removals");
    expect(error.message).toMatch(/a lost access outside of Pulumi, and giving it back failed: .*it is auth/);
  });

  it("gives back no more accounts than the image has room for", async () => {
    const cloud = new ModelCloud(["s1", "s2"]);
    const request = wanting(["a", "b"], { accountLimit: 3, maxRemovals: 0 }, ["a", "b"]);
    const error = await failureOf(converge(cloud.context(), request));
    expect(writesOf(cloud)).toEqual(["+a -"]);
    expect(sorted(error.live)).toEqual(["a", "s1", "s2"]);
  });
});
