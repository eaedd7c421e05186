/** Words that docs/contributing/style.md advises against, and where people read them. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { pages, repository, textOf } from "../../docs/pages";

interface Word {
  readonly pattern: RegExp;
  /** What to write instead, or why not. */
  readonly instead: string;
}

export const words: Readonly<Record<string, Word>> = {
  whoever: { pattern: /\bwhoever\b/gi, instead: "name the actor: the user, the caller, another process" },
  somebody: { pattern: /\bsomebody\b/gi, instead: "name the actor: the user, the caller, another process" },
  "nobody knows": { pattern: /\bnobody knows\b/gi, instead: "is not known" },
  mended: { pattern: /\bmend(?:s|ed|ing)?\b/gi, instead: "fixed" },
  "there is no such": { pattern: /\bthere (?:is|was|are) no such\b/gi, instead: "… not found" },
  lies: { pattern: /\b(?:lies of|(?:no|a|the|first) lies?)\b/gi, instead: "violation, false line" },
  weather: { pattern: /\bweather\b/gi, instead: "environment, faults of the vendor" },
  patience: { pattern: /\b(?:im)?patien(?:t|tly|ce)\b/gi, instead: "retry, attempts, deadline" },
  house: { pattern: /\bthe house\b/gi, instead: "architecture, this repository" },
  turnstile: { pattern: /\bturnstiles?\b/gi, instead: "rate limit" },
  meddled: { pattern: /\bmeddl(?:e|es|ed|ing)\b/gi, instead: "changed by others" },
  befall: { pattern: /\bbef(?:all|alls|ell)\b/gi, instead: "happens to, is applied to" },
  "the short of it": { pattern: /\bthe short of it\b/gi, instead: "summary" },
  "minds it": { pattern: /\b(?:nothing|no test|nobody|always) minds\b/gi, instead: "notices, refuses" },
};

/** Files by the part of the repository that they belong to, with the text of each that people read. */
export const areas: Readonly<Record<"src" | "test" | "docs", () => ReadonlyMap<string, string>>> = {
  src: () => read("src/**/*.ts", commentsAndStrings),
  test: () => read("test/**/*.test.ts", titles),
  docs: () => new Map(pages.map((page) => [page, withoutCode(textOf(page))])),
};

function read(pattern: string, take: (text: string) => string): Map<string, string> {
  const files = globSync(pattern, { cwd: repository }).sort();
  return new Map(files.map((file) => [file, take(readFileSync(join(repository, file), "utf8"))]));
}

/** Everything except identifiers and punctuation. */
export function commentsAndStrings(text: string): string {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, ts.LanguageVariant.Standard, text);
  const read = new Set([
    ts.SyntaxKind.SingleLineCommentTrivia,
    ts.SyntaxKind.MultiLineCommentTrivia,
    ts.SyntaxKind.StringLiteral,
    ts.SyntaxKind.NoSubstitutionTemplateLiteral,
    ts.SyntaxKind.TemplateHead,
  ]);
  const found: string[] = [];
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    if (read.has(kind)) found.push(scanner.getTokenText());
  }
  return found.join("\n");
}

/** The first argument of each it, test and describe, with or without each. */
export function titles(text: string): string {
  return [...text.matchAll(/^\s*(?:it|test|describe)\b[\s\S]*?\(\s*(["'`])((?:(?!\1)[^\\\n]|\\.)*)\1,/gm)]
    .map(([, , title]) => title)
    .join("\n");
}

/** Blocks and inline code are quotations: of messages, commands and programs. So are reports of a run. Wrapped lines are joined. */
export function withoutCode(page: string): string {
  return page
    .replace(/<!-- run: ([\w-]+) -->.*?<!-- end of run: \1 -->/gs, "")
    .replace(/^( *)```.*?^\1```$/gms, "")
    .replace(/`[^`]*`/g, "")
    .replace(/\n(?!\n)/g, " ");
}

/** How often each word stands in the texts, and in which files. */
export function count(texts: ReadonlyMap<string, string>): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [file, text] of texts) {
    for (const [word, { pattern }] of Object.entries(words)) {
      for (const _ of text.matchAll(pattern)) found.set(word, [...(found.get(word) ?? []), file]);
    }
  }
  return found;
}
