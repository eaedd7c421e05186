/** The golden files of the SDKs that Pulumi's own generators make from the schema. */
import { execFile } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { repository } from "../../e2e/harness/installation";

const golden = join(__dirname, "golden");
const node = join(repository, "node_modules/.bin/node");
const parent = mkdtempSync(join(tmpdir(), "image-share-sdks-"));
const sdks = join(parent, "sdks");

// Without a cache, Go compiles for a minute, and for longer on a busy machine.
beforeAll(async () => {
  await promisify(execFile)(node, [join(repository, "scripts/sdks.mts"), sdks]);
}, 600_000);

afterAll(() => rmSync(parent, { recursive: true }));

const read = globSync("**/*.txt", { cwd: golden }).map((file) => file.replaceAll("\\", "/"));

it("has golden files of Python, Go and Node.js", () => {
  const languages = read.map((file) => file.split("/")[0]).sort();
  expect(languages).toEqual(["go", "nodejs", "python", "sha256.txt"]);
});

it.each(read)("makes the same of the schema as %s says: after a change, `npm run sdks` renews it", (file) => {
  const made = file === "sha256.txt" ? file : file.replace(/\.txt$/, "");
  expect(readFileSync(join(sdks, made), "utf8")).toBe(readFileSync(join(golden, file), "utf8"));
});
