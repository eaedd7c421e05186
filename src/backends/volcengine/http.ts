/** One GET by Node's own client, in the shape in which axios wants its transport. */
import http, { type Agent } from "node:http";
import https from "node:https";
import type Service from "@volcengine/openapi/lib/base/service";
import type { CallOptions } from "../../core/backend";

type Adapter = Extract<
  NonNullable<Parameters<Service["fetchOpenAPI"]>[0]["adapter"]>,
  (config: never) => unknown
>;

/** What the SDK hands through as the answer. */
export interface RawAnswer {
  readonly status: number;
  readonly text: string;
}

/**
 * The SDK sends through axios, which version depends on the user's lock file, and insists on a proxy policy of its
 * own (VOLC_PROXY_PORT, or axios' reading of the environment) and on hiding the HTTP status. This takes their place:
 * the agent decides where connections go, as for every other cloud, redirects are not followed, and the answer
 * keeps its status and its digits.
 */
export function transport(agent: Agent, call: CallOptions): Adapter {
  return async (config) => {
    const headers = Object.fromEntries(
      Object.entries(config.headers).filter(([, value]) => typeof value === "string"),
    ) as Record<string, string>;
    const data = await get(new URL(config.url ?? ""), headers, agent, call);
    return { data, status: data.status, statusText: "", headers: {}, config };
  };
}

function get(
  url: URL,
  headers: Readonly<Record<string, string>>,
  agent: Agent,
  { timeoutMs, signal }: CallOptions,
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const { request } = url.protocol === "http:" ? http : https;
    const outgoing = request(url, { method: "GET", headers, agent, signal }, (incoming) => {
      let text = "";
      incoming.setEncoding("utf8");
      incoming.on("data", (chunk: string) => {
        text += chunk;
      });
      incoming.on("error", fail);
      incoming.on("end", () => {
        clearTimeout(timer);
        resolve({ status: incoming.statusCode ?? 0, text });
      });
    });
    // Covers everything from the wait for a socket to the last byte; a socket's own time-out covers only silence.
    const timer = setTimeout(
      () => outgoing.destroy(new Error(`no answer within ${timeoutMs} ms`)),
      timeoutMs,
    );
    const fail = (error: Error) => {
      clearTimeout(timer);
      reject(error);
    };
    outgoing.on("error", fail);
    outgoing.end();
  });
}
