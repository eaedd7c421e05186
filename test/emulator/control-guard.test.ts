/** Who may use the control API: what a web page in a browser on this machine could send is refused. */
import { EventEmitter } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Emulator } from "../../src/emulator";
import { guardControl } from "../../src/emulator/control-guard";
import { start } from "./support/start";
import { send, type WireRequest } from "./support/wire";

const IMAGE = { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-6pb6lrmy" } as const;
const JSON_TYPE = { "content-type": "application/json" };

/** The sentence of a refusal, or undefined where the request was answered. */
async function refusal(emulator: Emulator, status: 403 | 415, request: WireRequest) {
  const reply = await send(emulator.port, request);
  if (reply.status === 200) return undefined;
  expect(reply.status).toBe(status);
  expect(reply.headers["content-type"]).toBe("application/json");
  expect(reply.headers).not.toHaveProperty("access-control-allow-origin");
  return (JSON.parse(reply.body) as { error: string }).error;
}

async function seeded(options: Parameters<typeof start>[0] = {}): Promise<Emulator> {
  const emulator = await start(options);
  emulator.putImage({ ...IMAGE, accounts: ["100000000001"] });
  return emulator;
}

describe("the host that a request to the control API names", () => {
  const asked = (emulator: Emulator, host: string) =>
    refusal(emulator, 403, { path: "/_emulator/images", headers: { host } });

  it.each(["127.0.0.1", "127.8.9.10", "localhost", "LocalHost", "stack.localhost", "[::1]"])(
    "the host that a request to the control API names may be %s, which is always this machine",
    async (name) => {
      const emulator = await seeded();
      expect(await asked(emulator, `${name}:${emulator.port}`)).toBeUndefined();
    },
  );

  it.each([
    "evil.example",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "evil.example@localhost",
    "notlocalhost",
    "10.0.0.1",
    "[::2]",
    "0.0.0.0",
    "",
    "[",
    "999.1.1.1",
  ])(
    "the host that a request to the control API names may not be %p, a name that a page can point to this machine (DNS rebinding)",
    async (name) => {
      const emulator = await seeded();
      const host = `${name}:${emulator.port}`;
      const said = await asked(emulator, host);
      expect(said).toContain(JSON.stringify(host));
      expect(said).toContain(`localhost:${emulator.port}`);
      expect(said).toContain("--allow-host");
    },
  );

  it("the host that a request to the control API names may not have another port than the emulator's", async () => {
    const emulator = await seeded();
    expect(await asked(emulator, `localhost:${emulator.port - 1}`)).toContain("does not answer to the host");
    expect(await asked(emulator, "localhost")).toContain("does not answer to the host");
  });

  it("the host that a request to the control API names is refused for every kind of request, and nothing is changed", async () => {
    const emulator = await seeded();
    emulator.injectFault({ kind: "throttle", times: "always" });
    const headers = { ...JSON_TYPE, host: `evil.example:${emulator.port}` };
    const requests: [string, string, unknown][] = [
      ["GET", "/", undefined],
      ["GET", "/calls", undefined],
      ["PUT", "/images", { ...IMAGE, accounts: [] }],
      ["POST", "/share", { ...IMAGE, accounts: ["100000000002"] }],
      ["PATCH", "/settings", { strict: true }],
      ["DELETE", "/faults", undefined],
      ["POST", "/reset", {}],
      ["OPTIONS", "/reset", undefined],
    ];
    for (const [method, path, body] of requests) {
      const request = { method, path: `/_emulator${path}`, headers, body: JSON.stringify(body) ?? "" };
      expect(await refusal(emulator, 403, request)).toContain("evil.example");
    }
    expect(emulator.accounts(IMAGE)).toEqual(["100000000001"]);
    expect(emulator.faults()).toHaveLength(1);
    expect(emulator.settings.strict).toBe(false);
  });

  it("the host that a request to the control API names does not reach a terminal as it is", async () => {
    const emulator = await seeded();
    const said = await asked(emulator, "\u0080evil\u009b2J");
    expect(said).toContain('"?evil?2J"');
  });

  it("the host that a request to the control API names may be one that the user has allowed, on the port that is allowed with it", async () => {
    const emulator = await seeded({
      allowHosts: ["emulator", "build_host:8080", "fd00::7", "LOCALHOST:8081"],
    });
    for (const host of [
      "emulator",
      "emulator:1234",
      "Emulator:7070",
      "build_host:8080",
      "[fd00::7]:9",
      "localhost:8081",
    ]) {
      expect([host, await asked(emulator, host)]).toEqual([host, undefined]);
    }
    for (const host of ["build_host", "build_host:8081", "localhost:8082", "other", "my-emulator"]) {
      expect([host, await asked(emulator, host)]).toEqual([host, expect.stringContaining(host)]);
    }
  });

  it.each(["http://emulator", "*", "", "emulator:", "a b", "emulator/x"])(
    "the host that a request to the control API names cannot be allowed as %p, which is no host",
    async (name) => {
      await expect(start({ allowHosts: [name] })).rejects.toThrow(
        `${JSON.stringify(name)} is not a host that can be allowed (--allow-host, allowHosts)`,
      );
    },
  );

  it("the host that a request to the control API names may be the address at which the emulator was told to listen", async () => {
    const emulator = await seeded({ host: "0.0.0.0" });
    expect(await asked(emulator, `0.0.0.0:${emulator.port}`)).toBeUndefined();
    const elsewhere = await seeded({ host: "localhost" });
    expect(await asked(elsewhere, `localhost:${elsewhere.port}`)).toBeUndefined();
  });

  it("the host that a request to the control API names may be the address at which the request arrived, which nobody else can own", () => {
    const socket = { localAddress: "::ffff:10.1.2.3", localPort: 7070 };
    const answered: string[] = [];
    const listener = guardControl((_, outgoing) => void outgoing.end("answered"), {
      host: "::",
      allowHosts: [],
    });
    for (const host of ["10.1.2.3:7070", "10.1.2.4:7070"]) {
      const incoming = Object.assign(new EventEmitter(), { headers: { host }, method: "GET", socket });
      const outgoing = {
        setHeader: jest.fn(),
        writeHead: jest.fn(),
        end: (text: string) => answered.push(text),
      };
      listener(incoming as unknown as IncomingMessage, outgoing as unknown as ServerResponse);
    }
    expect(answered).toEqual(["answered", expect.stringContaining('\\"10.1.2.4:7070\\"')]);
  });

  it("the host that a request to the control API names is of no interest to the vendors' APIs, which ask for a signature", async () => {
    const emulator = await seeded();
    const reply = await send(emulator.port, {
      method: "POST",
      headers: {
        host: "cvm.tencentcloudapi.com",
        "x-tc-action": "DescribeImages",
        "x-tc-version": "2017-03-12",
      },
    });
    expect(reply.body).toContain("missing a required parameter `Authorization`");
  });
});

describe("a web page", () => {
  it.each([
    ["another site", "http://evil.example"],
    ["another port of this machine", "http://localhost:3000"],
    ["a file or a frame without an origin", "null"],
  ])("a web page of %s can neither read nor write", async (_what, origin) => {
    const emulator = await seeded();
    const headers = { ...JSON_TYPE, origin };
    for (const method of ["GET", "POST", "OPTIONS"]) {
      const said = await refusal(emulator, 403, { method, path: "/_emulator/reset", headers, body: "" });
      expect(said).toContain("web pages of other sites");
      expect(said).toContain(JSON.stringify(origin));
    }
    expect(emulator.images()).toHaveLength(1);
  });

  it("a web page of the emulator's own address is no stranger", async () => {
    const emulator = await seeded();
    const headers = { ...JSON_TYPE, origin: emulator.url };
    const request = { method: "POST", path: "/_emulator/reset", headers, body: "" };
    expect(await refusal(emulator, 403, request)).toBeUndefined();
    expect(emulator.images()).toEqual([]);
  });

  it.each(["cross-site", "same-site"])(
    "a web page that is %s cannot load the API as a script or a picture, and a link to it works",
    async (site) => {
      const emulator = await seeded();
      const asked = (mode: string) =>
        refusal(emulator, 403, {
          path: "/_emulator/calls",
          headers: { "sec-fetch-site": site, "sec-fetch-mode": mode },
        });
      expect(await asked("no-cors")).toContain("Sec-Fetch-Site");
      expect(await asked("navigate")).toBeUndefined();
    },
  );

  it("a web page is told that answers are JSON and nothing else", async () => {
    const emulator = await seeded();
    const { headers } = await send(emulator.port, { path: "/_emulator/calls" });
    expect(headers).toMatchObject({
      "content-type": "application/json",
      "x-content-type-options": "nosniff",
    });
  });
});

describe("a write to the control API", () => {
  const writes: [string, string, unknown][] = [
    ["PUT", "/images", { ...IMAGE, accounts: ["100000000009"] }],
    ["PATCH", "/images", { ...IMAGE, state: "SYNCING" }],
    ["POST", "/share", { ...IMAGE, accounts: ["100000000009"] }],
    ["POST", "/unshare", { ...IMAGE, accounts: ["100000000001"] }],
    ["POST", "/faults", { kind: "throttle" }],
    ["PATCH", "/settings", { strict: true }],
    ["POST", "/reset", {}],
  ];

  it.each(writes)(
    "a write to the control API by %s %s is refused unless it is declared as JSON",
    async (method, path, body) => {
      const emulator = await seeded();
      const before = [emulator.images(), emulator.faults(), emulator.settings];
      const write = (type: string | undefined) =>
        refusal(emulator, 415, {
          method,
          path: `/_emulator${path}`,
          headers: type === undefined ? {} : { "content-type": type },
          body: JSON.stringify(body),
        });
      for (const type of ["application/x-www-form-urlencoded", "text/plain", "application/jsonp", ""]) {
        const said = await write(type);
        expect(said).toContain(JSON.stringify(type));
        expect(said).toContain("-H 'content-type: application/json'");
      }
      expect(await write(undefined)).toContain("has no content type");
      expect([emulator.images(), emulator.faults(), emulator.settings]).toEqual(before);

      expect(await write("Application/JSON; charset=utf-8")).toBeUndefined();
      expect([emulator.images(), emulator.faults(), emulator.settings]).not.toEqual(before);
    },
  );

  it("a write to the control API by DELETE has no body, and no type", async () => {
    const emulator = await seeded();
    const query = new URLSearchParams(IMAGE).toString();
    expect(
      await refusal(emulator, 415, { method: "DELETE", path: `/_emulator/images?${query}` }),
    ).toBeUndefined();
    expect(emulator.images()).toEqual([]);
  });
});
