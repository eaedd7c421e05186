import { readAccounts } from "../../../src/converge/calls";
import type { ImageCondition } from "../../../src/core/backend";
import { VendorError } from "../../../src/core/errors";
import { converge } from "./failure";
import { ModelCloud } from "./model-cloud";

/** A cloud whose next calls fail with a code that says little, and whose image is in the given condition. */
function unclearCloud(condition: ImageCondition | VendorError, failures = 1) {
  const cloud = new ModelCloud(["a"]);
  cloud.readTwists.push(...Array.from({ length: failures }, () => ({ before: "unclear" as const })));
  cloud.imageCondition = async () => {
    cloud.log.push("look");
    if (condition instanceof VendorError) throw condition;
    return condition as { kind: "usable" };
  };
  return cloud;
}

const throttled = new VendorError({ meaning: "throttled", action: "Look", message: "too often" });
const wanting = { goal: { listed: ["b"], owned: [], exclusive: true }, guards: { protectedAccounts: [] } };

describe("a failure that a vendor does not explain", () => {
  it("means that the image is gone when it is, after one look", async () => {
    const cloud = unclearCloud({ kind: "gone" });
    await expect(readAccounts(cloud.context())).rejects.toMatchObject({
      meaning: "image-gone",
      code: "Code",
      requestId: "R-1",
    });
    expect(cloud.log).toEqual(["describe", "look"]);
  });

  it("is read again when the image is no longer busy, and not before", async () => {
    const cloud = unclearCloud({ kind: "usable" });
    const states: ImageCondition[] = [
      { kind: "busy", state: "Copying" },
      { kind: "busy", state: "Copying" },
      { kind: "usable" },
    ];
    cloud.imageCondition = async () => {
      cloud.log.push("look");
      return (states.shift() ?? { kind: "usable" }) as { kind: "usable" };
    };
    await readAccounts(cloud.context());
    expect(cloud.log).toEqual(["describe", "look", "look", "look", "describe"]);
  });

  it.each([[{ kind: "usable" } as const], [throttled]])(
    "is read again when a look finds %j",
    async (condition) => {
      const cloud = unclearCloud(condition, 2);
      expect([...(await readAccounts(cloud.context()))]).toEqual(["a"]);
      expect(cloud.log).toEqual(["describe", "look", "describe", "look", "describe"]);
    },
  );

  it("is permanent when the image will never be usable, and the message says so", async () => {
    const cloud = unclearCloud({ kind: "unusable", state: "Pack_failed" });
    await expect(readAccounts(cloud.context())).rejects.toMatchObject({
      meaning: "permanent",
      message: "it is unclear (the image's state: Pack_failed)",
    });
  });

  it.each([[{ kind: "usable" } as const], [throttled]])(
    "has a write read back before it is sent again when a look finds %j",
    async (condition) => {
      const cloud = unclearCloud(condition, 0);
      cloud.writeTwists.push({ after: "unclear" });
      await converge(cloud.context({ capacity: { add: 5, remove: 5, together: "each" } }), wanting);
      expect(cloud.log).toEqual(["describe", "+b -a", "look", "describe"]);
    },
  );
});

it("waits as long as the vendor asks to", async () => {
  const cloud = new ModelCloud(["a"]);
  const describe = cloud.describe.bind(cloud);
  let calls = 0;
  cloud.describe = async (...args) => {
    calls += 1;
    if (calls > 1) return describe(...args);
    throw new VendorError({
      meaning: "throttled",
      action: "Describe",
      message: "wait",
      retryAfterMs: 55_000,
    });
  };
  await readAccounts(cloud.context());
  expect(cloud.clock.time).toBe(55_000);
});
