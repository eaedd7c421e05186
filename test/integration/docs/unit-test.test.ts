/** The example of a program's unit test: the page shows it as it stands, and it passes. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { blocksWith, repository } from "../../docs/pages";

const example = join(repository, "examples/unit-test/images.test.mts");

it("is the one that the page about tests shows", () => {
  const shown = blocksWith("ts").filter(({ text }) => text.includes("setMocks"));
  expect(shown.map(({ page, text }) => [page, text.trim()])).toEqual([
    ["docs/guide/testing-with-the-emulator.md", readFileSync(example, "utf8").trim()],
  ]);
});

it("passes, without an engine and without the network", () => {
  const node = join(repository, "node_modules/.bin/node");
  const { NODE_OPTIONS: _, NODE_TEST_CONTEXT: __, ...env } = process.env;
  const options = {
    env: { ...env, HTTPS_PROXY: "http://127.0.0.1:9" },
    encoding: "utf8",
    cwd: repository,
  } as const;
  const output = execFileSync(node, ["--test", "--test-reporter=spec", example], options);
  expect(output).toMatch(/pass 3\n/);
  expect(output).toMatch(/fail 0\n/);
}, 60_000);
