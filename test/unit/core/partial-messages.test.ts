import { OWN_ECS } from "../../../src/core/accounts";
import { goalOf } from "../../../src/core/goal";
import { type GuardPolicy, refusals } from "../../../src/core/guards";
import {
  nothingToSay,
  notPreviewedLine,
  previewOf,
  StrictPreviewFailed,
} from "../../../src/core/partial-messages";
import { planPartly } from "../../../src/core/partial-plan";
import { knownPart } from "../../../src/core/unknown-values";

const unknown = "unknown-sentinel";
const target = { service: "moon-edge", imageId: "img-1" };
const label = "img-1: ";
/** Owns the image, and has access whatever is listed. */
const OWNER = "owner";

/** What a preview of a new share says of the image, and what of it a strict preview would fail for. */
function said(live: string[], written: Record<string, unknown>, policy: Partial<GuardPolicy> = {}) {
  const known = knownPart({ ...target, exclusive: true, ...written }, unknown);
  const goal = goalOf(known.args, undefined, OWNER);
  const { plan, reprieveOf } = planPartly(new Set(live), goal, known.unknown);
  const guards = { protectedAccounts: [], ...policy };
  const outlook = { target, plan, goal, knownForeign: undefined, refusals: refusals(plan, guards) };
  const { lines, obstacles } = previewOf(outlook, {
    known,
    guards,
    live: new Set(live),
    reprieveOf,
  });
  const bare = (all: readonly string[]) => {
    for (const line of all) expect(line.slice(0, label.length)).toBe(label);
    return all.map((line) => line.slice(label.length));
  };
  return { lines: bare(lines), obstacles: bare(obstacles) };
}

const notKnown = (what: string) => `what up will change is not known until the up: ${what}`;

describe("a preview of what is known", () => {
  it("says no more than any preview where everything is", () => {
    expect(said(["a", "s"], { accounts: ["a", "b"] })).toEqual({
      lines: [
        "will lose access (has it now, not listed): s",
        "will gain access: b",
        "has access already (listed, managed from now on): a",
      ],
      obstacles: [],
    });
  });

  it("has neither a line nor an obstacle where there is nothing to tell", () => {
    expect(nothingToSay).toEqual({ lines: [], obstacles: [] });
    expect(said(["a"], { accounts: ["a"] }).obstacles).toEqual([]);
  });

  it("has a guard's refusal for an obstacle, which is certain where nothing that matters is unknown", () => {
    const { lines, obstacles } = said(["s"], { accounts: ["s"] }, { protectedAccounts: ["s"] });
    expect([lines.length, obstacles]).toEqual([1, []]);
    const refused = said(["s"], { accounts: ["b"], timeoutSeconds: unknown }, { protectedAccounts: ["s"] });
    expect(refused.obstacles).toEqual([expect.stringMatching(/^up will refuse this: it would revoke s, /)]);
    expect(refused.lines).toEqual([
      ...refused.obstacles,
      "would lose access (has it now, not listed): s",
      "would gain access: b",
    ]);
  });

  it("says what each account that is to lose access depends on", () => {
    const everything = { accounts: ["a", unknown], exclusive: unknown, shareToEcs: unknown };
    expect(said(["s", OWN_ECS], everything).lines).toEqual([
      "will lose access (no longer listed), unless shareToEcs, which is not known yet, turns out to be true: your own ECS (shareToEcs)",
      "will lose access (has it now, not listed), unless a value that is not known yet lists it or exclusive, which is " +
        "not known yet, turns out to be false: s",
      "will gain access: a",
      notKnown(
        "accounts has 1 value that is not known yet, shareToEcs is not known yet, exclusive is not known yet",
      ),
    ]);
  });

  it("counts what is not known among the obstacles, and a refusal that depends on it", () => {
    const { obstacles } = said(["s"], { accounts: ["b", unknown] }, { protectedAccounts: ["s"] });
    expect(obstacles).toEqual([
      expect.stringMatching(/^up may refuse this: it would revoke s, /),
      notKnown("accounts has 1 value that is not known yet"),
    ]);
  });
});

describe("a guard of which a value is not known", () => {
  it.each<[string, string[], Record<string, unknown>, Partial<GuardPolicy>, string[]]>([
    [
      "protectedAccounts may name who loses access",
      ["s"],
      { accounts: ["a"], protectedAccounts: [unknown] },
      {},
      [
        "up may refuse this: protectedAccounts has 1 value that is not known yet, and may name who loses access. See " +
          "docs/errors.md#protected-accounts (image-share explain protected-accounts)",
      ],
    ],
    [
      "maxRemovals may be too low for one account",
      ["s"],
      { accounts: ["a"], maxRemovals: unknown },
      {},
      [
        "up may refuse this: maxRemovals is not known yet, and up to 1 account would lose access. See docs/errors.md#max-removals (image-share explain max-removals)",
      ],
    ],
    [
      "maxRemovals may be too low for more",
      ["s", "t"],
      { accounts: ["a"], maxRemovals: unknown },
      {},
      [
        "up may refuse this: maxRemovals is not known yet, and up to 2 accounts would lose access. See " +
          "docs/errors.md#max-removals (image-share explain max-removals)",
      ],
    ],
    [
      "neither matters where nobody loses access",
      ["a"],
      { accounts: ["a"], maxRemovals: unknown, protectedAccounts: unknown },
      {},
      [],
    ],
    [
      "an empty list may not be meant",
      [],
      { accounts: [], allowEmpty: unknown },
      {},
      [
        "up may refuse this: allowEmpty is not known yet, and an empty list needs allowEmpty: true. See docs/errors.md#empty-list (image-share explain empty-list)",
      ],
    ],
    [
      "a list of the owner alone is as good as empty",
      [],
      { accounts: [OWNER], allowEmpty: unknown },
      {},
      [
        "up may refuse this: allowEmpty is not known yet, and an empty list needs allowEmpty: true. See docs/errors.md#empty-list (image-share explain empty-list)",
      ],
    ],
    ["a list that is not empty is meant", [], { accounts: ["a"], allowEmpty: unknown }, {}, []],
    ["an empty list whose values are known has been checked before", [], { accounts: [] }, {}, []],
    ["a list that is left out is not empty", [], { shareToEcs: true, allowEmpty: unknown }, {}, []],
    [
      "known accounts that are too many are refused for certain",
      [],
      { accounts: ["a", "b", "c"], maxRemovals: unknown },
      { accountLimit: 2 },
      [expect.stringMatching(/^up will refuse this: 3 accounts would have access/)],
    ],
    [
      "a list that is not known may be empty",
      [],
      { accounts: unknown },
      {},
      [
        "up may refuse this: accounts is not known yet, and an empty list needs allowEmpty: true. See docs/errors.md#empty-list (image-share explain empty-list)",
        notKnown("accounts is not known yet"),
      ],
    ],
    [
      "a list that is not known may be empty where that is allowed",
      [],
      { accounts: unknown, allowEmpty: true },
      {},
      [notKnown("accounts is not known yet")],
    ],
    [
      "unknown accounts may be too many, those that stay counted",
      ["s"],
      { accounts: ["a", unknown], exclusive: false },
      { accountLimit: 2 },
      [
        "up may refuse this: accounts has 1 value that is not known yet, so that up to 3 accounts would have access, and " +
          "the limit is 2 per image. See docs/errors.md#account-limit (image-share explain account-limit)",
        notKnown("accounts has 1 value that is not known yet"),
      ],
    ],
    [
      "unknown accounts may be too many, those counted that would stay if exclusive were false",
      ["s"],
      { accounts: ["a", unknown], exclusive: unknown },
      { accountLimit: 2 },
      [
        "up may refuse this: accounts has 1 value that is not known yet, so that up to 3 accounts would have access, and " +
          "the limit is 2 per image. See docs/errors.md#account-limit (image-share explain account-limit)",
        notKnown("accounts has 1 value that is not known yet, exclusive is not known yet"),
      ],
    ],
    [
      "those who lose access do not count",
      ["s"],
      { accounts: ["a", unknown] },
      { accountLimit: 2 },
      [notKnown("accounts has 1 value that is not known yet")],
    ],
    [
      "nor do the owner and the own ECS, listed or live",
      [OWNER, OWN_ECS, "s"],
      { accounts: [OWNER, "s", unknown], shareToEcs: true, exclusive: false },
      { accountLimit: 2 },
      [notKnown("accounts has 1 value that is not known yet")],
    ],
    [
      "nor does a list of unknown length",
      ["a"],
      { accounts: unknown, allowEmpty: true, exclusive: false },
      { accountLimit: 1 },
      [notKnown("accounts is not known yet")],
    ],
  ])("is told: %s", (_name, live, written, policy, obstacles) => {
    expect(said(live, written, policy).obstacles).toEqual(obstacles);
  });
});

describe("an image that cannot be looked at", () => {
  const lineOf = (written: Record<string, unknown>) =>
    notPreviewedLine(knownPart({ ...target, ...written }, unknown));

  it("an image that cannot be looked at is told with who is listed, as far as that is known", () => {
    expect(lineOf({ imageId: unknown, accounts: ["b", "a"] })).toBe(
      `an image not known yet (moon-edge): ${notKnown("imageId is not known yet")}; listed: a, b`,
    );
    expect(lineOf({ credentials: unknown, accounts: ["a", unknown] })).toBe(
      `img-1: ${notKnown("credentials is not known yet, accounts has 1 value that is not known yet")}; known of the list: a`,
    );
    expect(lineOf({ imageId: unknown, accounts: unknown })).toBe(
      `an image not known yet (moon-edge): ${notKnown("imageId is not known yet, accounts is not known yet")}`,
    );
  });
});

it("fails a strict preview with all that stands in the way, and its image once", () => {
  const error = new StrictPreviewFailed("img-1", [
    "img-1: up will refuse this: too many",
    "img-1: not known",
  ]);
  expect(error).toMatchObject({
    name: "StrictPreviewFailed",
    topic: "strict-preview",
    message: "img-1: image-share:strictPreview ends this preview: up will refuse this: too many; not known",
  });
});
