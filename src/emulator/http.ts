/** The socket side: requests read raw (signatures cover bytes), answers sent, reset or withheld. */
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { RawRequest } from "./api";
import type { Answer } from "./server";
import { InvalidInputError } from "./validate";

export const CONTROL_PREFIX = "/_emulator";

/** Tencent Cloud's limit for "RequestSizeLimitExceeded". */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** A certificate and its private key, as PEM. */
export interface Certificate {
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
}

/**
 * One server for the control API (under its prefix) and the clouds (all other paths). With a certificate, it uses TLS.
 *
 * @param now milliseconds since 1970, for the Date header
 */
export function serve(
  control: RequestListener,
  answer: (request: RawRequest) => Promise<Answer>,
  now: () => number,
  certificate?: Certificate,
): Server {
  const listener: RequestListener = (incoming, outgoing) => {
    if (pathOf(incoming) === CONTROL_PREFIX || pathOf(incoming).startsWith(`${CONTROL_PREFIX}/`)) {
      control(incoming, outgoing);
      return;
    }
    readRequest(incoming)
      .then(answer)
      .then((found) => {
        outgoing.setHeader("date", new Date(now()).toUTCString());
        send(found, outgoing);
      })
      .catch((error: unknown) => sendOwnFault(error, outgoing));
  };
  const server = certificate === undefined ? createServer(listener) : secureServer(certificate, listener);
  // Longer than any client's idle time-out, so that a client does not write to a closing connection.
  server.keepAliveTimeout = 120_000;
  return server;
}

/** @throws InvalidInputError if the certificate and the key do not match */
function secureServer({ cert, key }: Certificate, listener: RequestListener): Server {
  try {
    return createSecureServer({ cert, key }, listener);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InvalidInputError(`the certificate and the key for TLS cannot be used: ${reason}`);
  }
}

class BodyTooLarge extends Error {
  constructor() {
    super(`a request body of more than ${MAX_BODY_BYTES} bytes`);
  }
}

async function readRequest(incoming: IncomingMessage): Promise<RawRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) {
      throw new BodyTooLarge();
    }
    chunks.push(chunk);
  }
  const target = targetOf(incoming);
  const queryStart = target.indexOf("?");
  const headers = Object.entries(incoming.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(",") : value,
  ]);
  return {
    method: incoming.method ?? "GET",
    path: pathOf(incoming),
    query: queryStart === -1 ? "" : target.slice(queryStart + 1),
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks),
  };
}

/** The request target as sent, without the scheme and host that clients send to a proxy. */
function targetOf(incoming: IncomingMessage): string {
  return (incoming.url ?? "/").replace(/^https?:\/\/[^/?]*/i, "");
}

function pathOf(incoming: IncomingMessage): string {
  return targetOf(incoming).split("?")[0] || "/";
}

function send(answer: Answer, outgoing: ServerResponse): void {
  switch (answer.kind) {
    case "reply":
      outgoing.writeHead(answer.reply.status, {
        ...answer.reply.headers,
        "content-length": Buffer.byteLength(answer.reply.body),
      });
      outgoing.end(answer.reply.body);
      return;
    case "reset":
      outgoing.socket?.resetAndDestroy();
      return;
    case "hang":
      // Nothing: the socket stays open until the client gives up or the emulator closes.
      return;
  }
}

/** The answer to an aborted request, or to a bug of the emulator, which must not look like a vendor's answer. */
function sendOwnFault(error: unknown, outgoing: ServerResponse): void {
  if (outgoing.destroyed || outgoing.headersSent) {
    return;
  }
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof BodyTooLarge) {
    outgoing.writeHead(413, { "content-type": "application/json", connection: "close" });
    outgoing.end(`${JSON.stringify({ error: message })}\n`);
    return;
  }
  outgoing.writeHead(500, { "content-type": "application/json" });
  outgoing.end(`${JSON.stringify({ error: `the emulator itself failed: ${message}` })}\n`);
}
