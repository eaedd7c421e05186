/** `npm run mutation:table`: the scores of the last `npm run mutation`, into the page about it. */
import { readFileSync } from "node:fs";
import { writeRun } from "./report.mts";

type Mutants = readonly { readonly status: string }[];
interface Result {
  readonly files: Readonly<Record<string, { readonly mutants: Mutants }>>;
}

const { files }: Result = JSON.parse(readFileSync("coverage/mutation/mutation.json", "utf8"));

const noticed = new Set(["Killed", "Timeout"]);
const missed = new Set(["Survived", "NoCoverage"]);
const those = (mutants: Mutants, statuses: Set<string>) =>
  mutants.filter(({ status }) => statuses.has(status)).length;

function row(name: string, mutants: Mutants): string {
  const killed = those(mutants, noticed);
  const all = killed + those(mutants, missed);
  return all === 0 ? "" : `| ${name} | ${killed} | ${all} | ${((killed / all) * 100).toFixed(1)} % |`;
}

const entries = Object.entries(files).map(([file, { mutants }]) => ({ file: file.slice(4), mutants }));
const inFolder = (folder: string) =>
  entries.filter(({ file }) => file.startsWith(folder)).flatMap(({ mutants }) => mutants);
const rows = [
  ...entries.sort((a, b) => (a.file < b.file ? -1 : 1)).map(({ file, mutants }) => row(file, mutants)),
  row("**core**", inFolder("core/")),
  row("**converge**", inFolder("converge/")),
  row("**both**", inFolder("")),
].filter((line) => line !== "");

writeRun({
  page: "docs/contributing/mutation-testing.md",
  name: "scores",
  command: "npm run mutation && npm run mutation:table",
  text: ["| file | noticed | of | score |", "|---|---|---|---|", ...rows].join("\n"),
});
