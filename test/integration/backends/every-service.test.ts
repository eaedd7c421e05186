/** What a service needs besides its own folder: whoever adds one learns here what is still missing. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cloudSections, findService, serviceNames } from "../../../src/backends/registry";
import { services as emulated } from "../../../src/emulator/clouds";

const repository = join(__dirname, "../../..");
const read = (path: string) => readFileSync(join(repository, path), "utf8");

/** Files that name every service, as text: importing them would run them. */
const tables = [
  "src/cli/emulator.ts",
  "test/integration/backends/loading.test.ts",
  "test/emulator/lifecycle.test.ts",
  "test/e2e/examples.test.ts",
  "scripts/demo/estate.mts",
  "docs/reference/emulator.md",
].map((path) => [path, read(path)] as const);

describe.each(serviceNames)("%s", (service) => {
  const facts = findService(service)?.facts;

  it.each([
    `docs/services/${service}.md`,
    `examples/${service}/index.ts`,
    `examples/${service}/Pulumi.yaml`,
    `examples/${service}/tsconfig.json`,
    `test/conformance/${service}.test.ts`,
  ])("has a file %s", (path) => {
    expect(existsSync(join(repository, path))).toBe(true);
  });

  it("has a row in the README's table of services, which leads to its page", () => {
    const row = new RegExp(
      `^\\| \`${service}\` \\|.*\\| \\[docs\\]\\(docs/services/${service}\\.md\\) \\|$`,
      "m",
    );
    expect(read("README.md")).toMatch(row);
  });

  it("has a section of the configuration for its cloud", () => {
    expect(Object.keys(cloudSections)).toContain(facts?.cloud);
  });

  it("is emulated, with regions where it has them", () => {
    const counterpart = emulated.find(({ name }) => name === service);
    expect(counterpart?.cloud).toBe(facts?.cloud);
    expect(counterpart?.regional).toBe(facts?.region !== undefined);
  });

  it.each(tables)("is named in %s", (_path, text) => {
    expect(text).toMatch(new RegExp(`["\`]${service}["\`]`));
  });
});
