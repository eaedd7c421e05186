/** The vendors' SDKs and command lines for Python, unchanged, against our emulator: the scripts of examples/clients-python. */
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { startEmulator } from "../../src/emulator";
import { repository } from "../e2e/harness/installation";
import { environmentOf, pythonOf } from "./servers/process";

const folder = join(repository, "examples/clients-python");
const scripts = readdirSync(folder)
  .filter((file) => file.endsWith(".py") && file !== "run_all.py" && file !== "walk.py")
  .map((file) => file.slice(0, -".py".length));

/** A command line of Python takes seconds to start. */
const TIMEOUT_MS = 90_000;

async function run(script: string, url: string): Promise<{ code: number | null; output: string }> {
  const env = { ...environmentOf("clients"), NO_PROXY: "127.0.0.1" };
  const child = spawn(pythonOf("clients"), [join(folder, `${script}.py`), url], { env });
  let output = "";
  const read = (text: string) => {
    output += text;
  };
  child.stdout.setEncoding("utf8").on("data", read);
  child.stderr.setEncoding("utf8").on("data", read);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  return { code, output };
}

/** What a script shows besides the walk that all have in common. */
const more: Readonly<Record<string, RegExp>> = { aws_ec2: /snapshot: \['012345678901'\]/ };

describe("the vendors' SDKs and command lines for Python at our emulator", () => {
  it.each(scripts)(
    "%s shares, reads all pages, takes access away, and is refused with a wrong secret",
    async (script) => {
      const emulator = await startEmulator();
      try {
        const { code, output } = await run(script, emulator.url);
        expect(output).toMatch(
          /describe: 33 accounts[\s\S]*describe: 28 accounts[\s\S]*wrong secret: refused as/,
        );
        expect(output).toMatch(more[script] ?? "");
        expect(code).toBe(0);
      } finally {
        await emulator.close();
      }
    },
    TIMEOUT_MS,
  );
});
