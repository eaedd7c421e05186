/** The edit distance: how many letters are added, removed or changed from one word to the other. */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...left].entries()) {
    const next = [index + 1];
    for (let column = 1; column <= right.length; column++) {
      const changed = (row[column - 1] ?? 0) + (letter === right[column - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** The known word that is closest to `word`; undefined if none is close. */
export function closestMatch(word: string, known: readonly string[]): string | undefined {
  return known.includes(word)
    ? undefined
    : known.find(
        (other) =>
          Math.abs(word.length - other.length) <= 2 && distance(word.toLowerCase(), other.toLowerCase()) <= 2,
      );
}

/** The hint for an unknown word. */
export function didYouMean(word: string, known: readonly string[]): string {
  const other = closestMatch(word, known);
  return other === undefined ? `write one of ${known.join(", ")}` : `did you mean ${other}?`;
}

/**
 * The end of a message about a value that is valid without its quotes: the shell got two pairs of quotes.
 *
 * @param format tests a value
 */
export function quotesHint(value: unknown, format: Pick<RegExp, "test">): string {
  const [, , bare] = typeof value === "string" ? (/^(["'])(.*)\1$/.exec(value) ?? []) : [];
  if (bare === undefined || !format.test(bare)) return "";
  const isNumber = /^\d+$/.test(bare);
  return `. The quotes are part of the value: leave them out${isNumber ? " (pulumi config set --type string keeps digits as they are)" : ""}`;
}
