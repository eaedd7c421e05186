/** What comes over the wire need not be an answer: every call ends in time, in an error, and within bounds. */
import { createServer, type Server, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import type { Backend, CallOptions } from "../../../src/core/backend";
import { VendorError } from "../../../src/core/errors";
import { accounts, entryOf, type Service, services } from "../faults/services";
import { TEST_TIMEOUT_MS } from "./runs";

const TIMEOUT_MS = 200;

const impatient = (): CallOptions => ({
  timeoutMs: TIMEOUT_MS,
  signal: new AbortController().signal,
  acquire: async () => undefined,
});

const scope = { accounts: true, ownEcs: false };

/** Of an image that nobody has access to, in the words of each vendor. */
const nobody = JSON.stringify({
  Accounts: { Account: [] },
  TotalCount: 0,
  ImageShareUsers: [],
  ResponseMetadata: {},
  Result: { Accounts: [] },
  Response: { SharePermissionSet: [] },
});

const ok = (headers: string, body = "") => `HTTP/1.1 200 OK\r\n${headers}\r\n\r\n${body}`;
const head = (status: string, headers = "Content-Length: 0") => `HTTP/1.1 ${status}\r\n${headers}\r\n\r\n`;

type Speech = string | Buffer | ((socket: Socket) => void);

/** A byte now and then, for as long as somebody listens. */
function drip(socket: Socket, text: string): void {
  let at = 0;
  const timer = setInterval(() => {
    if (socket.writable) socket.write(text[at++] ?? " ");
  }, 20);
  socket.on("close", () => clearInterval(timer));
}

const speeches: readonly (readonly [string, Speech])[] = [
  ["a switch of protocols", head("101 Switching Protocols", "Connection: Upgrade\r\nUpgrade: other")],
  ["a switch to nothing", head("101 Switching Protocols", "X: y")],
  ["a promise to continue", head("100 Continue", "X: y")],
  ["promises without end", (socket) => drip(socket, head("102 Processing", "X: y").repeat(1_000))],
  ["no content", head("204 No Content", "X: y")],
  ["not modified", head("304 Not Modified", "X: y")],
  ["a redirection to itself", head("302 Found", "Location: /\r\nContent-Length: 0")],
  ["another protocol", "SSH-2.0-OpenSSH_9.6\r\n"],
  ["nothing at all", () => undefined],
  ["a connection that closes", (socket) => socket.end()],
  ["a connection that is reset", (socket) => socket.resetAndDestroy()],
  ["a header that is too long", head("200 OK", `X: ${"x".repeat(100_000)}`)],
  ["headers without end", (socket) => drip(socket, `HTTP/1.1 200 OK\r\n${"X: y\r\n".repeat(1_000)}`)],
  ["thousands of headers", head("200 OK", Array.from({ length: 5_000 }, (_, n) => `X-${n}: y`).join("\r\n"))],
  ["two lengths", ok("Content-Length: 2\r\nContent-Length: 3", "{} ")],
  ["a body cut short", (socket) => socket.end(ok("Content-Length: 500", nobody.slice(0, 90)))],
  ["a body that stops", ok("Content-Length: 500", nobody.slice(0, 90))],
  ["a body that drips", (socket) => drip(socket, ok("Content-Length: 5000", nobody))],
  ["a chunk that is none", ok("Transfer-Encoding: chunked", "zz\r\n{}")],
  ["a gzip that is none", ok("Content-Encoding: gzip\r\nContent-Length: 8", "no gzip!")],
  [
    "a gzip cut short",
    Buffer.concat([Buffer.from(ok("Content-Encoding: gzip")), gzipSync(nobody).subarray(0, 20)]),
  ],
];

/** One of each cloud: its services share what sends their requests. */
const oneOfEachCloud = [
  services["alicloud-ens"],
  services["volcengine-ecs"],
  services["tencentcloud-cvm"],
].map((service) => [service.target.service, service] as const);

const servers: Server[] = [];
const sockets: Socket[] = [];

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

/** A vendor that says the same to everybody. @returns the service, connected to it */
async function connectedTo(service: Service, speech: Speech): Promise<Backend> {
  const server = createServer((socket) => {
    sockets.push(socket);
    // Clients hang up on such a vendor, as they should.
    socket.on("error", () => socket.destroy());
    socket.on("data", () => {
      if (typeof speech === "function") speech(socket);
      else if (socket.writable) socket.write(speech);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const credentials = service.section({ id: "hostile-key", secret: "hostile-secret-0123456789" });
  return entryOf(service).open({ credentials, endpoint: new URL(`http://127.0.0.1:${port}`) });
}

/** What a call fails with; something else when it does not, or does not end. */
async function failureOf(call: Promise<unknown>): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const never = new Promise((resolve) => {
    timer = setTimeout(resolve, 10 * TIMEOUT_MS, "no end");
  });
  const ended = call.then(
    (result) => `a result: ${JSON.stringify(result)}`,
    (error: unknown) => error,
  );
  return Promise.race([ended, never]).finally(() => clearTimeout(timer));
}

describe.each(oneOfEachCloud)("%s", (_name, service) => {
  it("understands the answer that the others are made of", async () => {
    const backend = await connectedTo(service, ok(`Content-Length: ${nobody.length}`, nobody));
    const described = await backend.describe(service.target, scope, undefined, impatient());
    expect(described.accounts).toEqual([]);
  });

  it("ends every call in an error, whatever it hears", async () => {
    const write = { add: accounts(service, 0, 1), remove: [] };
    const ends = speeches.flatMap(([what, speech]) => {
      const calls: Readonly<Record<string, (backend: Backend) => Promise<unknown>>> = {
        describe: (backend) => backend.describe(service.target, scope, undefined, impatient()),
        write: (backend) => backend.write(service.target, write, impatient()),
        imageCondition: (backend) => backend.imageCondition(service.target, impatient()),
      };
      return Object.entries(calls).map(async ([name, call]) => {
        const end = await failureOf(connectedTo(service, speech).then(call));
        return end instanceof VendorError ? undefined : { what, name, end };
      });
    });
    expect((await Promise.all(ends)).filter((end) => end !== undefined)).toEqual([]);
  });

  it("takes no answer from where it is redirected to", async () => {
    const backend = await connectedTo(service, (socket) => {
      socket.write(head("302 Found", "Location: /elsewhere\r\nContent-Length: 0"));
      socket.removeAllListeners("data");
      socket.on("data", () => socket.write(ok(`Content-Length: ${nobody.length}`, nobody)));
    });
    const failure = await failureOf(backend.describe(service.target, scope, undefined, impatient()));
    expect(failure).toBeInstanceOf(VendorError);
  });
});

/** Every service sends by the one HTTP client, so one of them stands for all. */
const service = services["tencentcloud-cvm"];

it.each([
  ["a body", ok("Content-Type: application/json", '{"Message":"')],
  ["a gzip", ok("Content-Encoding: gzip")],
])(
  "hangs up on %s without end before it fills the memory",
  async (what, begin) => {
    const megabyte = Buffer.alloc(2 ** 20, " ");
    const packed = Buffer.concat(new Array<Buffer>(64).fill(gzipSync(megabyte)));
    const block = what === "a gzip" ? packed : megabyte;
    let sent = 0;
    const flood = (socket: Socket) => {
      while (socket.writable && sent < 2 ** 28) {
        sent += block.length;
        if (!socket.write(block)) {
          socket.once("drain", () => flood(socket));
          return;
        }
      }
    };
    const backend = await connectedTo(service, (socket) => {
      socket.write(begin);
      flood(socket);
    });
    const options = { ...impatient(), timeoutMs: 10_000 };
    await expect(backend.describe(service.target, scope, undefined, options)).rejects.toThrow(VendorError);
    expect(sent).toBeLessThan(2 ** 27);
  },
  TEST_TIMEOUT_MS,
);
