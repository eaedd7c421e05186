import { OWN_ECS } from "../../../src/core/accounts";
import { planShare } from "../../../src/core/plan";
import {
  applyWording,
  driftLines,
  imageNotFoundLine,
  type PlanReport,
  previewLines,
} from "../../../src/core/plan-messages";
import { changeLines } from "../../../src/core/result-messages";

const target = { service: "moon-vm", region: "moon-1", imageId: "img-1" };

describe("without Pulumi", () => {
  it("a preview speaks of apply, and does not take over what it has no state of", () => {
    const goal = { listed: ["a", "n"], owned: [], exclusive: true };
    const report: PlanReport = {
      target,
      goal,
      plan: planShare(new Set(["a"]), goal),
      knownForeign: undefined,
      refusals: [{ topic: "max-removals", reason: "too many" }],
    };
    expect(previewLines(report, applyWording)).toEqual([
      "img-1 (moon-1): apply will refuse this: too many. See docs/errors.md#max-removals (image-share explain max-removals)",
      "img-1 (moon-1): would gain access: n",
    ]);
  });

  it("an image that is gone is taken out of the file", () => {
    expect(imageNotFoundLine(target, "env", applyWording)).toBe(
      "img-1 (moon-1): image not found, or not owned by these credentials: apply will fail. Check imageId and " +
        "region, point imageId at its replacement, or remove it from the file. Keys: env. See docs/errors.md#image-gone (image-share explain image-gone)",
    );
  });

  it("says how an image differs from what is listed, the surplus first, and nothing when it does not", () => {
    const drift = (live: string[], listed: string[]) =>
      driftLines(target, planShare(new Set(live), { listed, owned: [], exclusive: true }));
    expect(drift(["x", "y"], ["a", OWN_ECS])).toEqual([
      "img-1 (moon-1): has access and is not listed: x, y",
      "img-1 (moon-1): is listed and has no access: a, your own ECS (shareToEcs)",
    ]);
    expect(drift(["a"], ["a"])).toEqual([]);
  });

  it("says what has come of a plan, the losses first, and nothing when nothing has", () => {
    const change = (before: string[], after: string[]) =>
      changeLines(target, new Set(before), new Set(after));
    expect(change(["kept", "x", "y"], ["a", "b", "kept"])).toEqual([
      "img-1 (moon-1): lost access: x, y",
      "img-1 (moon-1): gained access: a, b",
    ]);
    expect(change(["kept"], ["kept"])).toEqual([]);
  });
});
