/** What one failure means for the run, and how the errors that end it are worded. */
import {
  didNotConverge,
  guardError,
  isFinal,
  isNoRoom,
  mayMeanNoRoom,
  refusedError,
  shrink,
} from "../../../src/converge/outcome";
import { newRecord } from "../../../src/converge/run-record";
import { VendorError } from "../../../src/core/errors";
import type { Write } from "../../../src/core/schedule";
import type { ErrorMeaning } from "../../../src/core/service-facts";
import { ModelCloud } from "./model-cloud";

const context = new ModelCloud().context();
const { facts } = context;

const refusal = (meaning: ErrorMeaning, code = "Code") =>
  new VendorError({ meaning, action: "Write", message: `it is ${meaning}`, code });

const adding = (...add: string[]): Write => ({ add, remove: [] });
const removing = (...remove: string[]): Write => ({ add: [], remove });
const ofOurs = { error: new TypeError("a bug"), write: adding("a") };

describe("a run goes on after a failure", () => {
  it.each<[ErrorMeaning]>([["ambiguous"], ["already-shared"], ["not-shared"]])(
    "a run goes on after a failure that is %s, as a read clears it up",
    (meaning) => {
      expect(isFinal({ error: refusal(meaning), write: adding("a") }, false)).toBe(false);
    },
  );

  it("a run goes on after a failure of a call that was too large, as long as it holds more than one account", () => {
    const error = refusal("call-too-large");
    expect(isFinal({ error, write: adding("a", "b") }, false)).toBe(false);
    expect(isFinal({ error, write: { add: ["a"], remove: ["b"] } }, false)).toBe(false);
    expect(isFinal({ error, write: adding("a") }, false)).toBe(true);
    expect(isFinal({ error, write: removing("a") }, true)).toBe(true);
  });

  it.each<[ErrorMeaning]>([["quota"], ["permanent"]])(
    "a run goes on after a failure that is %s, only after news",
    (meaning) => {
      const failure = { error: refusal(meaning), write: adding("a") };
      expect(isFinal(failure, true)).toBe(false);
      expect(isFinal(failure, false)).toBe(true);
    },
  );

  it.each<[ErrorMeaning]>([["auth"], ["image-gone"], ["throttled"], ["unclear"], ["image-busy"]])(
    "a run goes on after a failure that is %s in no case",
    (meaning) => {
      expect(isFinal({ error: refusal(meaning), write: adding("a", "b") }, true)).toBe(true);
    },
  );

  it("a run goes on after a failure of our own in no case", () => {
    expect(isFinal(ofOurs, true)).toBe(true);
  });
});

describe("an image is full", () => {
  it.each<[string, ErrorMeaning, string, Write]>([
    ["a quota is reached", "quota", "Code", adding("a", "b")],
    ["one account is too many for a call", "call-too-large", "Code", adding("a")],
    ["a code that no table lists speaks of a limit", "permanent", "LimitExceeded", adding("a", "b")],
    ["a code says nothing, and no limit is known", "permanent", "Bare", adding("a", "b")],
  ])("an image is full when %s", (_name, meaning, code, write) => {
    expect(isNoRoom(facts, { error: refusal(meaning, code), write })).toBe(true);
  });

  it.each<[string, ErrorMeaning, string, Write]>([
    ["nobody was to be added", "quota", "Code", removing("a")],
    ["two accounts are too many for a call", "call-too-large", "Code", adding("a", "b")],
    ["one each way is too many for a call", "call-too-large", "Code", { add: ["a"], remove: ["b"] }],
    ["a code speaks of something else", "permanent", "Code", adding("a")],
    ["the keys are refused", "auth", "LimitExceeded", adding("a")],
    ["no answer came", "ambiguous", "LimitExceeded", adding("a")],
  ])("not when %s", (_name, meaning, code, write) => {
    expect(isNoRoom(facts, { error: refusal(meaning, code), write })).toBe(false);
  });

  it("not when the failure is our own", () => {
    expect(isNoRoom(facts, ofOurs)).toBe(false);
    expect(mayMeanNoRoom(facts, ofOurs)).toBe(false);
  });

  it("perhaps when an addition fails without a reason where no limit is known", () => {
    const unexplained = refusal("ambiguous", "Bare");
    expect(mayMeanNoRoom(facts, { error: unexplained, write: adding("a") })).toBe(true);
    expect(mayMeanNoRoom(facts, { error: unexplained, write: removing("a") })).toBe(false);
    expect(mayMeanNoRoom({ ...facts, accountLimit: 9 }, { error: unexplained, write: adding("a") })).toBe(
      false,
    );
    expect(mayMeanNoRoom(facts, { error: refusal("ambiguous"), write: adding("a") })).toBe(false);
    expect(mayMeanNoRoom(facts, { error: refusal("permanent", "Bare"), write: adding("a") })).toBe(false);
  });
});

describe("what a call may carry after one that was too large", () => {
  const capacity = { add: 10, remove: 20, together: "each" } as const;

  it.each<[string, Write, object]>([
    ["half of the additions", adding("a", "b", "c"), { add: 2, remove: 20, together: "each" }],
    ["half of the removals", removing("a", "b", "c"), { add: 10, remove: 2, together: "each" }],
    ["half each way", { add: ["a"], remove: ["b", "c"] }, { add: 1, remove: 1, together: "each" }],
    ["one direction alone", { add: ["a"], remove: ["b"] }, { add: 10, remove: 20, together: "never" }],
  ])("is %s", (_name, write, expected) => {
    expect(shrink(capacity, write)).toEqual(expected);
  });

  it("is never more than before", () => {
    expect(shrink({ ...capacity, add: 1 }, adding("a", "b", "c", "d")).add).toBe(1);
  });
});

describe("the error of a guard", () => {
  const found = [
    { reason: "first", topic: "max-removals" },
    { reason: "second", topic: "account-limit" },
  ] as const;
  const nothing = { live: new Set(["s"]), unverified: [], attempted: [], returned: [] };

  it("gives all reasons and the topic of the first", () => {
    const error = guardError(context, found, nothing, false);
    expect(error.message).toBe("img-1 (moon-1): refused: first; and second.");
    expect(error).toMatchObject({
      topic: "max-removals",
      wrote: false,
      live: new Set(["s"]),
      unverified: [],
    });
  });

  it("knows that something was written, before the guard or after it", () => {
    expect(guardError(context, found, nothing, true).wrote).toBe(true);
    expect(guardError(context, found, { ...nothing, attempted: ["a"] }, false).wrote).toBe(true);
  });

  it("names who was given access again and who was to be", () => {
    const rescue = {
      ...nothing,
      attempted: ["a", "b"],
      returned: ["a"],
      failure: "giving it back failed: no",
    };
    expect(guardError(context, found, rescue, false).message).toBe(
      "img-1 (moon-1): refused: first; and second. Given access again, because it was removed outside of Pulumi: a. " +
        "a, b lost access outside of Pulumi, and giving it back failed: no.",
    );
  });
});

describe("the error of accounts that are refused", () => {
  const plan = { add: ["bad"], keep: [], remove: ["shut", "stuck"], foreign: [] };
  const error = refusal("account-refused");
  const live = new Set(["shut", "stuck"]);

  it("names each with the vendor's words, but not those that are closed", () => {
    const record = {
      ...newRecord(),
      refused: new Map([["bad", error]]),
      doubted: new Map([
        ["shut", error],
        ["stuck", error],
      ]),
      closed: new Map([["shut", error]]),
      wrote: true,
    };
    const ending = refusedError(context, plan, record, live);
    expect(ending.message).toContain("Model Cloud refuses 1 account. bad: Code: it is account-refused.");
    expect(ending.message).toContain("refuses to take access from 1 account. stuck: Code");
    expect(ending.message).not.toContain("shut");
    expect(ending).toMatchObject({ topic: "account-refused", wrote: true, live });
  });

  it.each([
    ["all others are as listed", "bad", []],
    ["removals are held back", "bad", ["x"]],
    ["other additions are missing", "bad,other", []],
  ])("says so only where %s", (name, add, remove) => {
    const record = { ...newRecord(), refused: new Map([["bad", error]]) };
    const held = { ...plan, add: add.split(","), remove };
    const { message, wrote } = refusedError(context, held, record, live);
    expect(message.includes("all others are as listed")).toBe(name === "all others are as listed");
    expect(wrote).toBe(false);
  });
});

it("what did not converge names who is missing, and who has too much only if nobody is", () => {
  const plan = { keep: [], foreign: [], add: ["a"], remove: ["x"] };
  const live = new Set(["x"]);
  const missing = didNotConverge(context, plan, live, 6);
  expect(missing.message).toContain(
    "after 6 rounds of writing and reading back. a should have access and does not. Either",
  );
  expect(missing).toMatchObject({ topic: "did-not-converge", wrote: true, live });
  expect(didNotConverge(context, { ...plan, add: [] }, live, 6).message).toContain(
    "reading back. x should not have access and does. Either",
  );
});
