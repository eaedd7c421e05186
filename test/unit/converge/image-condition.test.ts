import { readAccounts } from "../../../src/converge/calls";
import { withCondition } from "../../../src/converge/image-condition";
import type { ImageCondition } from "../../../src/core/backend";
import { VendorError } from "../../../src/core/errors";
import type { ErrorMeaning } from "../../../src/core/service-facts";
import { ModelCloud } from "./model-cloud";

const unclear = new VendorError({
  meaning: "unclear",
  action: "Share",
  message: "try again.",
  code: "Failed",
  requestId: "R-1",
});

describe("a failure that the image explains", () => {
  it.each<[ImageCondition | undefined, ErrorMeaning, string]>([
    [{ kind: "gone" }, "image-gone", "try again"],
    [{ kind: "busy", state: "Copying" }, "image-busy", "try again (the image's state: Copying)"],
    [{ kind: "unusable", state: "Failed" }, "permanent", "try again (the image's state: Failed)"],
    [{ kind: "usable" }, "ambiguous", "try again"],
    [undefined, "ambiguous", "try again"],
  ])("%j: means %s", (condition, meaning, message) => {
    expect(withCondition(unclear, condition)).toMatchObject({
      meaning,
      message,
      action: "Share",
      code: "Failed",
      requestId: "R-1",
      cause: unclear,
    });
  });

  it("names the image's last state alone", () => {
    const first = withCondition(unclear, { kind: "busy", state: "Creating" });
    const second = withCondition(first, { kind: "unusable", state: "Failed" });
    expect(second.message).toBe("try again (the image's state: Failed)");
    expect(withCondition(second, undefined).message).toBe("try again");
  });

  it("keeps what only looks like a state in the vendor's words", () => {
    const quoting = new VendorError({
      meaning: "unclear",
      action: "Share",
      message: "wait (the image's state: odd) now",
    });
    expect(withCondition(quoting, undefined).message).toBe("wait (the image's state: odd) now");
  });
});

describe("a busy image", () => {
  /** An image that is in one state after the other, and usable after that. */
  function busyCloud(...states: (ImageCondition | Error)[]) {
    const cloud = new ModelCloud(["a"]);
    cloud.readTwists.push({ before: "image-busy" });
    const looks: unknown[] = [];
    const imageCondition = async (target: unknown, options: { timeoutMs: number }) => {
      looks.push({ target, timeoutMs: options.timeoutMs, at: cloud.clock.time });
      const state = states.shift() ?? { kind: "usable" };
      if (state instanceof Error) throw state;
      return state;
    };
    Object.assign(cloud, { imageCondition });
    return { cloud, looks };
  }

  it("a busy image is looked at with growing pauses, and the call is made again when it is free", async () => {
    const busy = { kind: "busy", state: "Copying" } as const;
    const { cloud, looks } = busyCloud(busy, busy, busy, busy);
    const context = cloud.context();
    expect(await readAccounts(context)).toEqual(new Set(["a"]));
    const moments = [375, 1_125, 2_625, 5_625, 11_625];
    expect(looks).toEqual(moments.map((at) => ({ target: context.target, timeoutMs: 30_000, at })));
    expect(cloud.lines).toEqual(
      [3, 6].map((s) => `img-1 (moon-1): Describe: the image is busy; retrying in ${s} s`),
    );
    expect(cloud.log).toEqual(["describe", "describe"]);
  });

  it("a busy image is no longer waited for when it is gone, or will never be usable", async () => {
    for (const [condition, meaning] of [
      [{ kind: "gone" }, "image-gone"],
      [{ kind: "unusable", state: "Failed" }, "permanent"],
    ] as const) {
      const { cloud } = busyCloud({ kind: "busy", state: "Copying" }, condition);
      await expect(readAccounts(cloud.context())).rejects.toMatchObject({ meaning });
      expect(cloud.log).toEqual(["describe"]);
    }
  });

  it("a busy image is asked the question again when it cannot be looked at", async () => {
    const throttled = new VendorError({ meaning: "throttled", action: "Look", message: "slow down" });
    const { cloud, looks } = busyCloud(throttled);
    expect(await readAccounts(cloud.context())).toEqual(new Set(["a"]));
    expect(looks).toHaveLength(1);
  });

  it("a busy image does not hide a failure of our own", async () => {
    const bug = new TypeError("a bug");
    const { cloud } = busyCloud(bug);
    await expect(readAccounts(cloud.context())).rejects.toBe(bug);
  });

  it("a busy image is waited for until the deadline, which then is the reason", async () => {
    const busy = { kind: "busy", state: "Copying" } as const;
    const { cloud } = busyCloud(...Array.from({ length: 99 }, () => busy));
    await expect(readAccounts(cloud.context({ timeoutMs: 10_000 }))).rejects.toMatchObject({
      meaning: "image-busy",
      message: "it is image-busy (the image's state: Copying)",
    });
    expect(cloud.clock.time).toBeLessThan(10_000);
  });
});
