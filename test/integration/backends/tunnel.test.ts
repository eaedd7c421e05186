/** Whatever a proxy answers is the proxy's: it is named, nothing reaches the vendor, and it is not asked again in vain. */

import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import https from "node:https";
import { connect, createServer, type Server } from "node:net";
import { text } from "node:stream/consumers";
import { setImmediate } from "node:timers/promises";
import { proxyFor } from "../../../src/backends/proxy";
import { findService } from "../../../src/backends/registry";
import { ProxyFailure, Tunnel } from "../../../src/backends/tunnel";
import { VendorError } from "../../../src/core/errors";
import { everySubject, type Subject, subjects } from "../../support/services";
import { CALL_OPTIONS, SCOPE, useCleanEnvironment } from "./support";

const ecs = subjects["alicloud-ecs"];

useCleanEnvironment(/proxy/i);

const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return address.port;
}

/** Answers every connection with the same text, or with nothing, and remembers what it was told. */
async function startProxy(answer: string | "close" | "hang") {
  const heard: string[] = [];
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", (data) => {
      heard.push(data.toString());
      if (answer === "close") socket.destroy();
      else if (answer !== "hang") socket.end(answer);
    });
  });
  const port = await listen(server);
  return { heard, host: `127.0.0.1:${port}` };
}

async function failureBy({ section }: Subject, target: Subject["target"]): Promise<VendorError> {
  const entry = findService(target.service);
  if (entry === undefined) throw new Error(`${target.service} is not known`);
  const credentials = section({ id: "AKIDEXAMPLE", secret: "hush-hush-hush" });
  const backend = await entry.open({ credentials, endpoint: undefined });
  const asked = backend.describe(target, SCOPE, undefined, CALL_OPTIONS);
  const error = await asked.then(
    () => new Error("it was answered"),
    (failure: unknown) => failure,
  );
  if (error instanceof VendorError) return error;
  throw error;
}

const answers = [
  {
    what: "407",
    answer: "HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n",
    said: "answered 407 Proxy Authentication Required: it wants a user name and a password, http://<user>:<password>@<host>",
    retryable: false,
  },
  {
    what: "403",
    answer: "HTTP/1.1 403 Forbidden\r\ncontent-length: 5\r\n\r\nno\r\n\r",
    said: "answered 403 Forbidden",
    retryable: false,
  },
  {
    what: "503",
    answer: "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n",
    said: "answered 503 Service Unavailable",
    retryable: true,
  },
  {
    what: "a redirect",
    answer: "HTTP/1.1 302 Found\r\nlocation: http://portal.example/\r\ncontent-length: 0\r\n\r\n",
    said: "answered 302 Found",
    retryable: false,
  },
  {
    what: "another protocol",
    answer: "\u0005\u0000SSH-2.0-OpenSSH_9.2\r\n",
    said: "does not answer as an HTTP proxy: Parse Error",
    retryable: false,
  },
  {
    what: "nothing",
    answer: "close",
    said: "ended the connection without an answer, as other kinds of proxies do",
    retryable: false,
  },
];

describe.each(everySubject)("$target.service through a proxy", (subject) => {
  it.each(answers)("that answers $what names the proxy, and sent nothing", async (found) => {
    const proxy = await startProxy(found.answer);
    process.env.HTTPS_PROXY = `http://${proxy.host}`;
    const failure = await failureBy(subject, subject.target);
    expect(failure.message).toContain(`The proxy ${proxy.host} (HTTPS_PROXY) ${found.said}`);
    expect([failure.meaning, failure.retryable]).toEqual(["not-sent", found.retryable]);
    expect(proxy.heard).toHaveLength(1);
    expect(proxy.heard[0]).toMatch(/^CONNECT [a-z0-9.-]+:443 HTTP\/1.1\r\n/);
    expect(proxy.heard.join()).not.toMatch(/AKIDEXAMPLE|hush/);
  });

  it("that is not there is named, and asked again", async () => {
    process.env.HTTPS_PROXY = "http://127.0.0.1:9";
    const failure = await failureBy(subject, subject.target);
    expect(failure.message).toContain(
      "The proxy 127.0.0.1:9 (HTTPS_PROXY) cannot be reached: connect ECONNREFUSED 127.0.0.1:9",
    );
    expect([failure.meaning, failure.retryable]).toEqual(["not-sent", true]);
  });

  it("that leads to something else than the vendor is named", async () => {
    const proxy = await startProxy("HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
    process.env.HTTPS_PROXY = `http://${proxy.host}`;
    const failure = await failureBy(subject, subject.target);
    expect(failure.message).toMatch(
      new RegExp(
        `The proxy ${proxy.host} \\(HTTPS_PROXY\\) opened a way to \\S+ that is not the vendor's: .*NODE_EXTRA_CA_CERTS`,
      ),
    );
    expect([failure.meaning, failure.retryable]).toEqual(["not-sent", false]);
  });

  it("that speaks SOCKS is refused before anything is sent", async () => {
    process.env.ALL_PROXY = "socks5://127.0.0.1:1080";
    await expect(failureBy(subject, subject.target)).rejects.toThrow("ALL_PROXY names a proxy by socks5://");
  });
});

it("hands the proxy its user name and password, and the vendor's host", async () => {
  const proxy = await startProxy("HTTP/1.1 407 No\r\ncontent-length: 0\r\n\r\n");
  process.env.HTTPS_PROXY = `http://me:s%40cret@${proxy.host}`;
  const failure = await failureBy(ecs, { ...ecs.target, region: "cn-beijing" });
  const header = `proxy-authorization: Basic ${Buffer.from("me:s@cret").toString("base64")}`;
  expect(proxy.heard[0]).toContain(header);
  expect(proxy.heard[0]).toContain("CONNECT ecs.cn-beijing.aliyuncs.com:443");
  expect(failure.message).not.toContain("cret");
});

it("gives up a proxy that does not answer", async () => {
  const proxy = await startProxy("hang");
  const found = proxyFor("ecs.aliyuncs.com", { HTTPS_PROXY: proxy.host });
  if (found === undefined) throw new Error("no proxy");
  const agent = new Tunnel(found, { keepAlive: true }, 50);
  const failure = await new Promise<unknown>((resolve) => {
    https.get({ host: "ecs.aliyuncs.com", agent }).once("error", resolve);
  });
  agent.destroy();
  expect(failure).toBeInstanceOf(ProxyFailure);
  expect(failure).toMatchObject({
    message: `The proxy ${proxy.host} (HTTPS_PROXY) has not answered within 0.05 s`,
    retryable: false,
  });
});

it("carries requests through a proxy that lets them through, and keeps the connection", async () => {
  // Without certificates: both sides agree on a cipher that needs none.
  const tlsOptions = { ciphers: "aNULL@SECLEVEL=0", maxVersion: "TLSv1.2" } as const;
  const vendor = https.createServer(tlsOptions, (request, response) =>
    response.end(`hello ${request.headers.host}`),
  );
  const vendorPort = await listen(vendor);
  let tunnels = 0;
  const proxy = createServer((socket) => {
    socket.once("data", () => {
      tunnels += 1;
      const upstream = connect(vendorPort, "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
        socket.pipe(upstream).pipe(socket);
      });
    });
  });
  const found = proxyFor("ecs.aliyuncs.com", { HTTPS_PROXY: `127.0.0.1:${await listen(proxy)}` });
  if (found === undefined) throw new Error("no proxy");
  const agent = new Tunnel(found, { keepAlive: true });
  const get = async () => {
    const options = { host: "ecs.aliyuncs.com", agent, ...tlsOptions, rejectUnauthorized: false };
    const [response] = (await once(https.get(options), "response")) as [IncomingMessage];
    const body = await text(response);
    // The socket is free for the next request a turn later.
    await setImmediate();
    return body;
  };
  expect([await get(), await get()]).toEqual(["hello ecs.aliyuncs.com", "hello ecs.aliyuncs.com"]);
  expect(tunnels).toBe(1);
  agent.destroy();
});
