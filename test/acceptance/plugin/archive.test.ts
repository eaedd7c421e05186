/** The small archive: `pulumi plugin install` makes a plugin of it, which programs find without a word about a path. */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { repository } from "../../e2e/harness/installation";
import { alice, image, useWorld } from "../../e2e/harness/world";

const run = promisify(execFile);
const golden = image("golden");
const program = `name: program
runtime: yaml
resources:
  golden:
    type: image-share:ImageShare
    properties: ${JSON.stringify({ ...golden, accounts: [alice] })}
`;

const { version } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as { version: string };
const world = useWorld((folder) => writeFileSync(join(folder, "Pulumi.yaml"), program));
// npm installs the package and what it depends on, some 200 MB.
jest.setTimeout(10 * 60_000);

const temporary = mkdtempSync(join(tmpdir(), "image-share-archive-"));
let archive = "";

beforeAll(async () => {
  const pack = ["pack", "--ignore-scripts", "--json", "--pack-destination", temporary];
  const [{ filename }] = JSON.parse((await run("npm", pack, { cwd: repository })).stdout) as [
    { filename: string },
  ];
  const node = join(repository, "node_modules/.bin/node");
  const script = join(repository, "scripts/plugin-archive.mts");
  const made = await run(node, [script, temporary, `file:${join(temporary, filename)}`]);
  archive = made.stdout.trim();
  // Where this machine's npm finds packages: a stack's commands know nothing of it.
  const ask = async (key: string) => (await run("npm", ["config", "get", key])).stdout.trim();
  world.stack.setEnvironment({
    npm_config_cache: await ask("cache"),
    npm_config_userconfig: await ask("userconfig"),
    npm_config_prefer_offline: "true",
  });
  world.emulator.putImage({ ...golden, accounts: [] });
});

afterAll(() => rmSync(temporary, { recursive: true }));

async function shareAndTakeBack(): Promise<void> {
  const up = await world.stack.up();
  expect(up.output).not.toContain("warning: using");
  expect(world.emulator.accounts(golden)).toEqual([alice]);
  await world.stack.destroy();
  expect(world.emulator.accounts(golden)).toEqual([]);
}

it("is not there before it is installed, and the error names the plugin and the version", async () => {
  const { output } = await world.stack.failing("preview");
  expect(output).toMatch(/image-share/);
  expect(output).toMatch(/plugin install|not found|no .*plugin/i);
});

it("is as small as a letter, and is installed from a file", async () => {
  expect(readFileSync(archive).length).toBeLessThan(2000);
  await world.stack.run(["plugin", "install", "resource", "image-share", version, "--file", archive]);
  await shareAndTakeBack();
});

it("is installed from a server, which has it under a name with the system", async () => {
  await world.stack.run(["plugin", "rm", "resource", "image-share", "--yes"]);
  const asked: string[] = [];
  const server = createServer(({ url = "" }, response) => {
    asked.push(url);
    response.end(readFileSync(archive));
  });
  const address = await listening(server);
  try {
    await world.stack.run(["plugin", "install", "resource", "image-share", version, "--server", address]);
  } finally {
    server.close();
  }
  expect(asked[0]).toMatch(
    new RegExp(`/pulumi-resource-image-share-v${version}-[a-z]+-[a-z0-9]+\\.tar\\.gz$`),
  );
  await shareAndTakeBack();
});

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address === "object" && address !== null) return `http://127.0.0.1:${address.port}`;
  throw new Error("the server has no port");
}
