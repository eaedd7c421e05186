/**
 * The requests of the SDK's providers of keys (SSO, web identity), sent by our HTTP: bounded, and through the proxy of
 * the environment. The metadata services of machines are asked by the SDK itself: no proxy is between.
 */
import { Readable } from "node:stream";
import { httpClient } from "../http";

const LOOKUP_TIMEOUT_MS = 10_000;

/** What the SDK's clients hand to their request handler. */
interface SdkRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A request handler for the SDK's clients. */
export const throughOurHttp = {
  async handle(request: SdkRequest) {
    const { protocol, hostname, port, method, headers } = request;
    const body = textOf(request.body);
    const { status, ...response } = await httpClient(undefined)(
      {
        protocol: protocol === "http:" ? "http:" : "https:",
        host: hostname,
        ...(port === undefined ? {} : { port }),
        method,
        path: pathOf(request),
        headers,
        ...(body === "" ? {} : { body }),
      },
      { timeoutMs: LOOKUP_TIMEOUT_MS, signal: new AbortController().signal },
    );
    const answered = { statusCode: status, headers: response.headers };
    return { response: { ...answered, body: Readable.from([Buffer.from(response.body)]) } };
  },
  destroy: () => undefined,
  updateHttpClientConfig: () => undefined,
  httpHandlerConfigs: () => ({}),
};

function pathOf({ path, query = {} }: SdkRequest): string {
  const pairs = Object.entries(query).flatMap(([name, values]) =>
    [values ?? ""].flat().map((value): [string, string] => [name, value]),
  );
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs).toString()}`;
}

function textOf(body: unknown): string {
  if (typeof body === "string") return body;
  return body instanceof Uint8Array ? Buffer.from(body).toString() : "";
}
