import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** What belongs into the published package; whatever else turns up in it is a leak. */
const belongs =
  /^(dist\/.+\.(js|d\.ts)|dist\/report\/html\/browser\.css|docs\/([\w-]+\/)?[\w-]+\.md|examples\/([\w-]+\/){1,2}[\w.-]+\.(ts|mts|json|yaml|py|txt|go)|plugin\/(PulumiPlugin\.yaml|package\.json|index\.js|schema\.json|pulumi-resource-image-share(\.cmd)?)|schemas\/[\w-]+\.schema\.json|package\.json|README\.md|CHANGELOG\.md|LICENSE)$/;

function packed(): string[] {
  const args = ["pack", "--dry-run", "--json", "--ignore-scripts"];
  const text = execFileSync("npm", args, { cwd: join(__dirname, "../../.."), encoding: "utf8" });
  const [{ files }] = JSON.parse(text) as [{ files: { path: string }[] }];
  return files.map(({ path }) => path);
}

it("is published with what it needs, and with nothing else", () => {
  const files = packed();
  expect(files.filter((path) => !belongs.test(path))).toEqual([]);
  const needed = [
    "dist/index.js",
    "dist/index.d.ts",
    "dist/provider/dynamic/handle.js",
    "dist/emulator/index.js",
    "dist/cli/main.js",
    "dist/cli/emulator.js",
    "dist/report/html/browser.js",
    "dist/report/html/browser.css",
    "dist/provider/plugin/main.js",
    "plugin/PulumiPlugin.yaml",
    "plugin/pulumi-resource-image-share",
    "plugin/schema.json",
    "schemas/share-file.schema.json",
    "schemas/stack-configuration.schema.json",
    "schemas/report.schema.json",
    "schemas/check.schema.json",
    "docs/errors.md",
    "examples/quickstart/index.ts",
    "LICENSE",
  ];
  expect(files).toEqual(expect.arrayContaining(needed));
  // They are for the checkout: a project's own TypeScript may not understand them.
  expect(files.filter((path) => path.endsWith("tsconfig.json"))).toEqual([]);
});
