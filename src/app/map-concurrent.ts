/** How many images of one service to work on at a time. */
const WIDTH = 8;

/**
 * Maps items concurrently. Each lane has its own limit, so that a service with ten calls a
 * minute does not delay the others.
 *
 * @returns the results in the order of the items
 */
export async function mapConcurrent<Item, Result>(
  items: readonly Item[],
  laneOf: (item: Item) => string,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const lanes = new Map<string, number[]>();
  for (const [index, item] of items.entries()) {
    const lane = laneOf(item);
    lanes.set(lane, [...(lanes.get(lane) ?? []), index]);
  }
  const results = new Array<Result>(items.length);
  const walk = async (indexes: Iterator<number>) => {
    for (let next = indexes.next(); !next.done; next = indexes.next()) {
      results[next.value] = await work(items[next.value] as Item);
    }
  };
  const walkers = [...lanes.values()].flatMap((indexes) => {
    const shared = indexes.values();
    return Array.from({ length: Math.min(WIDTH, indexes.length) }, () => walk(shared));
  });
  await Promise.all(walkers);
  return results;
}
