import { OWN_ECS } from "../../../src/core/accounts";
import { planShare } from "../../../src/core/plan";
import {
  imageNotFoundLine,
  type PlanReport,
  previewLines,
  previewUnavailableLine,
  replacementLines,
} from "../../../src/core/plan-messages";
import {
  droppedFromStateLine,
  imageNotFoundOnDeleteLines,
  refreshLines,
  remainingAccessLines,
} from "../../../src/core/result-messages";

const target = { service: "moon-vm", region: "moon-1", imageId: "img-1" };

interface Scenario {
  live?: string[];
  listed?: string[];
  owned?: string[];
  exclusive?: boolean;
  knownForeign?: string[] | undefined;
  wasExclusive?: boolean;
  refusals?: PlanReport["refusals"];
}

function preview({ live = [], listed = [], owned = [], exclusive = true, ...others }: Scenario): string[] {
  const goal = { listed, owned, exclusive };
  const knownForeign = "knownForeign" in others ? others.knownForeign : [];
  const { refusals = [], wasExclusive = false } = others;
  const plan = planShare(new Set(live), goal);
  const lines = previewLines({ target, goal, plan, knownForeign, wasExclusive, refusals });
  for (const line of lines) expect(line.slice(0, 16)).toBe("img-1 (moon-1): ");
  return lines.map((line) => line.slice(16));
}

describe("a preview", () => {
  it.each<[string, Scenario, string[]]>([
    ["nothing when nothing is to be done", { live: ["a"], listed: ["a"], owned: ["a"] }, []],
    [
      "nothing about foreign accounts that it knew, beside no other line",
      { live: ["f"], exclusive: false, knownForeign: ["f"] },
      [],
    ],
    ["who gains access", { listed: ["b", "a"] }, ["will gain access: a, b"]],
    [
      "who was removed behind its back",
      { listed: ["a", "b"], owned: ["a"] },
      ["will gain access: b", "will gain access again (removed outside of Pulumi): a"],
    ],
    [
      "who loses access: the unlisted before strangers, and both before gains",
      { live: ["o", "s", "f"], listed: ["n"], owned: ["o"], knownForeign: ["f"] },
      [
        "will lose access (no longer listed): o",
        "will lose access (added outside of Pulumi, not listed): s",
        "will lose access (foreign until now): f",
        "will gain access: n",
      ],
    ],
    [
      "who has access although the resource was exclusive before",
      { live: ["f", "s"], knownForeign: ["f"], wasExclusive: true },
      [
        "will lose access (added outside of Pulumi, not listed): s",
        "will lose access (has it now, not listed): f",
      ],
    ],
    [
      "who was added behind its back and stays, and beside that who was foreign before",
      { live: ["f", "s"], exclusive: false, knownForeign: ["f"] },
      [
        "has access already (foreign, new to this share, not managed by it): s",
        "has access already (foreign, not managed by this share): f",
      ],
    ],
    [
      "who is foreign and stays, beside any other line",
      { live: ["f"], listed: ["n"], exclusive: false, knownForeign: ["f"] },
      ["will gain access: n", "has access already (foreign, not managed by this share): f"],
    ],
    [
      "whom a new resource takes access from, or takes over",
      { live: ["a", "s"], listed: ["a", "n"], knownForeign: undefined },
      [
        "will lose access (has it now, not listed): s",
        "will gain access: n",
        "has access already (listed, managed from now on): a",
      ],
    ],
    [
      "whom a new resource leaves alone",
      { live: ["f"], exclusive: false, knownForeign: undefined },
      ["has access already (foreign, not managed by this share): f"],
    ],
    [
      "the owner's own ECS by its argument",
      { live: [OWN_ECS], owned: [OWN_ECS] },
      ["will lose access (no longer listed): your own ECS (shareToEcs)"],
    ],
    [
      "what will be refused, first, with what would happen otherwise, and where that is explained",
      {
        live: ["o", "s"],
        listed: ["a", "g"],
        owned: ["g", "o"],
        refusals: [
          { topic: "max-removals", reason: "too many" },
          { topic: "account-limit", reason: "too few." },
        ],
      },
      [
        "up will refuse this: too many. See docs/errors.md#max-removals (image-share explain max-removals)",
        "up will refuse this: too few. See docs/errors.md#account-limit (image-share explain account-limit)",
        "would lose access (no longer listed): o",
        "would lose access (added outside of Pulumi, not listed): s",
        "would gain access: a",
        "would gain access again (removed outside of Pulumi): g",
      ],
    ],
  ])("says %s", (_name, scene, lines) => {
    expect(preview(scene)).toEqual(lines);
  });
});

describe("a refresh", () => {
  const known = { owned: ["a", "b"], foreign: ["f"] };

  it("says what was done outside, and to whom", () => {
    expect(refreshLines(target, known, new Set(["a", "s"]))).toEqual([
      "img-1 (moon-1): lost access outside of Pulumi: b, f",
      "img-1 (moon-1): gained access outside of Pulumi: s",
    ]);
  });

  it("says nothing when nothing was", () => {
    expect(refreshLines(target, known, new Set(["f", "b", "a"]))).toEqual([]);
  });

  it("says that an image is gone", () => {
    expect(droppedFromStateLine(target, "env, key ID …abcd")).toBe(
      "img-1 (moon-1): image not found any more, or not visible to these credentials (env, key ID …abcd): the " +
        "share is dropped from state",
    );
  });
});

it("says whom a delete could not revoke because it saw no image", () => {
  expect(imageNotFoundOnDeleteLines(target, [])).toEqual([]);
  expect(imageNotFoundOnDeleteLines(target, ["a", "b"])).toEqual([
    "img-1 (moon-1): warning: image not found, or not visible to these credentials: if it still exists, it is " +
      "still shared with: a, b",
  ]);
  expect(imageNotFoundOnDeleteLines(target, ["a"], "env, key ID …abcd")).toEqual([
    "img-1 (moon-1): warning: image not found, or not visible to these credentials (env, key ID …abcd): if it " +
      "still exists, it is still shared with: a",
  ]);
});

it("says that current access could not be read", () => {
  expect(previewUnavailableLine(target)).toBe(
    "img-1 (moon-1): what up will change is not known, because current access could not be read",
  );
});

it("says that an image is gone, and what to do", () => {
  expect(imageNotFoundLine(target, "env, key ID …abcd")).toBe(
    "img-1 (moon-1): image not found, or not owned by these credentials: up will fail. Check imageId and " +
      "region, point imageId at its replacement, or remove the resource. Keys: env, key ID …abcd. See docs/errors.md#image-gone (image-share explain image-gone)",
  );
});

it("says who loses access by a replacement, if anybody does", () => {
  expect(replacementLines(target, ["a", "b"], { isSharedFirst: true, unless: [] })).toEqual([
    "img-1 (moon-1): will lose access (another image takes its place, and is shared first): a, b",
  ]);
  const unless = ["x is deleted", "y lists them"];
  expect(replacementLines(target, ["a"], { isSharedFirst: false, unless })).toEqual([
    "img-1 (moon-1): will lose access (another image takes its place), unless x is deleted, or y lists them: a",
  ]);
  expect(replacementLines(target, [], { isSharedFirst: true, unless })).toEqual([]);
});

describe("a delete", () => {
  it("says whom it leaves behind, and why, in a line for each reason", () => {
    expect(remainingAccessLines(target, { foreign: ["f", "g"], claimed: ["c"], guarded: ["p"] })).toEqual([
      "img-1 (moon-1): warning: still shared with accounts that this resource never listed: f, g",
      "img-1 (moon-1): warning: still shared because the program lists them: c",
      "img-1 (moon-1): warning: still shared because protectedAccounts protects them: p",
    ]);
  });

  it("says nothing when it leaves nobody behind", () => {
    expect(remainingAccessLines(target, { foreign: [], claimed: [], guarded: [] })).toEqual([]);
  });
});
