import fc from "fast-check";
import { OWN_ECS } from "../../../src/core/accounts";
import { schedule, type Write } from "../../../src/core/schedule";
import type { CallCapacity } from "../../../src/core/service-facts";
import { checkProperty } from "../../support/seed";

const tencent: CallCapacity = { add: 500, remove: 500, together: "never" };
const ens: CallCapacity = { add: 100, remove: 1, together: "never" };
const ecs: CallCapacity = { add: 10, remove: 10, together: "each" };
const volcengine: CallCapacity = { add: 50, remove: 50, together: "sum" };

const names = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(3, "0")}`);

const sizes = (writes: Write[]) => writes.map(({ add, remove }) => [add.length, remove.length]);

describe("schedule", () => {
  it.each([
    [
      "one direction per call, additions first",
      tencent,
      3,
      2,
      [
        [3, 0],
        [0, 2],
      ],
    ],
    [
      "one removal per call",
      ens,
      5,
      3,
      [
        [5, 0],
        [0, 1],
        [0, 1],
        [0, 1],
      ],
    ],
    [
      "additions and removals together, each to its own number",
      ecs,
      25,
      5,
      [
        [10, 0],
        [10, 0],
        [5, 5],
      ],
    ],
    [
      "more removals than additions",
      ecs,
      5,
      25,
      [
        [5, 10],
        [0, 10],
        [0, 5],
      ],
    ],
    [
      "additions and removals within one number",
      volcengine,
      30,
      30,
      [
        [30, 20],
        [0, 10],
      ],
    ],
    ["nothing to do", ecs, 0, 0, []],
  ])("makes as few calls as it can: %s", (_name, capacity, adds, removes, expected) => {
    const plan = { add: names("a", adds), remove: names("r", removes) };
    expect(sizes(schedule({ plan, owned: [], liveCount: removes, capacity }))).toEqual(expected);
  });

  it("makes just enough room first when the additions would pass the limit, with foreign accounts first", () => {
    const plan = { add: ["n1", "n2"], remove: ["a-owned", "b-owned", "z-foreign"] };
    const writes = schedule({
      plan,
      owned: ["a-owned", "b-owned"],
      liveCount: 499,
      limit: 500,
      capacity: tencent,
    });
    expect(writes).toEqual([
      { add: [], remove: ["z-foreign"] },
      { add: ["n1", "n2"], remove: [] },
      { add: [], remove: ["a-owned", "b-owned"] },
    ]);
  });

  it("swaps at the limit without counting on a call's own removals", () => {
    const plan = { add: names("a", 2), remove: names("r", 2) };
    expect(sizes(schedule({ plan, owned: [], liveCount: 50, limit: 50, capacity: ecs }))).toEqual([
      [0, 2],
      [2, 0],
    ]);
  });

  it("fills the room that is left, and makes more with every call", () => {
    const plan = { add: names("a", 6), remove: names("r", 4) };
    const capacity: CallCapacity = { add: 2, remove: 1, together: "each" };
    expect(sizes(schedule({ plan, owned: [], liveCount: 6, limit: 8, capacity }))).toEqual([
      [2, 1],
      [1, 1],
      [1, 1],
      [1, 1],
      [1, 0],
    ]);
  });

  it("gives the owner's own ECS a call of its own: the first when it gains access, the last when it loses it", () => {
    const capacity: CallCapacity = { add: 10, remove: 10, together: "each" };
    const writes = (add: string[], remove: string[]) =>
      schedule({ plan: { add, remove }, owned: [], liveCount: 2, capacity });
    expect(writes(["a", OWN_ECS], ["r"])).toEqual([
      { add: [OWN_ECS], remove: [] },
      { add: ["a"], remove: ["r"] },
    ]);
    expect(writes(["a"], [OWN_ECS, "r"])).toEqual([
      { add: ["a"], remove: ["r"] },
      { add: [], remove: [OWN_ECS] },
    ]);
    expect(writes([OWN_ECS], [])).toEqual([{ add: [OWN_ECS], remove: [] }]);
  });

  it("ends even when there can be no room", () => {
    const plan = { add: names("a", 3), remove: [] };
    expect(sizes(schedule({ plan, owned: [], liveCount: 50, limit: 50, capacity: ecs }))).toEqual([[3, 0]]);
  });
});

const situation = fc.record({
  adds: fc.integer({ min: 0, max: 60 }),
  removes: fc.integer({ min: 0, max: 60 }),
  kept: fc.integer({ min: 0, max: 60 }),
  slack: fc.integer({ min: 0, max: 30 }),
  capacity: fc.constantFrom(tencent, ens, ecs, volcengine),
});

describe("schedule, for any change", () => {
  it("carries out exactly the plan, within every call's capacity and never above the limit", () => {
    checkProperty(
      fc.property(situation, ({ adds, removes, kept, slack, capacity }) => {
        const plan = { add: names("a", adds), remove: names("r", removes) };
        const liveCount = kept + removes;
        const limit = Math.max(liveCount, kept + adds) + slack;
        const writes = schedule({ plan, owned: [], liveCount, limit, capacity });
        let count = liveCount;
        for (const { add, remove } of writes) {
          expect(add.length + remove.length).toBeGreaterThan(0);
          expect(add.length).toBeLessThanOrEqual(capacity.add);
          expect(remove.length).toBeLessThanOrEqual(capacity.remove);
          if (capacity.together === "never") expect(Math.min(add.length, remove.length)).toBe(0);
          if (capacity.together === "sum")
            expect(add.length + remove.length).toBeLessThanOrEqual(capacity.add);
          expect(count + add.length).toBeLessThanOrEqual(limit);
          count += add.length - remove.length;
        }
        expect(writes.flatMap(({ add }) => add).sort()).toEqual(plan.add);
        expect(writes.flatMap(({ remove }) => remove).sort()).toEqual(plan.remove);
      }),
    );
  });

  it("schedule, for any change needs no more calls than the service's shape demands when there is room", () => {
    checkProperty(
      fc.property(situation, ({ adds, removes, capacity }) => {
        const plan = { add: names("a", adds), remove: names("r", removes) };
        const ceil = (items: number, size: number) => Math.ceil(items / size);
        const least = {
          never: ceil(adds, capacity.add) + ceil(removes, capacity.remove),
          each: Math.max(ceil(adds, capacity.add), ceil(removes, capacity.remove)),
          sum: ceil(adds + removes, capacity.add),
        }[capacity.together];
        expect(schedule({ plan, owned: [], liveCount: removes, capacity })).toHaveLength(least);
      }),
    );
  });
});
