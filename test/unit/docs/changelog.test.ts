/** CHANGELOG.md keeps the form that release.yml reads a version's notes from: keepachangelog.com, 1.1.0. */
import packageJson from "../../../package.json";
import { textOf } from "../../docs/pages";

const headings = [...textOf("CHANGELOG.md").matchAll(/^(##+) (.+)$/gm)].map(([, level = "", title = ""]) => ({
  level: level.length,
  title,
}));
const versions = headings.filter(({ level }) => level === 2).map(({ title }) => title);

it("begins with what is not released yet, and gives each version its date", () => {
  expect(versions[0]).toBe("[Unreleased]");
  expect(versions.slice(1).filter((title) => !/^\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d$/.test(title))).toEqual(
    [],
  );
});

it("has the version of package.json", () => {
  expect(versions.map((title) => title.split(" ")[0])).toContain(`[${packageJson.version}]`);
});

it("sorts changes by kind, in the kinds that the form knows", () => {
  const kinds = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"];
  const used = headings.filter(({ level }) => level === 3).map(({ title }) => title);
  expect(used.length).toBeGreaterThan(0);
  expect(used.filter((kind) => !kinds.includes(kind))).toEqual([]);
});
