/** What a run showed, as Markdown: versions, and each test by its title. */
import { relative } from "node:path";
import type { Environment } from "./environment.mts";
import type { Python } from "./python.mts";

/** The part of Jest's report that is read here. */
export interface JestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly status: string;
    }[];
  }[];
}

/** Tests of a server's mistakes have these words in front. */
const WRONG = "is wrong: ";

export function shown(
  made: readonly Environment[],
  { version }: Python,
  { testResults }: JestReport,
  repository: string,
): string {
  const versions = made.map(({ part, packages }) => `| ${part} | ${packages.join(", ")} |`);
  const sections = testResults
    .map(({ name, assertionResults }) => ({
      file: relative(repository, name),
      tests: assertionResults.filter(({ status }) => status === "passed"),
    }))
    .sort((one, other) => one.file.localeCompare(other.file))
    .map(({ file, tests }) => section(file, tests));
  const count = testResults.flatMap(({ assertionResults }) => assertionResults).length;
  return [
    `${count} tests, with Python ${version} and Node.js ${process.versions.node}.`,
    ["| environment | packages |", "|---|---|", ...versions].join("\n"),
    ...sections,
  ].join("\n\n");
}

function section(
  file: string,
  tests: readonly { ancestorTitles: readonly string[]; title: string }[],
): string {
  const heading = `### ${tests[0]?.ancestorTitles[0] ?? file}`;
  const lines = tests.map(({ title }) => {
    const at = title.indexOf(WRONG);
    return at < 0
      ? `- ${title}`
      : `- **${title.slice(0, at + WRONG.length).trim()}** ${title.slice(at + WRONG.length)}`;
  });
  return [heading, `\`${file}\``, lines.join("\n")].join("\n\n");
}
