/** No page says a command that nobody has run: see commands.ts. */
import { execFileSync } from "node:child_process";
import {
  commands,
  elsewhere,
  headingsElsewhere,
  pipelines,
  ranByTheEngineSuite,
  toRun,
  withoutComment,
} from "../../docs/commands";
import { blocksWith, pages, place, textOf } from "../../docs/pages";

const run: readonly string[] = [...ranByTheEngineSuite, ...pipelines];

it("says of each command who runs it", () => {
  const left = commands.filter(
    ({ under }) => !run.includes(under) && !Object.hasOwn(headingsElsewhere, under),
  );
  const unknown = left.flatMap(({ block, script }) =>
    toRun(script)
      .split("\n")
      .flatMap((line) => (withoutComment(line) === "" ? [] : [`${place(block)}: ${line}`])),
  );
  expect(unknown).toEqual([]);
});

it("speaks of no command and no heading that are there no more", () => {
  const lines = new Set(commands.flatMap(({ script }) => script.split("\n").map(withoutComment)));
  expect(Object.keys(elsewhere).filter((line) => !lines.has(line))).toEqual([]);
  const headings = new Set(commands.map(({ under }) => under));
  expect([...run, ...Object.keys(headingsElsewhere)].filter((under) => !headings.has(under))).toEqual([]);
});

it("knows the session of docs/reference/command-line.md, which test/integration/cli/documentation.test.ts runs, from any other", () => {
  expect(new Set(blocksWith("console").map(({ page }) => page))).toEqual(
    new Set(["docs/reference/command-line.md"]),
  );
});

it("gives a command's options to the command: without --, npx takes those that come first for its own", () => {
  const uses = pages.flatMap((page) => textOf(page).match(/npx --no\s[^`\n]*/g) ?? []);
  expect(uses.length).toBeGreaterThan(20);
  expect(uses.filter((use) => !use.startsWith("npx --no -- "))).toEqual([]);
});

it.each(commands.map(({ block, script }) => [place(block), script]))(
  "%s: a shell understands it",
  (_, script) => {
    expect(() => execFileSync("bash", ["-n", "-c", script], { stdio: "pipe" })).not.toThrow();
  },
);
