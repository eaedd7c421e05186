/** What tests of a single cloud need besides the conformance suite. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import { dirname, join } from "node:path";
import type { CallOptions } from "../../../src/core/backend";
import { clouds } from "../../support/services";

export const CALL_OPTIONS: CallOptions = {
  timeoutMs: 5_000,
  signal: new AbortController().signal,
  acquire: async () => undefined,
};
export const SCOPE = { accounts: true, ownEcs: false };

/** Runs each test with nothing of the machine's own environment but what the test sets, and a HOME of its own. */
export function useCleanEnvironment(names: RegExp): {
  home(): string;
  write(path: string, text: string): void;
} {
  const before = { ...process.env };
  let home = "";
  beforeEach(() => {
    home = mkdtempSync(join(os.tmpdir(), "image-share-home-"));
    for (const name of Object.keys(process.env)) if (names.test(name)) delete process.env[name];
    // Jest's process.env is a copy, which the system's idea of HOME does not follow.
    jest.spyOn(os, "homedir").mockReturnValue(home);
  });
  afterEach(() => {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
    jest.restoreAllMocks();
    rmSync(home, { recursive: true });
  });
  return {
    home: () => home,
    write(path, text) {
      mkdirSync(dirname(join(home, path)), { recursive: true });
      writeFileSync(join(home, path), text);
    },
  };
}

const everyLogin = Object.values(clouds).flatMap(({ login }) => login ?? []);

/** Whom a login is for. */
const PROJECT = "0e000000000000000000000000000001";

const servers: Server[] = [];

afterEach(async () => {
  await Promise.all(
    servers.splice(0).map(
      (server) =>
        new Promise<void>((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        }),
    ),
  );
});

async function listening(server: Server): Promise<URL> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

/** A vendor that answers everything alike, but logins, and remembers what it was asked. */
export async function startVendor(answer: { status?: number; body: string }) {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    request.resume();
    const login = everyLogin.find(({ path }) => path === request.url)?.answer(PROJECT);
    if (login !== undefined) {
      response.writeHead(login.status, login.headers).end(login.body);
      return;
    }
    requests.push(request);
    response.writeHead(answer.status ?? 200, { "content-type": "application/json" }).end(answer.body);
  });
  return { url: await listening(server), requests };
}

/** A proxy that refuses every tunnel, and remembers where they were to lead. */
export async function startProxy() {
  const tunnels: string[] = [];
  const server = createServer((_request, response) => response.writeHead(400).end());
  server.on("connect", (request, socket) => {
    tunnels.push(request.url ?? "");
    socket.end("HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n");
  });
  return { url: (await listening(server)).href, tunnels };
}
