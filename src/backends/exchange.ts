/** One request and its answer by Node's own client: through our agent, within a time, and until somebody aborts. */
import http, { type Agent } from "node:http";
import https from "node:https";
import type { CallOptions } from "../core/backend";
import { VendorError } from "../core/errors";
import { plainTextFailureIn } from "./plain-text";
import { ProxyFailure } from "./tunnel";

export interface Outgoing {
  readonly protocol: "http:" | "https:";
  readonly host: string;
  readonly method: string;
  /** With the query, encoded. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Reply {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** In bytes, on the wire or unpacked. A hundred thousand accounts take a tenth of it. */
export const LARGEST_ANSWER = 64 * 1024 * 1024;

/** The exchange ended without an answer. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
  /** False when the connection never came about, so that nothing can have been carried out. */
  readonly wasSent: boolean;

  constructor(cause: Error, wasSent: boolean) {
    super(cause.message, { cause });
    this.wasSent = wasSent;
  }

  asVendorError(action: string): VendorError {
    const { message, cause } = this;
    const plain = this.wasSent ? undefined : plainTextFailureIn(message);
    if (plain !== undefined) {
      return new VendorError({ meaning: "not-sent", action, message: plain, retryable: false, cause: this });
    }
    const meaning = this.wasSent ? "ambiguous" : "not-sent";
    const retryable = !(cause instanceof ProxyFailure) || cause.retryable;
    return new VendorError({ meaning, action, message: message || "no connection", retryable, cause: this });
  }
}

/** @throws NoAnswer */
export function exchange(outgoing: Outgoing, agent: Agent, call: CallOptions): Promise<Reply> {
  const isSecure = outgoing.protocol === "https:";
  const { host, method, path, headers } = outgoing;
  const { timeoutMs, signal } = call;
  return new Promise((resolve, reject) => {
    let wasSent = false;
    const options = { host, method, path, headers, agent, signal };
    const request = (isSecure ? https : http).request(options, (response) => {
      bodyOf(response).then((body) => {
        clearTimeout(timer);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      }, fail);
    });
    // Counts from here to the last byte, the wait for a free socket included.
    const timer = setTimeout(() => fail(new Error(`no answer within ${timeoutMs / 1000} s`)), timeoutMs);
    const fail = (error: Error) => {
      clearTimeout(timer);
      reject(new NoAnswer(error, wasSent));
      request.destroy();
    };
    const markSent = () => {
      wasSent = true;
    };
    request.on("error", fail);
    // Without a listener, Node ends such a request without a word.
    request.on("upgrade", () => fail(new Error("the connection was switched to another protocol")));
    request.on("socket", (socket) => {
      if (socket.connecting) socket.once(isSecure ? "secureConnect" : "connect", markSent);
      else markSent();
    });
    request.end();
  });
}

async function bodyOf(response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > LARGEST_ANSWER) throw new Error(`an answer of more than ${LARGEST_ANSWER} bytes`);
  }
  return Buffer.concat(chunks).toString();
}
