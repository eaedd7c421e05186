/**
 * The proxy in the environment for a host: HTTPS_PROXY and NO_PROXY, read like curl and Go, so that the
 * Pulumi CLI and this package use the same proxy.
 */
import { ConfigurationError } from "../core/errors";

export interface ProxyAddress {
  /** With the user name and the password, if any: do not print it. */
  readonly url: URL;
  /** For messages: "The proxy 127.0.0.1:3128 (HTTPS_PROXY)". */
  readonly name: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The first that is not empty names the proxy. npm's own configuration does not count. */
const proxyVariables = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];
const exceptionVariables = ["no_proxy", "NO_PROXY"];

/**
 * @param host of an https request
 * @returns undefined for a direct connection
 * @throws ConfigurationError that names the variable; its value may hold a password
 */
export function proxyFor(host: string, environment: Environment): ProxyAddress | undefined {
  const variable = firstSet(proxyVariables, environment);
  if (variable === undefined || isException(host, environment)) return undefined;
  const written = environment[variable]?.trim() ?? "";
  // Without a scheme, the proxy uses plain HTTP.
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(written) ? written : `http://${written}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.hostname === "") {
    throw new ConfigurationError(
      `${variable} is not the address of a proxy: write http://<host>:<port>`,
      "proxy",
    );
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new ConfigurationError(
      `${variable} names a proxy by ${url.protocol}//, which is not supported: write http://<host>:<port>, or name the ` +
        `host ${host} in NO_PROXY`,
      "proxy",
    );
  }
  return { url, name: `The proxy ${url.host} (${variable})` };
}

/** NO_PROXY: a domain matches itself and its subdomains, with or without a leading dot or star. */
function isException(host: string, environment: Environment): boolean {
  const variable = firstSet(exceptionVariables, environment);
  const entries = environment[variable ?? ""]?.split(/[\s,]+/) ?? [];
  const asked = host.toLowerCase();
  return entries.some((entry) => {
    if (entry === "*") return true;
    const [, domain = "", port = HTTPS_PORT] =
      /^(?:\*?\.)?([^:]*?)\.?(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
    return domain !== "" && port === HTTPS_PORT && (asked === domain || asked.endsWith(`.${domain}`));
  });
}

const HTTPS_PORT = "443";

function firstSet(names: readonly string[], environment: Environment): string | undefined {
  return names.find((name) => (environment[name]?.trim() ?? "") !== "");
}
