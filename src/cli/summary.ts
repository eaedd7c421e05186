/** The last line: how many images have each status, in the order of `words`; without statuses that no image has. */
export function summary<Status extends string>(
  statuses: readonly Status[],
  words: Readonly<Record<Status, string>>,
): string {
  const counts = Object.entries<string>(words).flatMap(([status, word]) => {
    const count = statuses.filter((other) => other === status).length;
    return count > 0 ? [`${count} ${word}`] : [];
  });
  return `${images(statuses.length)}: ${counts.join(", ")}`;
}

export function images(count: number): string {
  return count === 1 ? "1 image" : `${count} images`;
}

export function accounts(count: number): string {
  return count === 0 ? "no account" : count === 1 ? "1 account" : `${count} accounts`;
}
