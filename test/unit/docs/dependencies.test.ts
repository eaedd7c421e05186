/** docs/contributing/dependencies.md gives a reason for each dependency of package.json, and for no other. */
import packageJson from "../../../package.json";
import { textOf } from "../../docs/pages";

const page = textOf("docs/contributing/dependencies.md");
const [running = "", developing = ""] = page.split("## What develops");

describe("docs/contributing/dependencies.md", () => {
  it.each(Object.keys(packageJson.dependencies))("says what %s is for", (name) => {
    expect(running).toContain(`\n| \`${name}\` | `);
  });

  it("gives no reason for what is not depended on", () => {
    const table = running.split("### What is loaded when")[0] ?? "";
    const rows = [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name);
    expect(rows.toSorted()).toEqual(Object.keys(packageJson.dependencies).sort());
  });

  it("names every tool, and no other", () => {
    const rows = [...developing.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = ""]) =>
      cell.match(/[^`, ]+/g),
    );
    expect(rows.toSorted()).toEqual(Object.keys(packageJson.devDependencies).sort());
  });

  it.each(Object.keys(packageJson.overrides))("says why %s is overridden", (name) => {
    expect(running.split("## What is overridden")[1]).toContain(`| \`${name}\` `);
  });
});
