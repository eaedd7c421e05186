import { converge, failureOf } from "./failure";
import { ModelCloud } from "./model-cloud";

const wanting = (listed: string[]) => ({
  goal: { listed, owned: [], exclusive: true },
  guards: { protectedAccounts: [] },
});
const ten = { add: 10, remove: 10, together: "never" } as const;

describe("when a call is too large", () => {
  /** A vendor that takes so many at once, and does not say so. */
  function smallCloud(live: string[], add: number, remove: number) {
    const cloud = new ModelCloud(live);
    const write = cloud.write.bind(cloud);
    cloud.write = async (target, change) => {
      if (change.add.length > add || change.remove.length > remove)
        cloud.writeTwists.unshift({ before: "call-too-large" });
      await write(target, change);
    };
    return cloud;
  }
  const sizes = (cloud: ModelCloud) =>
    cloud.log
      .filter((call) => call !== "describe")
      .map((call) => call.split(" ").map((part) => part.slice(1).split(",").filter(Boolean).length));
  const named = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, index) => `${prefix}${index}`);

  it.each([
    [
      "additions",
      [],
      named("a", 7),
      2,
      10,
      [
        [7, 0],
        [4, 0],
        [2, 0],
        [2, 0],
        [2, 0],
        [1, 0],
      ],
    ],
    [
      "removals",
      named("r", 3),
      [],
      10,
      2,
      [
        [0, 3],
        [0, 2],
        [0, 1],
      ],
    ],
    [
      "additions, with room for all removals",
      named("r", 4),
      named("a", 4),
      3,
      10,
      [
        [4, 0],
        [2, 0],
        [2, 0],
        [0, 4],
      ],
    ],
    [
      "removals, after all additions",
      named("r", 4),
      named("a", 4),
      10,
      3,
      [
        [4, 0],
        [0, 4],
        [0, 2],
        [0, 2],
      ],
    ],
  ])("halves %s", async (_name, live, listed, add, remove, expected) => {
    const cloud = smallCloud(live, add, remove);
    await converge(cloud.context({ capacity: ten }), wanting(listed));
    expect(sizes(cloud)).toEqual(expected);
  });

  it("leaves the other direction as large as it was", async () => {
    const cloud = smallCloud(named("r", 4), 10, 3);
    const request = { ...wanting(named("a", 4)), guards: { protectedAccounts: [], accountLimit: 4 } };
    await converge(cloud.context({ capacity: ten }), request);
    expect(sizes(cloud)).toEqual([
      [0, 4],
      [0, 2],
      [0, 2],
      [4, 0],
    ]);
  });

  it("is what makes calls smaller, and no other failure", async () => {
    const cloud = new ModelCloud();
    cloud.writeTwists.push({ before: "ambiguous" }, { before: "already-shared" });
    await converge(cloud.context({ capacity: ten }), wanting(named("a", 4)));
    expect(sizes(cloud)).toEqual([
      [4, 0],
      [4, 0],
      [4, 0],
    ]);
  });

  it("ends with a call of one account, which no half is smaller than", async () => {
    const cloud = smallCloud([], 0, 0);
    const error = await failureOf(converge(cloud.context(), wanting(["a", "b"])));
    expect(error).toMatchObject({ topic: "call-too-large", wrote: true, live: new Set() });
    expect(sizes(cloud)).toEqual([
      [2, 0],
      [1, 0],
    ]);
  });

  it.each([16, 4, 1])("goes on halving as far as a vendor demands that takes %i of 500", async (most) => {
    const cloud = smallCloud([], most, most);
    const live = await converge(
      cloud.context({ capacity: { add: 500, remove: 500, together: "never" } }),
      wanting(named("a", 500)),
    );
    expect(live.size).toBe(500);
  });

  it.each(["each", "sum"] as const)(
    "splits a call that adds one and removes one, where both share a call (%s)",
    async (together) => {
      const cloud = smallCloud(["o"], 1, 1);
      const write = cloud.write.bind(cloud);
      cloud.write = async (target, change) => {
        if (change.add.length + change.remove.length > 1)
          cloud.writeTwists.unshift({ before: "call-too-large" });
        await write(target, change);
      };
      const live = await converge(
        cloud.context({ capacity: { add: 10, remove: 10, together } }),
        wanting(["n"]),
      );
      expect([...live]).toEqual(["n"]);
    },
  );
});
