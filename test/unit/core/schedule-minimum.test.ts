/** No other order of calls would be shorter: found by trying all of them, on images small enough for that. */
import fc from "fast-check";
import { schedule } from "../../../src/core/schedule";
import type { CallCapacity } from "../../../src/core/service-facts";
import { checkProperty } from "../../support/seed";

/** The shapes of the services whose calls add and remove, an eighth as large. */
const shapes: readonly { capacity: CallCapacity; limit: number }[] = [
  // Volcengine ECS: a call carries as many accounts as an image has room for.
  { capacity: { add: 6, remove: 6, together: "sum" }, limit: 6 },
  // Alibaba Cloud ECS: an image has room for five calls.
  { capacity: { add: 2, remove: 2, together: "each" }, limit: 10 },
];

const names = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`);

function carries({ add, remove, together }: CallCapacity, added: number, removed: number): boolean {
  if (added > add || removed > remove) return false;
  return together === "each" || added + removed <= Math.max(add, remove);
}

/** The fewest calls from nothing done to all done, where a call counts as if it added first. */
function fewest(capacity: CallCapacity, additions: number, removals: number, room: number): number {
  let reached = new Set(["0 0"]);
  for (let calls = 0; ; calls++) {
    if (reached.has(`${additions} ${removals}`)) return calls;
    const next = new Set<string>();
    for (const state of reached) {
      const [added = 0, removed = 0] = state.split(" ").map(Number);
      for (let x = 0; added + x <= additions; x++) {
        if (x > 0 && added + x > room + removed) break;
        for (let y = 0; removed + y <= removals; y++) {
          if (x + y > 0 && carries(capacity, x, y)) next.add(`${added + x} ${removed + y}`);
        }
      }
    }
    reached = next;
  }
}

it.each(shapes)(
  "needs as few calls as any order would: $capacity.together, at most $limit",
  ({ capacity, limit }) => {
    const situations = fc
      .record({ keep: fc.nat({ max: limit }), fill: fc.nat({ max: limit }), add: fc.nat({ max: limit }) })
      .filter(({ keep, fill, add }) => keep + fill <= limit && keep + add <= limit);
    checkProperty(
      fc.property(situations, ({ keep, fill, add }) => {
        const plan = { add: names("new", add), remove: names("old", fill) };
        const liveCount = keep + fill;
        const calls = schedule({ plan, owned: plan.remove, liveCount, limit, capacity });
        expect(calls).toHaveLength(fewest(capacity, add, fill, limit - liveCount));
      }),
      2000,
    );
  },
);
