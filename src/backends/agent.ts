/** HTTP agents: keep-alive, bounded, through the environment's proxy, or to one endpoint. */
import http from "node:http";
import https from "node:https";
import net from "node:net";
import tls from "node:tls";
import { proxyFor } from "./proxy";
import { Tunnel } from "./tunnel";

/** More than a vendor's rate limit can keep busy; an unbounded agent opens a socket per waiting request. */
const MAX_SOCKETS = 16;
/** Below the idle time-out of the vendors' load balancers, so that a socket is not written to while they close it. */
const IDLE_MS = 10_000;

const options = { keepAlive: true, maxSockets: MAX_SOCKETS, timeout: IDLE_MS, scheduling: "lifo" } as const;

/**
 * An agent for requests to `host`.
 *
 * With an endpoint, every connection goes there, and the request keeps the vendor's host name. So the signature
 * is the same as in production. Without one, https uses the environment's proxy (HTTPS_PROXY, NO_PROXY), and
 * http goes directly to the host, such as the machine's metadata service.
 *
 * @param protocol without an endpoint
 * @param ca certificates to trust in the place of the system's, as PEM
 * @throws ConfigurationError when the environment names a proxy that cannot be used
 */
export function agentFor(
  host: string,
  endpoint: URL | undefined,
  protocol: "http:" | "https:" = "https:",
  ca?: string,
): http.Agent {
  const trusting = ca === undefined ? options : { ...options, ca };
  if (endpoint === undefined) {
    if (protocol === "http:") return new http.Agent(options);
    const proxy = proxyFor(host, process.env);
    return proxy === undefined ? new https.Agent(trusting) : new Tunnel(proxy, trusting);
  }
  const secure = endpoint.protocol === "https:";
  const address = {
    host: endpoint.hostname.replace(/^\[|\]$/g, ""),
    port: Number(endpoint.port || (secure ? 443 : 80)),
  };
  // TLS has no server names that are addresses.
  const servername = net.isIP(address.host) === 0 ? address.host : "";
  const agent = secure ? new https.Agent(trusting) : new http.Agent(options);
  return Object.assign(agent, {
    createConnection: () => (secure ? tls.connect({ ...address, ca, servername }) : net.connect(address)),
  });
}
