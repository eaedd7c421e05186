/** What is read and not compiled has a place for every service: pages, tables and examples. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { serviceNames } from "../../../src/core/services";

const repository = join(__dirname, "../../..");
const read = (path: string) => readFileSync(join(repository, path), "utf8");

describe.each(serviceNames)("%s", (service) => {
  it.each([
    `docs/services/${service}.md`,
    `examples/${service}/index.ts`,
    `examples/${service}/Pulumi.yaml`,
    `examples/${service}/tsconfig.json`,
    `examples/yaml/${service}/Pulumi.yaml`,
  ])("has a file %s", (path) => {
    expect(existsSync(join(repository, path))).toBe(true);
  });

  it("has a row in the README's table of services, which leads to its page", () => {
    const row = `^\\| \`${service}\` \\|.*\\| \\[docs\\]\\(docs/services/${service}\\.md\\) \\|$`;
    expect(read("README.md")).toMatch(new RegExp(row, "m"));
  });

  it("has a row in the emulator's table of services", () => {
    expect(read("docs/reference/emulator.md")).toMatch(new RegExp(`^\\| \`${service}\` \\|`, "m"));
  });
});
