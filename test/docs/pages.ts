/** Every Markdown page of the repository, taken apart: what a reader would copy, and where links lead. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const repository = join(__dirname, "../..");

/** A fenced block. `info` is what stands behind the fence: `ts`, `sh fragment`, … */
export interface Block {
  readonly page: string;
  /** Of the opening fence, from 1. */
  readonly line: number;
  /** The heading above it. */
  readonly heading: string;
  readonly info: string;
  readonly text: string;
}

export const pages: readonly string[] = ["*.md", ".github/**/*.md", "docs/**/*.md", "examples/**/*.md"]
  .flatMap((pattern) => globSync(pattern, { cwd: repository, exclude: ["**/node_modules/**"] }))
  .map((path) => path.replaceAll("\\", "/"))
  .sort();

export function textOf(page: string): string {
  return readFileSync(join(repository, page), "utf8");
}

/** The page without its blocks, so that nothing in a program is taken for prose. */
export function proseOf(page: string): string {
  return textOf(page).replace(/^( *)```.*?^\1```$/gms, "");
}

export function blocksOf(page: string): Block[] {
  const blocks: Block[] = [];
  let heading = "";
  let open: { line: number; indent: string; info: string; lines: string[] } | undefined;
  for (const [index, text] of textOf(page).split("\n").entries()) {
    const [, indent = "", info = ""] = /^( *)```(.*)$/.exec(text) ?? [];
    const isFence = /^ *```/.test(text);
    if (open === undefined) {
      if (isFence) open = { line: index + 1, indent, info: info.trim(), lines: [] };
      else heading = /^#+ (.*)$/.exec(text)?.[1] ?? heading;
    } else if (isFence && indent === open.indent) {
      const { line, lines } = open;
      blocks.push({ page, line, heading, info: open.info, text: lines.map((each) => `${each}\n`).join("") });
      open = undefined;
    } else {
      open.lines.push(text.startsWith(open.indent) ? text.slice(open.indent.length) : text);
    }
  }
  if (open) throw new Error(`${page}:${open.line}: the block never ends`);
  return blocks;
}

export const blocks: readonly Block[] = pages.flatMap(blocksOf);

/** `docs/guide/guards.md:21`, as editors open it. */
export function place({ page, line }: Block): string {
  return `${page}:${line}`;
}

export function blocksWith(...infos: readonly string[]): Block[] {
  return blocks.filter(({ info }) => infos.includes(info));
}
