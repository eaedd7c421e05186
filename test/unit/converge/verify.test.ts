import type { RefusedAccount, WriteResults } from "../../../src/converge/send-writes";
import { verifyWrites } from "../../../src/converge/verify";
import { Cancelled, NotVerified, VendorError } from "../../../src/core/errors";
import type { ErrorMeaning } from "../../../src/core/service-facts";
import { failureOf } from "./failure";
import { ModelCloud } from "./model-cloud";

const before = new Set(["old", "x"]);
const nobody = new Map<string, RefusedAccount>();

/** Both writes were acknowledged: `a` and `b` added, `x` removed. */
const done: WriteResults["done"] = [
  { add: ["a", "b"], remove: [] },
  { add: [], remove: ["x"] },
];
const acknowledged: WriteResults = { done, refused: nobody, sent: 1 };

function failed(meaning: ErrorMeaning, write = { add: ["a"], remove: [] as string[] }): WriteResults {
  const error = new VendorError({ meaning, action: "Share", message: "no answer" });
  return { done: [], refused: nobody, sent: 1, failure: { error, write } };
}

/** A cloud that shows one answer after the other, and the last one from then on. */
function showing(...answers: string[][]) {
  const cloud = new ModelCloud();
  cloud.pages = () => ({ accounts: (answers.length > 1 ? answers.shift() : answers[0]) ?? [] });
  return cloud;
}

describe("the closing read", () => {
  it.each<[string, string[]]>([
    ["additions that do not show yet", ["old", "a"]],
    ["removals that do not show yet", ["old", "a", "b", "x"]],
  ])("the closing read is repeated for %s", async (_name, early) => {
    const cloud = showing(early, early, ["old", "a", "b"]);
    expect([...(await verifyWrites(cloud.context(), before, acknowledged))]).toEqual(["old", "a", "b"]);
    expect(cloud.log).toHaveLength(3);
    expect(cloud.clock.time).toBe(500 + 1_000);
  });

  it("takes for true what it shows after half a minute", async () => {
    const cloud = showing(["old", "x"]);
    expect(await verifyWrites(cloud.context(), before, acknowledged)).toEqual(before);
    expect(cloud.log).toHaveLength(7);
    expect(cloud.clock.time).toBe(500 + 1_000 + 2_000 + 4_000 + 8_000 + 16_000);
  });

  it.each<[string, WriteResults, string[], number]>([
    ["a failed write that may have been carried out, and does not show", failed("ambiguous"), ["old"], 7],
    ["a failed write that was carried out, as it shows", failed("ambiguous"), ["old", "a"], 1],
    [
      "an addition that the vendor says was there, and that does not show",
      failed("already-shared"),
      ["old"],
      7,
    ],
    ["an addition that was there indeed", failed("already-shared"), ["old", "a"], 1],
    [
      "several additions, of which one was there",
      failed("already-shared", { add: ["a", "b"], remove: [] }),
      ["b"],
      1,
    ],
    ["a removal that met an addition", failed("already-shared", { add: [], remove: ["x"] }), ["x"], 1],
    ["a removal of what is still shown", failed("not-shared", { add: [], remove: ["x"] }), ["x"], 7],
    ["a removal of what was gone", failed("not-shared", { add: [], remove: ["x"] }), [], 1],
    [
      "several removals, of which one was gone",
      failed("not-shared", { add: [], remove: ["x", "y"] }),
      ["x"],
      1,
    ],
    ["an addition that met a removal", failed("not-shared"), [], 1],
    ["a write that was refused", failed("permanent"), ["old"], 1],
    [
      "a failure of our own",
      { ...acknowledged, done: [], failure: { error: new Error("bug"), write: { add: ["a"], remove: [] } } },
      [],
      1,
    ],
  ])("the closing read after %s", async (_name, progress, answer, reads) => {
    const cloud = showing(answer);
    expect([...(await verifyWrites(cloud.context(), before, progress))]).toEqual(answer);
    expect(cloud.log).toHaveLength(reads);
  });

  it("wants to see what was acknowledged before a failure, too", async () => {
    const cloud = showing(["old"], ["old", "a", "b"]);
    await verifyWrites(cloud.context(), before, { ...failed("permanent"), done });
    expect(cloud.log).toHaveLength(2);
  });

  it.each<[string, WriteResults["done"], string]>([
    ["additions", [{ add: ["b", "a"], remove: [] }], "a, b may have gained access"],
    ["removals", [{ add: [], remove: ["x"] }], "x may have lost access"],
    ["both", done, "a, b may have gained access; x may have lost access"],
  ])("names %s that the vendor acknowledged and did not show in time", async (_name, writes, named) => {
    const cloud = showing(["old", "x"]);
    const progress = { ...acknowledged, done: writes };
    const error = await failureOf(verifyWrites(cloud.context({ timeoutMs: 2_000 }), before, progress));
    expect(error.message).toBe(
      "img-1 (moon-1): the vendor acknowledged what was sent, but reading back did not show all of it within " +
        "timeoutSeconds. Run this again: it reads first, and does only what is left to do. " +
        `No read has shown it: ${named}.`,
    );
    expect(error).toMatchObject({ topic: "not-verified", wrote: true, cause: expect.any(NotVerified) });
    expect(error.live).toEqual(new Set([...before, ...writes.flatMap(({ add }) => add)]));
  });

  it("says what failed when there is no time left to see what came of it", async () => {
    const cloud = showing(["old"]);
    const error = await failureOf(
      verifyWrites(cloud.context({ timeoutMs: 2_000 }), before, failed("ambiguous")),
    );
    expect(error.message).toBe(
      "img-1 (moon-1): Model Cloud Share (adding a) failed. no answer. " +
        "Run this again: it reads first, and does only what is left to do. " +
        "No read has shown it: a may have gained access.",
    );
    expect(error.topic).toBe("ambiguous");
    expect(error.live).toEqual(new Set(["old", "a"]));
  });
});

describe("a closing read that fails", () => {
  it("says so, and counts whatever was added as shared", async () => {
    const cloud = new ModelCloud();
    cloud.readTwists.push({ before: "auth" });
    const error = await failureOf(verifyWrites(cloud.context(), before, acknowledged));
    expect(error.message).toMatch(/^img-1 \(moon-1\): Model Cloud Describe failed\. Code: it is auth/);
    expect(error).toMatchObject({ topic: "auth", wrote: true });
    expect(error.live).toEqual(new Set(["old", "x", "a", "b"]));
    expect(cloud.log).toHaveLength(1);
  });

  it("says what the write failed of, if it did: that is the reason", async () => {
    const cloud = new ModelCloud();
    cloud.readTwists.push({ before: "auth" });
    const error = await failureOf(verifyWrites(cloud.context(), before, failed("permanent")));
    expect(error.message).toMatch(/Model Cloud Share \(adding a\) failed\. no answer\./);
    expect(error.live).toEqual(new Set(["old", "x", "a"]));
  });
});

describe("a closing read that is cancelled", () => {
  function cancelled(...answers: string[][]) {
    const cloud = showing(...answers);
    const signal = AbortSignal.abort(new Cancelled());
    return { cloud, context: cloud.context({ signal }) };
  }

  it("looks once more, and believes an answer that shows what was sent", async () => {
    const { cloud, context } = cancelled(["a", "b", "new"]);
    const error = await failureOf(verifyWrites(context, before, acknowledged));
    expect(error).toMatchObject({ topic: "cancelled", wrote: true });
    expect(error.live).toEqual(new Set(["a", "b", "new"]));
    expect(error.unverified).toEqual([]);
    expect(cloud.log).toEqual(["describe"]);
  });

  it.each<[string, WriteResults, string[], string[]]>([
    ["does not show an addition", acknowledged, ["a"], ["a", "b", "old", "x"]],
    ["still shows a removal", acknowledged, ["a", "b", "x"], ["a", "b", "old", "x"]],
    ["does not show a write of unknown outcome", failed("ambiguous"), ["old"], ["a", "old", "x"]],
  ])("does not believe an answer that %s: it may be old", async (_name, progress, answer, live) => {
    const { context } = cancelled(answer);
    const error = await failureOf(verifyWrites(context, before, progress));
    expect([...(error.live ?? [])].sort()).toEqual(live);
  });

  it("counts a write that was not begun as not sent", async () => {
    const write = { add: ["c"], remove: [] };
    const { context } = cancelled(["old", "a", "b"]);
    const progress = { done, refused: nobody, sent: 2, failure: { error: new Cancelled(), write } };
    const error = await failureOf(verifyWrites(context, before, progress));
    expect(error.message).toMatch(/^img-1 \(moon-1\): cancelled\./);
    expect(error.live).toEqual(new Set(["old", "a", "b"]));
  });

  it("gives the last look three seconds, whatever the deadline", async () => {
    const { cloud, context } = cancelled([]);
    const limits: unknown[] = [];
    cloud.describe = async (_target, _scope, _page, options) => {
      limits.push(options?.timeoutMs);
      throw new VendorError({ meaning: "throttled", action: "Describe", message: "slow down" });
    };
    const error = await failureOf(verifyWrites(context, before, acknowledged));
    expect(limits[0]).toBe(3_000);
    expect(cloud.clock.time).toBeLessThan(3_000);
    expect(error.message).toMatch(
      /^img-1 \(moon-1\): cancelled\. .* No read has shown it: a, b may have gained access; x may have lost access\.$/,
    );
    expect(error.live).toEqual(new Set(["old", "x", "a", "b"]));
    expect(error.unverified).not.toEqual([]);
  });
});

it("no read follows a round without a call, because every account was known to be refused", async () => {
  const cloud = showing(["a"]);
  expect(await verifyWrites(cloud.context(), before, { done: [], refused: nobody, sent: 0 })).toBe(before);
  expect(cloud.log).toEqual([]);
});
