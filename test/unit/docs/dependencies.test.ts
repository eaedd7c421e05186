/** docs/contributing/dependencies.md speaks of what package.json lists, in the versions that are installed. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import packageJson from "../../../package.json";
import { repository, textOf } from "../../docs/pages";

const page = textOf("docs/contributing/dependencies.md");
const [running = "", developing = ""] = page.split("## What develops");

function installed(name: string): string {
  return JSON.parse(readFileSync(join(repository, "node_modules", name, "package.json"), "utf8")).version;
}

describe("docs/contributing/dependencies.md", () => {
  it.each(Object.keys(packageJson.dependencies))("says what %s is for, in the version at hand", (name) => {
    expect(running).toContain(`\n| \`${name}\` ${installed(name)} | `);
  });

  it("gives no reason for what is not depended on", () => {
    const table = running.split("## What is overridden")[0] ?? "";
    const rows = [...table.matchAll(/^\| `([^`]+)` \d/gm)].map(([, name]) => name);
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
