/** Lines about who keeps access and why, and about images that were not read. */
import { OWN_ECS } from "../../../src/core/accounts";
import { VendorError } from "../../../src/core/errors";
import { type Plan, planShare } from "../../../src/core/plan";
import {
  foreignLossLines,
  leftOutLines,
  liveDiffOffLine,
  type PlanReport,
  previewLines,
  retainedLines,
  staleStateLine,
} from "../../../src/core/plan-messages";
import { closedLines } from "../../../src/core/result-messages";

const target = { service: "moon-vm", region: "moon-1", imageId: "img-1" };
const nothing: Plan = { add: [], keep: [], remove: [], foreign: [] };

function preview(plan: Partial<Plan>, others: Partial<PlanReport> = {}): string[] {
  const goal = { listed: [], owned: [], exclusive: true };
  const outlook = { target, goal, knownForeign: [], refusals: [], ...others, plan: { ...nothing, ...plan } };
  return previewLines(outlook).map((line) => line.replace(/^img-1 \(moon-1\): /, ""));
}

describe("a preview", () => {
  it("points out a gain and a loss that may be one account and its misspelling", () => {
    expect(preview({ add: ["1234567890"], remove: ["1234567891"] })).toEqual([
      "will lose access (added outside of Pulumi, not listed): 1234567891",
      "will gain access: 1234567890",
      "1234567890 and 1234567891 differ by one digit: check that one is not a misspelling of the other",
    ]);
  });

  it("says why those keep access whom another resource lists, and those who cannot lose it", () => {
    expect(preview({ handedOver: ["a"], closed: ["b"] })).toEqual([
      "keeps access (another resource of this program lists it): a",
      "keeps access (not listed, but does not exist according to the vendor, which cannot remove it): b",
    ]);
  });

  it("tells losses that depend on different values in a line each, and each account once", () => {
    const unless: Record<string, string> = { a: ", unless x", b: ", unless y", c: ", unless x" };
    const doubt = { unlessFor: (account: string) => unless[account] ?? "", mayRefuse: false };
    expect(preview({ remove: ["a", "b", "c"] }, { doubt })).toEqual([
      "will lose access (added outside of Pulumi, not listed), unless x: a, c",
      "will lose access (added outside of Pulumi, not listed), unless y: b",
    ]);
  });

  it.each([[undefined], [["f"]]])(
    "promises of no foreign account that it keeps access, which others may take (foreign before: %j)",
    (knownForeign) => {
      const live = new Set(["a", "f", "g"]);
      const plan = planShare(live, { listed: ["a"], owned: [], exclusive: false });
      const lines = preview(plan, { knownForeign });
      for (const account of ["f", "g"]) {
        expect(lines).toContainEqual(
          expect.stringMatching(new RegExp(`^has access already .*: .*\\b${account}\\b`)),
        );
      }
      expect(lines.filter((line) => line.includes("keeps access"))).toEqual([]);
    },
  );
});

describe("a preview of an image that was not read", () => {
  it("says that nothing is known, or that it is not known of others", () => {
    expect(liveDiffOffLine(target)).toBe(
      "img-1 (moon-1): what up will change is not known, because image-share:liveDiff is false, so current " +
        "access is not read",
    );
    expect(staleStateLine(target)).toBe(
      "img-1 (moon-1): whether others will lose access is not known, because image-share:liveDiff is false: up revokes " +
        "every account that is not listed, also those that state does not name",
    );
  });
});

describe("a line about who keeps access, or has it no more", () => {
  it("names foreign accounts whose access is gone", () => {
    expect(foreignLossLines(target, ["f", "g"], new Set(["g"]))).toEqual([
      "img-1 (moon-1): has no access any more (foreign, not taken by this resource): f",
    ]);
    expect(foreignLossLines(target, ["f"], new Set(["f"]))).toEqual([]);
  });

  it("names who keeps it because of retainOnDelete", () => {
    expect(retainedLines(target, ["a", "b"])).toEqual([
      "img-1 (moon-1): not revoked by this share (retainOnDelete: state forgets them): a, b",
    ]);
    expect(retainedLines(target, [])).toEqual([]);
  });

  it("names who keeps it because an argument is left out", () => {
    expect(leftOutLines(target, ["a", "b"])).toEqual([
      "img-1 (moon-1): has access already (accounts is left out, so this share revokes nobody; listed before): a, b",
    ]);
    expect(leftOutLines(target, [])).toEqual([]);
    expect(leftOutLines(target, ["a", OWN_ECS])).toEqual([
      "img-1 (moon-1): has access already (accounts is left out, so this share revokes nobody; listed before): a",
      "img-1 (moon-1): has access already (shareToEcs is left out, so this share revokes nobody; shared before): your own ECS (shareToEcs)",
    ]);
  });

  it("names each account that was closed, with the vendor's words", () => {
    const error = new VendorError({
      meaning: "account-refused",
      action: "Write",
      message: "No. It is closed.",
      code: "Closed",
    });
    const end =
      "Nothing is left to do; if the account opens again, unshare the image in the vendor's console";
    const said = "which does not exist according to the vendor (Closed: No. It is closed)";
    expect(
      closedLines(
        target,
        new Map([
          ["a", error],
          ["b", error],
        ]),
      ),
    ).toEqual([
      `img-1 (moon-1): warning: still shared with a, ${said}. ${end}`,
      `img-1 (moon-1): warning: still shared with b, ${said}. ${end}`,
    ]);
  });
});
