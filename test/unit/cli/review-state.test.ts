/** Where the review gets the stack's state from when nobody names a file: from Pulumi, which may be missing. */
import { chmodSync, mkdirSync, readFileSync } from "node:fs";
import { digest, exported, golden, held, share, step } from "./preview-documents";
import { alice, bob, cli, useWorkspace } from "./support";

const workspace = useWorkspace();
const path = process.env.PATH;
const label = `${golden.imageId} (ap-guangzhou)`;
const before = share("golden", held);
const kept = { ...before, outputs: undefined };
const preview = digest({ steps: [step("same", { before, after: kept })] });
const unknown =
  /whether an earlier run left deletions behind is not known: .*could not be read \((.*)\)\. Name it with --state/;

beforeAll(() => mkdirSync(workspace.path("bin")));
afterEach(() => {
  process.env.PATH = path;
});

/** Puts a command `pulumi` of these lines in the place of any other. */
function install(...lines: readonly string[]): void {
  chmodSync(workspace.file("bin/pulumi", ["#!/bin/sh", ...lines, ""].join("\n")), 0o755);
  process.env.PATH = `${workspace.path("bin")}:/usr/bin:/bin`;
}

it("runs pulumi stack export for the stack that the preview is of, or for the one that is named", async () => {
  workspace.file(
    "state.json",
    exported([{ ...before, delete: true, modified: "2026-01-02T00:00:00Z" }, before]),
  );
  install(`echo "$@" >> "${workspace.path("asked")}"`, `cat "${workspace.path("state.json")}"`);
  const file = workspace.file("preview.json", preview);
  const { code, stdout } = await cli(["review", file]);
  expect(stdout).toContain(`${label}: keeps access (the program lists them): ${alice}, ${bob}\n`);
  expect(code).toBe(0);
  await cli(["review", file, "--stack", "acme/prod"]);
  expect(readFileSync(workspace.path("asked"), "utf8")).toBe(
    "stack export --non-interactive --stack prod\nstack export --non-interactive --stack acme/prod\n",
  );
});

it.each([
  ["Pulumi is not there", undefined, "pulumi cannot be run (ENOENT)"],
  ["Pulumi fails", ['echo "error: no stack named prod found" >&2', "exit 255"], "no stack named prod found"],
  ["Pulumi prints something else", ["echo hello"], "what pulumi stack export prints is not understood"],
  [
    "the stack is another one of the same name",
    [`echo '${exported([])}'`],
    "is not the state that the preview was made of",
  ],
])("stops where %s, and says how to go on", async (_, script, why) => {
  if (script === undefined) process.env.PATH = workspace.path("nowhere");
  else install(...script);
  const { code, stdout } = await cli(["review", workspace.file("preview.json", preview)]);
  expect(unknown.exec(stdout)?.[1]).toContain(why);
  expect(code).toBe(2);
});

it("refuses a file with the state of another time, and one that cannot be read", async () => {
  const file = workspace.file("preview.json", preview);
  const later = workspace.file("state.json", exported([{ ...before, modified: "2026-01-02T00:00:00Z" }]));
  const other = await cli(["review", file, "--state", later]);
  expect(other.stderr).toContain(`${later} is not the state that the preview was made of`);
  expect(other.code).toBe(1);
  const missing = await cli(["review", file, "--state", workspace.path("no.json")]);
  expect(missing.stderr).toContain("no.json cannot be read (ENOENT)");
  expect(missing.code).toBe(1);
});
