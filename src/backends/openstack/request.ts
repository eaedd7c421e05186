import type { HttpRequest } from "../http";

interface Sent {
  readonly method: "GET" | "POST" | "DELETE";
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request to a path below an address of the catalogue or of Keystone. */
export function requestTo(base: URL, path: string, { method, body, headers = {} }: Sent): HttpRequest {
  const content = body === undefined ? undefined : JSON.stringify(body);
  return {
    protocol: base.protocol === "http:" ? "http:" : "https:",
    host: base.hostname.replace(/^\[|\]$/g, ""),
    ...(base.port === "" ? {} : { port: Number(base.port) }),
    method,
    path: `${base.pathname.replace(/\/+$/, "")}${path}`,
    headers: {
      ...headers,
      ...(content === undefined
        ? {}
        : { "content-type": "application/json", "content-length": String(Buffer.byteLength(content)) }),
    },
    ...(content === undefined ? {} : { body: content }),
  };
}
