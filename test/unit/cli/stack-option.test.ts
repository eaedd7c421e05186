/** --stack: the configuration of a stack as Pulumi prints it, with its secrets, in place of a file. */
import { chmodSync, mkdirSync, readFileSync } from "node:fs";
import { settings } from "./settings";
import { alice, cli, image, useWorkspace } from "./support";

const workspace = useWorkspace();
const path = process.env.PATH;

beforeAll(() => mkdirSync(workspace.path("bin")));
afterEach(() => {
  process.env.PATH = path;
});

/** Puts a command `pulumi` of these lines in the place of any other. */
function install(...lines: readonly string[]): void {
  chmodSync(workspace.file("bin/pulumi", ["#!/bin/sh", ...lines, ""].join("\n")), 0o755);
  process.env.PATH = `${workspace.path("bin")}:/usr/bin:/bin`;
}

/** As `pulumi config --json --show-secrets` prints it. */
function printed(): string {
  const shares = [{ ...image("shared"), accounts: [alice], exclusive: true }];
  const values = { ...settings(workspace.emulator), "image-share:shares": shares };
  const entries = Object.entries(values).map(([key, value]) => [
    key,
    { value: typeof value === "string" ? value : JSON.stringify(value), objectValue: value, secret: false },
  ]);
  return JSON.stringify(Object.fromEntries(entries));
}

it("reports on the shares of the stack, which Pulumi prints with its secrets", async () => {
  workspace.emulator.putImage({ ...image("shared"), accounts: [alice] });
  workspace.file("config.json", printed());
  install(`echo "$@" >> "${workspace.path("asked")}"`, `cat "${workspace.path("config.json")}"`);
  const run = await cli(["report", "--stack", "acme/prod", "--json"]);
  expect(run.code).toBe(0);
  expect(JSON.parse(run.stdout)).toMatchObject({
    file: "the stack acme/prod",
    images: [{ imageId: image("shared").imageId, listed: true, accounts: [{ account: alice }] }],
  });
  expect(readFileSync(workspace.path("asked"), "utf8")).toBe(
    "config --non-interactive --json --show-secrets --stack acme/prod\n",
  );
});

it.each([
  ["Pulumi is not there", undefined, "pulumi cannot be run (ENOENT)"],
  [
    "the stack does not exist",
    ['echo "error: no stack named prod found" >&2', "exit 255"],
    "no stack named prod",
  ],
  ["Pulumi prints something else", ["echo hello"], "is neither stack configuration"],
])("is refused where %s, and says how to go on", async (_what, script, why) => {
  if (script === undefined) process.env.PATH = workspace.path("nowhere");
  else install(...script);
  const run = await cli(["report", "--stack", "prod"]);
  expect(run.code).toBe(1);
  expect(run.stderr).toContain("the stack prod");
  expect(run.stderr).toContain(why);
  expect(workspace.emulator.calls()).toEqual([]);
});
