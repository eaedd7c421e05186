/** Agents of our HTTP: kept alive, bounded, through the proxy of the environment, or to one endpoint. */
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
 * With an endpoint, every connection goes there while the request keeps the vendor's host name: what is signed
 * is the same as in production. Without one, https goes through the environment's proxy (HTTPS_PROXY, NO_PROXY), and
 * http goes straight to the host: to the metadata service of the machine, or to a neighbour.
 *
 * @param protocol without an endpoint
 * @throws ConfigurationError when the environment names a proxy that cannot be used
 */
export function agentFor(
  host: string,
  endpoint: URL | undefined,
  protocol: "http:" | "https:" = "https:",
): http.Agent {
  if (endpoint === undefined) {
    if (protocol === "http:") return new http.Agent(options);
    const proxy = proxyFor(host, process.env);
    return proxy === undefined ? new https.Agent(options) : new Tunnel(proxy, options);
  }
  const secure = endpoint.protocol === "https:";
  const address = {
    host: endpoint.hostname.replace(/^\[|\]$/g, ""),
    port: Number(endpoint.port || (secure ? 443 : 80)),
  };
  // TLS knows no server name that is an address.
  const servername = net.isIP(address.host) === 0 ? address.host : "";
  const agent = secure ? new https.Agent(options) : new http.Agent(options);
  return Object.assign(agent, {
    createConnection: () => (secure ? tls.connect({ ...address, servername }) : net.connect(address)),
  });
}
