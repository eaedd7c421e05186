/**
 * Pages that report a run: the command that made the run writes its result between two comments of the page,
 * `<!-- run: NAME -->` and `<!-- end of run: NAME -->`, with the commit that was measured.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const repository = resolve(import.meta.dirname, "..");

export interface RunReport {
  /** From the root of the repository. */
  readonly page: string;
  readonly name: string;
  /** The command that makes the same run again. */
  readonly command: string;
  /** Markdown. */
  readonly text: string;
}

/** Puts the result of a run into its page, in place of the last one. */
export function writeRun({ page, name, command, text }: RunReport, root = repository): void {
  const path = join(root, page);
  const [begin, end] = [`<!-- run: ${name} -->`, `<!-- end of run: ${name} -->`];
  const [before, rest] = split(readFileSync(path, "utf8"), begin, page);
  const [, after] = split(rest, end, page);
  const line = `Of commit ${commit(root)}, by \`${command}\`, on ${new Date().toISOString().slice(0, 10)}.`;
  writeFileSync(path, `${before}${begin}\n\n${line}\n\n${text.trim()}\n\n${end}${after}`);
  console.error(`wrote ${page}`);
}

function split(text: string, mark: string, page: string): [string, string] {
  const at = text.indexOf(mark);
  if (at < 0) throw new Error(`${page}: "${mark}" not found`);
  return [text.slice(0, at), text.slice(at + mark.length)];
}

function commit(root: string): string {
  const git = (...args: string[]) => execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim();
  const changes = git("status", "--porcelain", "src", "test", "scripts");
  return `\`${git("rev-parse", "--short", "HEAD")}\`${changes === "" ? "" : " with changes that are not committed"}`;
}
