/** docs/reference/command-line.md, run: each console block in a shell, one after the other, as a reader would. */
import { execFile } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startEmulator } from "../../../src/emulator";
import { recorded } from "../../unit/cli/previews";
import { useWorkspace } from "../../unit/cli/support";

const repository = join(__dirname, "../../..");
const built = join(repository, "dist/cli/main.js");
const page = join(repository, "docs/reference/command-line.md");
const address = "http://127.0.0.1:7070";
const workspace = useWorkspace();
jest.setTimeout(60_000);

/** What is printed for a block, its commands among it, as on a terminal. */
function printed(commands: readonly string[]): Promise<string> {
  const env = { ...process.env, PATH: `${workspace.path(".")}:${process.env.PATH}` };
  // The exit code of one command is the next one's to print.
  const script = commands
    .map((command) => `echo '$ ${command}'; (exit $code); ${command}; code=$?`)
    .join("\n");
  return new Promise((resolve) => {
    execFile("sh", ["-c", `exec 2>&1; code=0\n${script}`], { cwd: workspace.path("."), env }, (_, stdout) =>
      resolve(stdout),
    );
  });
}

/** With UPDATE_DOCS=1, the page is written anew with what is printed now. */
it("says what the commands print", async () => {
  chmodSync(workspace.file("image-share", `#!/bin/sh\nexec "${process.execPath}" "${built}" "$@"\n`), 0o755);
  const emulator = await startEmulator({ rateLimits: false });
  emulator.putImage({ service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-6pb6lrmy" });
  emulator.putImage({ service: "alicloud-ens", imageId: "m-5s7qotzavwbrnzaqh4unm" });
  try {
    const text = readFileSync(page, "utf8");
    const files = [...text.matchAll(/```yaml\n(.*?)```/gs)].map(([, yaml = ""]) => yaml);
    for (const [index, name] of ["Pulumi.dev.yaml", "guarded.yaml"].entries()) {
      workspace.file(name, (files[index] ?? "").replace(address, emulator.url));
    }
    const { preview, state } = recorded("removed");
    workspace.file("preview.json", preview);
    workspace.file("state.json", state);
    let now = text;
    for (const [whole, block = ""] of text.matchAll(/```console\n(.*?)```/gs)) {
      const commands = block.split("\n").flatMap((line) => (line.startsWith("$ ") ? [line.slice(2)] : []));
      expect(commands).not.toEqual([]);
      const output = (await printed(commands)).replaceAll(emulator.url, address);
      now = now.replace(whole, () => `\`\`\`console\n${output}\`\`\``);
    }
    if (process.env.UPDATE_DOCS) writeFileSync(page, now);
    expect(readFileSync(page, "utf8")).toBe(now);
  } finally {
    await emulator.close();
  }
});

it("names every exit code and every status", () => {
  const text = readFileSync(page, "utf8");
  for (const code of [0, 1, 2, 3, 64, 130]) expect(text).toContain(`\n| ${code} | `);
});
