/** Giving access back, where nothing shows what came of it. */
import type { Write } from "../../../src/core/schedule";
import { converge, failureOf } from "./failure";
import { ModelCloud } from "./model-cloud";

describe("on a cloud that neither answers a write nor shows what came of it", () => {
  const noReads = Array.from({ length: 50 }, () => ({ before: "auth" as const }));

  /** Whose write fails without an outcome if it is the one that is meant, and whose reads fail from then on. */
  function silent(live: readonly string[], isMeant: (write: Write) => boolean) {
    const cloud = new ModelCloud(live);
    const write = cloud.write.bind(cloud);
    cloud.write = async (target, change) => {
      if (isMeant(change)) {
        cloud.writeTwists.unshift({ before: "ambiguous" });
        cloud.readTwists.push(...noReads);
      }
      await write(target, change);
    };
    return cloud;
  }

  const wanting = (listed: string[], owned: string[], guards = {}) => ({
    goal: { listed, owned, exclusive: true },
    guards: { protectedAccounts: [], ...guards },
  });

  it("an account is not said to have access again that no read has shown", async () => {
    const cloud = silent(["x", "y"], ({ add }) => add.includes("y"));
    cloud.bad = ["bad"];
    const error = await failureOf(converge(cloud.context(), wanting(["x", "bad"], [], { accountLimit: 2 })));
    expect(error.message).not.toMatch(/given it back: y|Still with access: y/);
    expect(error.message).toMatch(/May be without access now: y, because giving it back failed: .*ambiguous/);
    expect(error.unverified).toEqual([{ add: ["y"], remove: [] }]);
    expect([...(error.live ?? [])].sort()).toEqual(["x", "y"]);
  });

  it("an account is not said to keep access whose removal may have been carried out", async () => {
    const cloud = silent(["x"], ({ remove }) => remove.includes("x"));
    const capacity = { add: 10, remove: 10, together: "each" } as const;
    const error = await failureOf(converge(cloud.context({ capacity }), wanting(["a"], [])));
    expect(error.message).not.toMatch(/given it back|Still with access/);
    expect(error.message).toMatch(/May be without access now: x, because giving it back failed: .*auth/);
    expect(error.unverified).toEqual([{ add: ["a"], remove: ["x"] }]);
  });

  it("an error of a guard knows that it is in doubt", async () => {
    const cloud = silent(["s1", "s2"], ({ add }) => add.includes("a"));
    const error = await failureOf(converge(cloud.context(), wanting(["a"], ["a"], { maxRemovals: 1 })));
    expect(error.topic).toBe("max-removals");
    expect(error.message).not.toContain("Given access again");
    expect(error.message).toMatch(/ a lost access outside of Pulumi, and giving it back failed: .*ambiguous/);
    expect(error).toMatchObject({ unverified: [{ add: ["a"], remove: [] }], wrote: true });
  });
});
