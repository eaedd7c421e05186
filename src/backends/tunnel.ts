/** Connections through a proxy. A failure before the vendor's connection is reported as the proxy's. */
import { once } from "node:events";
import http, { type ClientRequest, type IncomingMessage } from "node:http";
import https from "node:https";
import type { Socket } from "node:net";
import tls from "node:tls";
import { Agent, type AgentConnectOpts } from "agent-base";
import type { ProxyAddress } from "./proxy";

/** The time-out of the proxy's answer. */
const MAX_WAITING_MS = 10_000;

/** Statuses of a proxy that may be temporary: it is overloaded, or did not reach the host. */
const passing: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);

/** The request was not sent: the proxy, or a host behind it, refused the connection. */
export class ProxyFailure extends Error {
  override readonly name = "ProxyFailure";
  /** Whether the same request may succeed later. */
  readonly retryable: boolean;

  constructor(message: string, retryable: boolean, cause?: unknown) {
    super(message, { cause });
    this.retryable = retryable;
  }
}

/** An agent for https requests through one proxy. */
export class Tunnel extends Agent {
  private readonly proxy: ProxyAddress;
  private readonly waitingMs: number;

  constructor(proxy: ProxyAddress, options: http.AgentOptions, waitingMs = MAX_WAITING_MS) {
    super(options);
    this.proxy = proxy;
    this.waitingMs = waitingMs;
  }

  /** By default, the base class guesses it from the call stack, and does not reuse connections. */
  override isSecureEndpoint(): boolean {
    return true;
  }

  /** @throws ProxyFailure */
  override async connect(_request: ClientRequest, options: AgentConnectOpts): Promise<Socket> {
    const host = options.host ?? "";
    const socket = await this.open(`${host}:${options.port}`);
    const secure = tls.connect({ ...options, socket, servername: host });
    const failure = await untilSecure(secure, this.waitingMs);
    if (failure === undefined) return secure;
    secure.destroy();
    throw new ProxyFailure(
      `${this.proxy.name} opened a way to ${host} that is not the vendor's: ${failure.message}. Where it reads TLS, name ` +
        "its certificate in NODE_EXTRA_CA_CERTS",
      false,
      failure,
    );
  }

  /** Requests a connection to the address from the proxy. */
  private open(address: string): Promise<Socket> {
    const { url, name } = this.proxy;
    const asked = (url.protocol === "https:" ? https : http).request({
      host: url.hostname.replace(/^\[|\]$/g, ""),
      port: url.port || (url.protocol === "https:" ? 443 : 80),
      method: "CONNECT",
      path: address,
      headers: { host: address, ...authorization(url) },
      agent: false,
    });
    return new Promise((resolve, reject) => {
      const fail = (failure: ProxyFailure) => {
        clearTimeout(timer);
        reject(failure);
        asked.destroy();
      };
      const timer = setTimeout(
        () => fail(new ProxyFailure(`${name} has not answered within ${this.waitingMs / 1000} s`, false)),
        this.waitingMs,
      );
      asked.once("connect", (answer, socket) => {
        if (answer.statusCode !== 200) {
          socket.destroy();
          return fail(refusal(name, answer));
        }
        clearTimeout(timer);
        resolve(socket);
      });
      asked.on("error", (error: NodeJS.ErrnoException) => fail(withoutAnswer(name, error)));
      asked.end();
    });
  }
}

/** Undefined after the TLS handshake with the host. */
async function untilSecure(socket: tls.TLSSocket, waitingMs: number): Promise<Error | undefined> {
  const timer = setTimeout(() => socket.destroy(new Error(`no TLS within ${waitingMs / 1000} s`)), waitingMs);
  try {
    await once(socket, "secureConnect");
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  } finally {
    clearTimeout(timer);
  }
}

function refusal(name: string, { statusCode = 0, statusMessage = "" }: IncomingMessage): ProxyFailure {
  const said = `${name} answered ${`${statusCode} ${statusMessage}`.trim()}`;
  if (statusCode === 407) {
    return new ProxyFailure(
      `${said}: it wants a user name and a password, http://<user>:<password>@<host>`,
      false,
    );
  }
  return new ProxyFailure(said, passing.has(statusCode));
}

function withoutAnswer(name: string, error: NodeJS.ErrnoException): ProxyFailure {
  // The answer is not HTTP: a SOCKS proxy, or TLS where plain HTTP is configured.
  if (error.code?.startsWith("HPE_") === true || error.code === "EPROTO") {
    return new ProxyFailure(`${name} does not answer as an HTTP proxy: ${error.message}`, false, error);
  }
  if (error.message === "socket hang up" || error.code === "ECONNRESET") {
    return new ProxyFailure(
      `${name} ended the connection without an answer, as other kinds of proxies do`,
      false,
      error,
    );
  }
  return new ProxyFailure(`${name} cannot be reached: ${error.message}`, true, error);
}

function authorization({ username, password }: URL): { "proxy-authorization"?: string } {
  if (username === "" && password === "") return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { "proxy-authorization": `Basic ${Buffer.from(pair).toString("base64")}` };
}
