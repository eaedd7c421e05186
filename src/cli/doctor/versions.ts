/** Versions and ranges as package.json writes them: the few forms that occur. */

/** The parts of `v3.249.0` or `>=22`; undefined for a text without a version. */
function versionIn(text: string): readonly number[] | undefined {
  const [, major, minor = "0", patch = "0"] = /(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(text) ?? [];
  return major === undefined ? undefined : [major, minor, patch].map(Number);
}

/** Whether a version is at least the one in a range (`>=22`, `^3.249.0`), and for `^` of the same major. */
export function satisfies(version: string, range: string): boolean {
  const [is, least] = [versionIn(version), versionIn(range)];
  if (is === undefined || least === undefined) return false;
  if (range.startsWith("^") && is[0] !== least[0]) return false;
  const difference = is.map((part, index) => part - (least[index] ?? 0)).find((part) => part !== 0);
  return difference === undefined || difference > 0;
}

/** `22`, `3.249.0`: the least version of a range, for messages. */
export function leastOf(range: string): string {
  return range.replace(/^\D+/, "");
}
