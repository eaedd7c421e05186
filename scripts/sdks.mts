/**
 * Writes the SDKs of Python, Go and Node.js from plugin/schema.json, and `sha256.txt` with a hash of every file.
 *
 *   npm run sdks              into sdks/, and renews the golden files of test/acceptance/plugin/golden
 *   npm run sdks -- FOLDER    into a folder that does not exist, and nothing else
 *
 * Needs Go. `pulumi package gen-sdk` writes the same SDKs, where the CLI has the language hosts of an official release.
 */
import { createHash } from "node:crypto";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { findGo, goBuild, goEnvironment, modules, TIMEOUT_MS } from "./engine/build-from-go.mts";
import { runStep } from "./engine/run-step.mts";
import { interruptible } from "./engine/staging.mts";

const repository = resolve(import.meta.dirname, "..");
const schema = join(repository, "plugin/schema.json");
const golden = join(repository, "test/acceptance/plugin/golden");
const HASHES = "sha256.txt";

/** What a reviewer reads: the arguments and outputs of ImageShare. */
const read = ["python/pulumi_image_share/image_share.py", "go/imageShare.go", "nodejs/imageShare.ts"];

const [given] = process.argv.slice(2);
if (given !== undefined) {
  await generate(resolve(given));
} else {
  const folder = join(repository, "sdks");
  rmSync(folder, { recursive: true, force: true });
  await generate(folder);
  copyFileSync(join(folder, HASHES), join(golden, HASHES));
  for (const file of read) {
    // The ending keeps it from the checks of this project's own code.
    const copy = join(golden, `${file}.txt`);
    mkdirSync(dirname(copy), { recursive: true });
    copyFileSync(join(folder, file), copy);
  }
  console.error("wrote sdks/ and test/acceptance/plugin/golden/");
}

async function generate(folder: string): Promise<void> {
  const { env } = process;
  const go = findGo(env);
  if (go === undefined) throw new Error("Go is not found on PATH, and the generators of SDKs are Go modules");
  mkdirSync(folder);
  const temporary = mkdtempSync(join(tmpdir(), "image-share-sdks-"));
  const program = join(temporary, "sdks");
  try {
    await interruptible(async (interrupted) => {
      const step = {
        env: goEnvironment({ env, offline: false }, temporary),
        interrupted,
        timeoutMs: TIMEOUT_MS,
      };
      await runStep({
        ...step,
        title: "Compiling Pulumi's generators of SDKs (usually half a minute, the first time) …",
        command: go,
        args: goBuild(program, "-s -w", "./sdks"),
        cwd: join(modules, "cli"),
        report: (line) => console.error(line),
      });
      await runStep({
        ...step,
        title: "Generating …",
        command: program,
        args: [schema, folder],
        report: (line) => console.error(line),
      });
    });
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  writeFileSync(join(folder, HASHES), hashesOf(folder));
}

/** A line for the schema, then one for each file, in the format of `sha256sum`. */
function hashesOf(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) =>
      join(parentPath, name)
        .slice(folder.length + 1)
        .replaceAll("\\", "/"),
    );
  const lines = files.sort().map((file) => `${hashOf(join(folder, file))}  ${file}\n`);
  return `${hashOf(schema)}  schema.json\n${lines.join("")}`;
}

function hashOf(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}
