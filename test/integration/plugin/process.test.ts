/** The plugin's process, as the engine starts it: what it prints, what it loads, and how it ends. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { promisify } from "node:util";
import { engineAddress } from "../../../src/provider/plugin/server";

const repository = join(__dirname, "../../..");
const node = join(repository, "node_modules/.bin/node");

it("loads Pulumi's messages, and neither the rest of the SDK nor what speaks to a vendor", async () => {
  const server = join(repository, "dist/provider/plugin/server.js");
  const script = `require(${JSON.stringify(server)}); console.log(JSON.stringify(Object.keys(require.cache)))`;
  const { stdout } = await promisify(execFile)(node, ["-e", script]);
  const files = (JSON.parse(stdout) as string[]).map((file) => file.replaceAll("\\", "/"));
  const pulumis = files.filter((file) => file.includes("/@pulumi/pulumi/"));
  expect(pulumis.length).toBeGreaterThan(0);
  expect(pulumis.filter((file) => !file.includes("/@pulumi/pulumi/proto/"))).toEqual([]);
  expect(files.filter((file) => /tencentcloud-sdk|@alicloud|@volcengine/.test(file))).toEqual([]);
});

it("prints its port, and tells its schema, before it loads what decides, what reaches a cloud, and what checks", async () => {
  const [server, front] = ["server", "front"].map((name) =>
    JSON.stringify(join(repository, `dist/provider/plugin/${name}.js`)),
  );
  const script = `
    require(${server});
    const { PluginFront } = require(${front});
    const { GetSchemaRequest } = require("@pulumi/pulumi/proto/provider_pb.js");
    const { calls } = new PluginFront({ version: "1.2.3", log: undefined, connect: () => undefined });
    calls.getSchema({ request: new GetSchemaRequest() }, (error, response) => {
      const resources = Object.keys(JSON.parse(response.getSchema()).resources);
      console.log(JSON.stringify({ error, resources, files: Object.keys(require.cache) }));
    });
  `;
  const { stdout } = await promisify(execFile)(node, ["-e", script], { cwd: repository });
  const { error, resources, files } = JSON.parse(stdout) as Record<string, readonly string[]>;
  expect(error).toBeNull();
  expect(resources).toContain("image-share:index:ImageShare");
  const own = (files ?? []).map((file) => file.replaceAll("\\", "/"));
  expect(
    own.filter((file) => /\/dist\/(core|app|converge|backends)\/|node_modules\/zod\//.test(file)),
  ).toEqual([]);
  expect(own.length).toBeLessThanOrEqual(95);
});

describe("started by the engine", () => {
  let child: ChildProcess;
  let printed = "";

  beforeEach(async () => {
    const main = join(repository, "plugin/pulumi-resource-image-share");
    child = spawn(node, [main, "--logtostderr", "--tracing", "http://x", "127.0.0.1:1"], { stdio: "pipe" });
    printed = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
    });
    if (child.stdout !== null) await once(child.stdout, "data");
  });

  afterEach(() => {
    child.kill("SIGKILL");
  });

  it("prints the port that it listens at and nothing else, and ends quietly by the signal of the engine", async () => {
    child.kill("SIGINT");
    const [code] = await once(child, "close");
    expect(code).toBe(0);
    expect(printed).toMatch(/^[0-9]+\n$/);
  });
});

it.each([
  [["127.0.0.1:1"], "127.0.0.1:1"],
  [["--logtostderr", "-v=9", "127.0.0.1:1"], "127.0.0.1:1"],
  [["--tracing", "http://127.0.0.1:9411", "127.0.0.1:1"], "127.0.0.1:1"],
  [["--tracing=http://127.0.0.1:9411", "127.0.0.1:1"], "127.0.0.1:1"],
  [[], ""],
])("finds the engine's address behind its flags: %j", (args, address) => {
  expect(engineAddress(args)).toBe(address);
});
