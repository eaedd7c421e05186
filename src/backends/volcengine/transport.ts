import type { Agent } from "node:http";
import type Service from "@volcengine/openapi/lib/base/service";
import type { CallOptions } from "../../core/backend";
import { exchange } from "../exchange";

type Adapter = Extract<
  NonNullable<Parameters<Service["fetchOpenAPI"]>[0]["adapter"]>,
  (config: never) => unknown
>;

/**
 * How the SDK's axios sends: by our own exchange, of which the SDK hands the Reply through as its answer.
 *
 * Left alone, the SDK sends through whichever axios the user's lock file has, insists on a proxy policy of its own
 * (VOLC_PROXY_PORT, or axios' reading of the environment), and hides the HTTP status. Here the agent decides where
 * connections go, as for every other cloud, and redirects are not followed.
 */
export function transport(agent: Agent, call: CallOptions): Adapter {
  return async (config) => {
    const { protocol, host, pathname, search } = new URL(config.url ?? "");
    const headers = Object.fromEntries(
      Object.entries(config.headers).filter(([, value]) => typeof value === "string"),
    ) as Record<string, string>;
    const path = `${pathname}${search}`;
    const isPlain = protocol === "http:";
    const outgoing = { protocol: isPlain ? "http:" : "https:", host, method: "GET", path, headers } as const;
    const data = await exchange(outgoing, agent, call);
    return { data, status: data.status, statusText: "", headers: {}, config };
  };
}
