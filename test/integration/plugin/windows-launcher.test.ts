/** What Windows starts. Elsewhere nothing understands the file, so its one command is put into a shell's terms. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { delimiter, join } from "node:path";

const repository = join(__dirname, "../../..");
const folder = join(repository, "plugin");

it("starts the plugin that stands beside it, with all arguments, from any folder", async () => {
  const text = readFileSync(join(folder, "pulumi-resource-image-share.cmd"), "utf8");
  const [, command = ""] = /^@(.+)\n$/.exec(text) ?? [];
  expect(command).toContain('"%~dp0');
  expect(command).toMatch(/ %\*$/);
  const shells = command.replace("%~dp0", `${folder}/`).replace("%*", "--logtostderr 127.0.0.1:1");
  const path = [join(repository, "node_modules/.bin"), process.env.PATH].join(delimiter);
  const child = spawn("/bin/sh", ["-c", `exec ${shells}`], { cwd: "/", env: { PATH: path } });
  const [port] = (await once(child.stdout, "data")) as [Buffer];
  expect(port.toString()).toMatch(/^[0-9]+\n$/);
  child.kill("SIGINT");
  expect(await once(child, "close")).toEqual([0, null]);
});
