/**
 * Sends every request of every cloud, including those for keys: through our agent,
 * with a time-out, a size limit and an abort signal, and without redirects.
 */
import http, { type Agent } from "node:http";
import https from "node:https";
import { ConfigurationError, VendorError } from "../core/errors";
import { agentFor } from "./agent";
import { ProxyFailure } from "./tunnel";

export interface HttpRequest {
  /** "https:" by default; an endpoint has its own. */
  readonly protocol?: "http:" | "https:";
  readonly host: string;
  /** The protocol's own by default. */
  readonly port?: number;
  readonly method: string;
  /** With the query, encoded. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** The time-out and the abort signal. */
interface HttpOptions {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** @throws TransportError */
export type SendHttp = (request: HttpRequest, options: HttpOptions) => Promise<HttpResponse>;

/** In bytes. A hundred thousand accounts take a tenth of it. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

const usualHeaders = { accept: "application/json", "user-agent": "pulumi-image-share" };

/** OpenSSL's message for plain text instead of TLS; Node's code is only EPROTO. */
const PLAIN_TEXT = "wrong version number";

/** The request ended without an answer. */
export class TransportError extends Error {
  override readonly name = "TransportError";
  /** False if there was no connection, so that the vendor carried out nothing. */
  readonly requestSent: boolean;
  /** False if the same request certainly fails again. */
  readonly retryable: boolean;

  constructor(cause: NodeJS.ErrnoException, requestSent: boolean) {
    const isPlainText = !requestSent && cause.code === "EPROTO" && cause.message.includes(PLAIN_TEXT);
    super(
      isPlainText
        ? "the address says https://, and what answers there does not speak TLS: write http:// if that is what it speaks"
        : cause.message || "no connection",
      { cause },
    );
    this.requestSent = requestSent;
    this.retryable = !isPlainText && (!(cause instanceof ProxyFailure) || cause.retryable);
  }

  toVendorError(action: string): VendorError {
    const { message, requestSent, retryable } = this;
    const meaning = requestSent ? "ambiguous" : "not-sent";
    return new VendorError({ meaning, action, message, retryable, cause: this });
  }
}

/**
 * Sends requests, and keeps the connections for the next ones.
 *
 * @param endpoint replaces the host of every request
 * @param ca certificates to trust in the place of the system's, as PEM
 */
export function httpClient(endpoint: URL | undefined, ca?: string): SendHttp {
  const endpointProtocol = endpoint?.protocol === "http:" ? "http:" : "https:";
  const agents = new Map<string, Agent>();
  return async (request, options) => {
    const protocol = endpoint === undefined ? (request.protocol ?? "https:") : endpointProtocol;
    const origin = `${protocol}//${request.host}:${request.port ?? ""}`;
    const agent = agents.get(origin) ?? agentFor(request.host, endpoint, protocol, ca);
    agents.set(origin, agent);
    return exchange({ ...request, protocol }, agent, options);
  };
}

function exchange(
  { protocol, headers, body, ...rest }: HttpRequest,
  agent: Agent,
  { timeoutMs, signal }: HttpOptions,
): Promise<HttpResponse> {
  const isSecure = protocol !== "http:";
  return new Promise((resolve, reject) => {
    let requestSent = false;
    checkHeaders(headers);
    const request = (isSecure ? https : http).request(
      { ...rest, headers: { ...usualHeaders, ...headers }, agent, signal },
      (response) => {
        bodyOf(response).then((text) => {
          clearTimeout(timer);
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
        }, fail);
      },
    );
    // From here to the last byte, including the wait for a free socket.
    const timer = setTimeout(() => fail(new Error(`no answer within ${timeoutMs / 1000} s`)), timeoutMs);
    const fail = (error: Error) => {
      clearTimeout(timer);
      reject(new TransportError(error, requestSent));
      request.destroy();
    };
    const markSent = () => {
      requestSent = true;
    };
    request.on("error", fail);
    // Without a listener, Node ends such a request silently.
    request.on("upgrade", () => fail(new Error("the connection was switched to another protocol")));
    request.on("socket", (socket) => {
      if (socket.connecting) socket.once(isSecure ? "secureConnect" : "connect", markSent);
      else markSent();
    });
    request.end(body);
  });
}

/** All other parts of a header are our own, or encoded. @throws ConfigurationError */
function checkHeaders(headers: HttpRequest["headers"]): void {
  for (const [name, value] of Object.entries(headers)) {
    try {
      http.validateHeaderValue(name, value);
    } catch (error) {
      throw new ConfigurationError(
        "the keys contain a character that no key has, such as the … of a shortened one: copy them again, in full",
        "credentials",
        error,
      );
    }
  }
}

async function bodyOf(response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new Error(`an answer of more than ${MAX_BODY_BYTES} bytes`);
  }
  return Buffer.concat(chunks).toString();
}
