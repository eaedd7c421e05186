/** Starting and stopping, in the process and from a shell. */
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { Agent, get } from "node:http";
import { createServer } from "node:net";
import { serviceNames } from "../../src/emulator/names";
import { tencent } from "./support/clients";
import { register, root, running, spawned, until } from "./support/process";
import { start } from "./support/start";
import { send } from "./support/wire";

const IMAGE = { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-6pb6lrmy" } as const;

describe("an emulator", () => {
  it("takes a free port and listens on loopback only", async () => {
    const [first, second] = await Promise.all([start(), start()]);
    expect(first.port).not.toBe(second.port);
    expect(first.url).toBe(`http://127.0.0.1:${first.port}`);
    await Promise.all([first.close(), second.close()]);
  });

  it("says so when its port is taken", async () => {
    const first = await start();
    await expect(start({ port: first.port })).rejects.toMatchObject({ code: "EADDRINUSE" });
    await first.close();
  });

  it("closes idle and busy connections, can be closed twice, and leaves no handle behind", async () => {
    const before = process.getActiveResourcesInfo().filter((name) => name !== "Immediate").length;
    const emulator = await start({ latencyMs: 60_000 });
    const agent = new Agent({ keepAlive: true });
    await new Promise((resolve) => {
      get(`${emulator.url}/_emulator/`, { agent }, (response) => response.resume().on("end", resolve));
    });
    const slow = tencent(emulator, "DescribeImages", {}).then(
      () => "answered",
      () => "cut off",
    );
    while (emulator.calls().length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await emulator.close();
    await emulator.close();
    expect(await slow).toBe("cut off");
    agent.destroy();
    await new Promise((resolve) => setTimeout(resolve, 20));
    const after = process.getActiveResourcesInfo().filter((name) => name !== "Immediate").length;
    expect(after).toBeLessThanOrEqual(before);
  });

  it("an emulator does nothing for a call that was still waiting when it closed", async () => {
    const emulator = await start({ latencyMs: 200 });
    emulator.putImage(IMAGE);
    const parameters = { ImageId: IMAGE.imageId, AccountIds: ["1038493875"], Permission: "SHARE" };
    const call = tencent(emulator, "ModifyImageSharePermission", parameters).catch(() => "cut off");
    await new Promise((resolve) => setTimeout(resolve, 50));
    await emulator.close();
    expect(await call).toBe("cut off");
    expect(emulator.accounts(IMAGE)).toEqual([]);
  });

  it("lets any number of calls wait at once without a warning of Node's", async () => {
    const script = `
      // Node.js 20 warns from the eleventh listener on; later ones let abort signals have any number.
      const { setMaxListeners } = require("node:events");
      globalThis.AbortController = class extends AbortController {
        constructor() {
          super();
          setMaxListeners(10, this.signal);
        }
      };
      const { startEmulator } = require("./src/emulator");
      (async () => {
        const emulator = await startEmulator({ latencyMs: 100 });
        const url = emulator.url + "/?Action=DescribeImages&Version=2020-04-01";
        const replies = await Promise.all(Array.from({ length: 30 }, () => fetch(url)));
        console.log(replies.map((reply) => reply.status).join());
        await emulator.close();
      })();
    `;
    const options = { cwd: root, encoding: "utf8" } as const;
    const { stdout, stderr } = spawnSync(process.execPath, ["-r", register, "-e", script], options);
    expect([stdout.trim(), stderr]).toEqual([Array(30).fill("400").join(), ""]);
  });

  it("understands requests that are addressed as to a proxy", async () => {
    const emulator = await start();
    const { status } = await send(emulator.port, { path: "http://anything.example/_emulator/" });
    expect(status).toBe(200);
    await emulator.close();
  });

  it("survives a client that hangs up in the middle of its request", async () => {
    const emulator = await start();
    const controller = new AbortController();
    const body = new ReadableStream({ start: (stream) => stream.enqueue(new TextEncoder().encode("{")) });
    const options: RequestInit & { duplex: "half" } = {
      method: "POST",
      body,
      duplex: "half",
      signal: controller.signal,
    };
    const call = fetch(emulator.url, options).catch(() => "gone");
    await new Promise((resolve) => setTimeout(resolve, 30));
    controller.abort();
    expect(await call).toBe("gone");
    expect((await fetch(`${emulator.url}/_emulator/`)).status).toBe(200);
    await emulator.close();
  });
});

describe("image-share-emulator", () => {
  it.each(["SIGINT", "SIGTERM"] as const)("says where it is, logs calls, and stops on %s", async (signal) => {
    const { child, output, port } = await running();
    for (const service of serviceNames) {
      expect(output.stdout).toContain(`  ${service}/`);
    }
    expect(output.stdout).toContain(`pulumi config set image-share:endpoint http://127.0.0.1:${port}`);
    expect(output.stdout).toContain("image-share:tencentcloud.secretKey emulator-secret");

    await tencent({ port }, "DescribeImageSharePermission", { ImageId: "img-6pb6lrmy" });
    await tencent({ port }, "DescribeImages", { ImageIds: ["\u001b[2Jimg"] });
    await until(() => output.stdout.includes("Malformed"));
    expect(output.stdout).toMatch(
      /tencentcloud-cvm DescribeImageSharePermission ap-guangzhou\/img-6pb6lrmy ok\n/,
    );
    expect(output.stdout).toContain("?[2Jimg InvalidImageId.Malformed");
    expect(output.stdout).not.toContain("\u001b");

    child.kill(signal);
    expect(await once(child, "exit")).toEqual([0, null]);
    expect(output.stderr).toBe("");
  });

  it("seeds what it is told, and is quiet when told", async () => {
    const { output, port } = await running(
      "--quiet",
      "--strict",
      "--allow-host",
      "emulator",
      "--allow-host",
      "build.example:8080",
      "--image",
      "volcengine-ecs/cn-beijing/image-1=creating",
      "--image",
      "alicloud-ens/m-1",
    );
    expect(output.stdout).toContain(
      "  volcengine-ecs/cn-beijing/image-1  creating\n  alicloud-ens/m-1  Available\n",
    );
    expect(output.stdout).not.toContain("img-6pb6lrmy");
    await tencent({ port }, "DescribeImages", {});
    const settings = JSON.parse((await send(port, { path: "/_emulator/settings" })).body);
    expect(settings.strict).toBe(true);
    for (const [host, status] of [
      ["emulator:7070", 200],
      ["build.example:8080", 200],
      ["evil.example:8080", 403],
    ] as const) {
      expect((await send(port, { path: "/_emulator/", headers: { host } })).status).toBe(status);
    }
    expect(output.stdout).not.toContain(" DescribeImages ");
  });

  it("says in one line that its port is in use", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const address = taken.address();
    const port = String(typeof address === "object" && address !== null ? address.port : 0);
    const { child, output } = spawned("--port", port);
    expect(await once(child, "exit")).toEqual([1, null]);
    expect(output.stderr).toMatch(/^image-share-emulator: port \d+ on 127\.0\.0\.1 is in use; [^\n]+\n$/);
    taken.close();
  });

  it.each([
    [["--image", "tencentcloud-cvm"], "<service>/<region>/<imageId>"],
    [["--image", "tencentcloud-cvm/ap-guangzhou/img-6pb6lrmy=Available"], "NORMAL"],
    [["--image", "aws/us-east-1/ami-1"], "service"],
    [["--image", "tencentcloud-cvm/ap-guangzhou/img-short"], "img- and at least eight"],
    [["--image", "tencentcloud-cvm/Guangzhou/img-6pb6lrmy"], '"Guangzhou"'],
    [["--allow-host", "http://emulator"], "--allow-host"],
    [["--port", "http"], "whole number"],
    [["--latency", "-1"], "whole number"],
  ])("refuses %j in words", async (args, message) => {
    const { child, output } = spawned("--port", "0", ...args);
    expect(await once(child, "exit")).toEqual([1, null]);
    expect(output.stderr).toContain(message);
  });
});
