import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { inspect } from "node:util";
import type { VendorError } from "../../../src/core/errors";
import type { Fault } from "../../../src/emulator";
import { ACCOUNTS, CALL_OPTIONS, connect, failureOf, KEYS, setUp } from "./alicloud-bench";

const golden = { service: "alicloud-ecs", region: "cn-beijing", imageId: "m-bp1g7004ksh0oeuco8vd" } as const;
const alice = "1000000000000001";

const servers: Server[] = [];

async function serve(answer: RequestListener, prepare: (server: Server) => void = () => undefined) {
  const server = createServer(answer);
  prepare(server);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

const read = async (
  url: string,
  options = CALL_OPTIONS,
  credentials: unknown = KEYS,
): Promise<VendorError> => {
  const backend = await connect(golden.service, url, credentials);
  return failureOf(backend.describe(golden, ACCOUNTS, undefined, options));
};

describe("what a failure means on Alibaba Cloud", () => {
  it.each<[Fault, string]>([
    [{ kind: "throttle" }, "throttled"],
    [{ kind: "error", code: "Throttling.Api" }, "throttled"],
    [{ kind: "error", code: "Rejected.Throttling" }, "throttled"],
    [{ kind: "status" }, "ambiguous"],
    [{ kind: "error", code: "Unheard.Of", status: 500 }, "ambiguous"],
    [{ kind: "error", code: "Unheard.Of" }, "permanent"],
    [{ kind: "html" }, "ambiguous"],
    [{ kind: "html", status: 200 }, "ambiguous"],
    [{ kind: "html", status: 429 }, "throttled"],
    [{ kind: "reset", when: "before" }, "ambiguous"],
    [{ kind: "reset", when: "after" }, "ambiguous"],
  ])("takes %j for %s, after one request", async (fault, meaning) => {
    const { backend, emulator } = await setUp(golden);
    emulator.injectFault(fault);
    const write = backend.write(golden, { add: [alice], remove: [] }, CALL_OPTIONS);
    expect((await failureOf(write)).meaning).toBe(meaning);
    expect(emulator.calls()).toHaveLength(1);
  });

  it("keeps how long the vendor asks to wait", async () => {
    const { backend, emulator } = await setUp(golden);
    emulator.injectFault({ kind: "throttle", retryAfterMs: 12_345 });
    const failure = await failureOf(backend.describe(golden, ACCOUNTS, undefined, CALL_OPTIONS));
    expect(failure).toMatchObject({ meaning: "throttled", code: "Throttling.User", retryAfterMs: 12_345 });
    expect(failure.requestId).toBeTruthy();
  });

  it("what a failure means on Alibaba Cloud is ambiguous when no answer comes in time", async () => {
    const { backend, emulator } = await setUp(golden);
    emulator.injectFault({ kind: "hang", when: "before" });
    const options = { ...CALL_OPTIONS, timeoutMs: 50 };
    const failure = await failureOf(backend.describe(golden, ACCOUNTS, undefined, options));
    expect(failure).toMatchObject({ meaning: "ambiguous", message: "no answer within 0.05 s" });
  });

  it("what a failure means on Alibaba Cloud is ambiguous when the answer breaks off", async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write('{"Accounts":');
      response.destroy();
    });
    expect((await read(url)).meaning).toBe("ambiguous");
  });

  it("what a failure means on Alibaba Cloud is that nothing was sent when nobody listens", async () => {
    const url = await serve(() => undefined);
    const [server] = servers.splice(0);
    await new Promise((resolve) => server?.close(resolve));
    expect((await read(url)).meaning).toBe("not-sent");
  });

  it("what a failure means on Alibaba Cloud is that nothing was sent when the other side is not to be trusted", async () => {
    const url = (await serve(() => undefined)).replace("http:", "https:");
    expect((await read(url)).meaning).toBe("not-sent");
  });

  it("ends at once when the caller aborts", async () => {
    const { backend, emulator } = await setUp(golden);
    emulator.injectFault({ kind: "hang", when: "before" });
    const abort = new AbortController();
    const call = failureOf(
      backend.describe(golden, ACCOUNTS, undefined, {
        ...CALL_OPTIONS,
        timeoutMs: 60_000,
        signal: abort.signal,
      }),
    );
    setTimeout(() => abort.abort(), 20);
    expect((await call).meaning).toBe("ambiguous");
  });

  it("what a failure means on Alibaba Cloud is ambiguous where there is no list: an empty one would have everybody shared anew", async () => {
    const url = await serve((_request, response) => response.end('{"RequestId":"R-1","TotalCount":0}'));
    expect((await read(url)).meaning).toBe("ambiguous");
  });
});

describe("secrets of Alibaba Cloud", () => {
  const temporary = {
    accessKeyId: "LTAITEMPORARY",
    accessKeySecret: "verysecret-1",
    securityToken: "token-2",
  };

  it("stay out of an error that quotes all that was signed", async () => {
    const { emulator } = await setUp(
      golden,
      {},
      { credentials: [{ id: "LTAITEMPORARY", secret: "another", token: "token-2" }] },
    );
    const failure = await read(emulator.url, CALL_OPTIONS, temporary);
    expect(failure).toMatchObject({ meaning: "auth", code: "SignatureDoesNotMatch" });
    expectDiscretion(failure);
  });

  it("stay out of errors of other codes, and of broken connections", async () => {
    const quoting = await serve((request: IncomingMessage, response) => {
      const { authorization, "x-acs-security-token": token } = request.headers;
      response.writeHead(403);
      response.end(JSON.stringify({ Code: "Unheard.Of", Message: `got ${authorization} and ${token}` }));
    });
    expectDiscretion(await read(quoting, CALL_OPTIONS, temporary));
    const breaking = await serve((request) => request.socket.destroy());
    expectDiscretion(await read(breaking, CALL_OPTIONS, temporary));
  });

  function expectDiscretion(error: VendorError) {
    const text = inspect(error, { depth: 10, showHidden: true });
    for (const secret of Object.values(temporary)) expect(text).not.toContain(secret);
  }

  it("expire with a code that is not mistaken for anything else", async () => {
    const { backend, emulator } = await setUp(golden);
    emulator.injectFault({ kind: "error", code: "InvalidSecurityToken.Expired", status: 403 });
    expect((await failureOf(backend.describe(golden, ACCOUNTS, undefined, CALL_OPTIONS))).meaning).toBe(
      "auth",
    );
  });
});

describe("the way to Alibaba Cloud", () => {
  it.each([
    ["alicloud-ens", undefined, KEYS, "ens.aliyuncs.com"],
    ["alicloud-ens", undefined, { ...KEYS, site: "china" }, "ens.aliyuncs.com"],
    ["alicloud-ens", undefined, { ...KEYS, site: "international" }, "ens.ap-southeast-1.aliyuncs.com"],
    ["alicloud-ecs", "cn-hangzhou", KEYS, "ecs-cn-hangzhou.aliyuncs.com"],
    ["alicloud-ecs", "ap-southeast-1", KEYS, "ecs.ap-southeast-1.aliyuncs.com"],
    ["alicloud-swas", "cn-hangzhou", KEYS, "swas.cn-hangzhou.aliyuncs.com"],
  ])("the way to Alibaba Cloud of %s in %s with %j leads to %s", async (service, region, keys, host) => {
    const hosts: unknown[] = [];
    const url = await serve((request, response) => {
      hosts.push(request.headers.host);
      response.end("{}");
    });
    const backend = await connect(service, url, keys);
    const target = { service, imageId: golden.imageId, ...(region === undefined ? {} : { region }) };
    await failureOf(backend.describe(target, ACCOUNTS, undefined, CALL_OPTIONS));
    expect(hosts).toEqual([host]);
  });

  it("keeps few connections and uses them again", async () => {
    const sockets = new Set<Socket>();
    const url = await serve(
      (_request, response) => setTimeout(() => response.end('{"TotalCount":0,"Accounts":{"Account":[]}}'), 1),
      (server) => server.on("connection", (socket) => sockets.add(socket)),
    );
    const backend = await connect(golden.service, url);
    await Promise.all(
      Array.from({ length: 200 }, () => backend.describe(golden, ACCOUNTS, undefined, CALL_OPTIONS)),
    );
    expect(sockets.size).toBeLessThanOrEqual(16);
  });

  it("goes through the proxy of the environment, which the SDK ignores", async () => {
    const asked: unknown[] = [];
    const proxy = await serve(
      () => undefined,
      (server) =>
        server.on("connect", (request, socket) => {
          asked.push(request.url);
          socket.destroy();
        }),
    );
    const before = process.env.HTTPS_PROXY;
    process.env.HTTPS_PROXY = proxy;
    try {
      const backend = await connect(golden.service, undefined);
      const failure = await failureOf(backend.describe(golden, ACCOUNTS, undefined, CALL_OPTIONS));
      expect(failure.meaning).toBe("not-sent");
      expect(asked).toEqual(["ecs.cn-beijing.aliyuncs.com:443"]);
    } finally {
      if (before === undefined) delete process.env.HTTPS_PROXY;
      else process.env.HTTPS_PROXY = before;
    }
  });
});
