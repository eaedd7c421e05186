/** The exit codes of all commands. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  drift: 2,
  /** For `review`, like `drift` for `check`: the command succeeded, and found a reason to stop. */
  stop: 2,
  /** For `report`, likewise. */
  found: 2,
  refused: 3,
  usage: 64,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const meanings: Readonly<Record<keyof typeof exitCodes, string>> = {
  ok: "done, or all as listed",
  failed: "something failed; the message says what, and what to do",
  drift: "check: an image is not as listed, or is gone",
  stop: "review: an account would lose access, something is not known, or up would fail or refuse",
  found: "report: there is what --fail-on names",
  refused: "apply: a guard refuses, or not confirmed",
  usage: "wrong usage",
  interrupted: "interrupted",
};

/** The table at the end of a help text. */
export function exitCodeHelp(...names: readonly (keyof typeof exitCodes)[]): string {
  const rows = names.map((name) => `  ${String(exitCodes[name]).padEnd(4)} ${meanings[name]}`);
  return ["Exit codes:", ...rows].join("\n");
}
