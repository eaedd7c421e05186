/** docs/contributing/invariants.md names for each invariant what enforces it, and only files that exist. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { repository, textOf } from "../../docs/pages";

const rows = [...textOf("docs/contributing/invariants.md").matchAll(/^\| (.+) \| (.+) \|$/gm)]
  .map(([, invariant = "", enforcedBy = ""]) => ({ invariant, enforcedBy }))
  .filter(({ invariant }) => invariant !== "invariant");

const filesIn = (text: string) =>
  [...text.matchAll(/`([^`]+)`/g)].flatMap(([, name = ""]) => (/^npm /.test(name) ? [] : [name]));

it("lists the invariants of access, reports, state, calls, code and documentation", () => {
  expect(rows.length).toBeGreaterThan(40);
  expect(new Set(rows.map(({ invariant }) => invariant)).size).toBe(rows.length);
});

it.each(rows)("says what enforces: $invariant", ({ enforcedBy }) => {
  if (!enforcedBy.includes("[not yet enforced]")) expect(filesIn(enforcedBy)).not.toEqual([]);
  expect(filesIn(enforcedBy).filter((file) => !existsSync(join(repository, file)))).toEqual([]);
});
