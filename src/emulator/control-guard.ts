/**
 * Protects the control API, which has no login, from web pages in a browser on this machine. It
 * refuses requests that such a page can send, and that no other client needs:
 *
 *   Host          a name that is not the emulator's: DNS rebinding, a page's own name that now points to this machine
 *   Origin        a page of another site, which the browser always names
 *   content type  a write that is not declared as JSON: a page may send other types without asking first (CORS)
 */
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { isIPv4, isIPv6 } from "node:net";
import { MAX_BODY_BYTES } from "./http";
import { InvalidInputError } from "./validate";

/** The names of the control API besides loopback and the request's local address. */
export interface ControlAddress {
  /** The host that the emulator listens on, with its own port. */
  readonly host: string;
  /** Additional names, with a port or for any port. */
  readonly allowHosts: readonly string[];
}

/** A host as in URLs: lower case, and IPv6 in brackets. */
interface Authority {
  readonly name: string;
  readonly port: number | undefined;
}

interface Refusal {
  readonly status: 403 | 415;
  readonly error: string;
}

/** Default ports. */
const PORTS = { http: 80, https: 443 };

/** @throws InvalidInputError if an allowed host is not a host */
export function guardControl(
  listener: RequestListener,
  { host, allowHosts }: ControlAddress,
): RequestListener {
  const listening = parseAuthority(host)?.name;
  const allowed = allowHosts.map(allowedHost);
  return (incoming, outgoing) => {
    const refusal = refuseHost(incoming, listening, allowed) ?? refuseSite(incoming) ?? refuseType(incoming);
    if (refusal === undefined) {
      outgoing.setHeader("x-content-type-options", "nosniff");
      // The host is checked, and the router only needs a valid one.
      incoming.headers.host = `localhost:${incoming.socket.localPort}`;
      listener(incoming, outgoing);
    } else {
      refuse(incoming, outgoing, refusal);
    }
  };
}

function allowedHost(text: string): Authority {
  const authority = parseAuthority(text);
  if (authority === undefined) {
    throw new InvalidInputError(
      `${quote(text)} is not a host that can be allowed (--allow-host, allowHosts); write a name or an address, alone or with a port: emulator, emulator:7070`,
    );
  }
  return authority;
}

function refuseHost(
  { headers, socket }: IncomingMessage,
  listening: string | undefined,
  allowed: readonly Authority[],
): Refusal | undefined {
  const asked = parseAuthority(headers.host ?? "");
  if (asked !== undefined) {
    const port = asked.port ?? PORTS["encrypted" in socket ? "https" : "http"];
    const arrival = parseAuthority(socket.localAddress?.replace(/^::ffff:/i, "") ?? "")?.name;
    const isOwnName = isLoopback(asked.name) || asked.name === listening || asked.name === arrival;
    const isAllowed = allowed.some(
      (host) => host.name === asked.name && (host.port === undefined || host.port === port),
    );
    if (isAllowed || (isOwnName && port === socket.localPort)) {
      return undefined;
    }
  }
  return {
    status: 403,
    error: `the control API does not answer to the host ${quote(headers.host ?? "")}. It answers to 127.0.0.1:${socket.localPort} and localhost:${socket.localPort}. If the other name is yours, start the emulator with --allow-host NAME, or startEmulator with allowHosts`,
  };
}

/** Allows pages of the emulator's own address, and links to the API, which change nothing. */
function refuseSite({ headers }: IncomingMessage): Refusal | undefined {
  const { origin, host } = headers;
  if (origin !== undefined && origin.replace(/^https?:\/\//i, "").toLowerCase() !== host?.toLowerCase()) {
    return {
      status: 403,
      error: `the control API takes no requests from web pages of other sites, and this one is from ${quote(origin)} (header Origin). Use curl or a test`,
    };
  }
  const isOfOtherSite = ["cross-site", "same-site"].includes(String(headers["sec-fetch-site"]));
  if (origin === undefined && isOfOtherSite && headers["sec-fetch-mode"] !== "navigate") {
    return {
      status: 403,
      error:
        "the control API takes no requests from web pages of other sites (header Sec-Fetch-Site). Use curl or a test",
    };
  }
  return undefined;
}

/** DELETE has no body. A browser sends a preflight request before a DELETE of another site. */
function refuseType({ method = "", headers }: IncomingMessage): Refusal | undefined {
  const type = headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  if (!["POST", "PUT", "PATCH"].includes(method) || type === "application/json") {
    return undefined;
  }
  return {
    status: 415,
    error: `${method} needs the header content-type: application/json, and ${type === undefined ? "has no content type" : `has ${quote(type)}`}. With curl: -H 'content-type: application/json'`,
  };
}

function isLoopback(name: string): boolean {
  return (
    name === "localhost" ||
    name.endsWith(".localhost") ||
    name === "[::1]" ||
    (isIPv4(name) && name.startsWith("127."))
  );
}

/** Undefined unless the text is a host, with or without a port. */
function parseAuthority(text: string): Authority | undefined {
  const bracketed = isIPv6(text) ? `[${text}]` : text;
  const [, name, port] = /^([\w.-]+|\[[\da-f:.]+\])(?::(\d{1,5}))?$/i.exec(bracketed) ?? [];
  if (name === undefined || !URL.canParse(`http://${name}`)) {
    return undefined;
  }
  return { name: new URL(`http://${name}`).hostname, port: port === undefined ? undefined : Number(port) };
}

/** Reads the rest of the request, within bounds, because closing the connection early would lose the answer. */
function refuse(incoming: IncomingMessage, outgoing: ServerResponse, { status, error }: Refusal): void {
  let size = 0;
  incoming.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) {
      incoming.destroy();
    }
  });
  outgoing.writeHead(status, { "content-type": "application/json" });
  outgoing.end(`${JSON.stringify({ error }, undefined, 2)}\n`);
}

/** A client's text, sanitized for a terminal. */
function quote(text: string): string {
  return JSON.stringify(text.slice(0, 200).replace(/[^ -~]/g, "?"));
}
