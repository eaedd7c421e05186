import type { Agent } from "node:http";
import OpenApi, { Config, OpenApiRequest, Params } from "@alicloud/openapi-client";
import Signer from "@alicloud/openapi-util";
import { Request } from "@alicloud/tea-typescript";
import type { CallOptions } from "../../core/backend";
import type { Keys, OpenAccess } from "../../core/cloud-access";
import type { ServiceFacts } from "../../core/service-facts";
import { exchange, NoAnswer, type Reply } from "../exchange";
import { keysFor } from "../key-source";
import { agentFor } from "../transport";
import { understood } from "./answer";

/** One of the vendor's APIs. */
export interface Api {
  readonly version: string;
  readonly errors: ServiceFacts["errors"];
}

/**
 * One request to one action at a host.
 *
 * @param special where an action's codes mean something else than in the table of its API, or it is of another API
 * @throws VendorError
 */
export type Call = (
  host: string,
  action: string,
  parameters: Readonly<Record<string, string>>,
  options: CallOptions,
  special?: Partial<Api>,
) => Promise<Record<string, unknown>>;

/** How requests are sent. */
interface Way {
  readonly agent: Agent;
  readonly protocol: "http:" | "https:";
  readonly call: CallOptions;
}

const ALGORITHM = "ACS3-HMAC-SHA256";
const EMPTY_BODY = Signer.hexEncode(Signer.hash(Buffer.from(""), ALGORITHM));

/**
 * The SDK's client, except for how it sends. The SDK's own way takes no agent, and so knows neither the proxy of
 * the environment nor a bound on sockets; it cannot be aborted, and it drops the status of whatever is not JSON and
 * the headers of every error. Keys and signature remain the SDK's.
 */
class Client extends OpenApi {
  private readonly way: Way;

  constructor(config: Config, way: Way) {
    super(config);
    this.way = way;
  }

  override async doRequest(params: Params, { query = {} }: OpenApiRequest): Promise<Reply> {
    const { accessKeyId = "", accessKeySecret = "", ...rest } = await this._credential.getCredential();
    const { method = "", pathname = "" } = params;
    const headers: Record<string, string> = {
      host: this._endpoint,
      accept: "application/json",
      "user-agent": this.getUserAgent(),
      "x-acs-version": params.version ?? "",
      "x-acs-action": params.action ?? "",
      "x-acs-date": Signer.getTimestamp(),
      "x-acs-signature-nonce": crypto.randomUUID(),
      "x-acs-content-sha256": EMPTY_BODY,
      "x-acs-credentials-provider": rest.providerName ?? "",
      ...(rest.securityToken
        ? { "x-acs-accesskey-id": accessKeyId, "x-acs-security-token": rest.securityToken }
        : {}),
    };
    const unsigned = Object.assign(new Request(), { method, pathname, query, headers });
    const key = [accessKeyId, accessKeySecret] as const;
    const authorization = Signer.getAuthorization(unsigned, ALGORITHM, EMPTY_BODY, ...key);
    const { agent, protocol, call } = this.way;
    const path = `${pathname}?${encoded(query)}`;
    const outgoing = { protocol, host: this._endpoint, method, path };
    return exchange({ ...outgoing, headers: { ...headers, authorization } }, agent, call);
  }
}

export function connect(access: Omit<OpenAccess, "credentials">, api: Api): Call {
  const protocol = access.endpoint?.protocol === "http:" ? "http:" : "https:";
  const agents = new Map<string, Agent>();
  return async (host, action, parameters, call, special) => {
    const { version, errors } = { ...api, ...special };
    const agent = agents.get(host) ?? agentFor(host, access.endpoint);
    agents.set(host, agent);
    await call.admit(action);
    const keys = await keysFor(action, access.keys);
    const client = new Client(configFor(host, keys), { agent, protocol, call });
    const request = new OpenApiRequest({ query: parameters });
    const reply = await client.doRequest(paramsFor(version, action), request).catch((error: unknown) => {
      throw error instanceof NoAnswer ? error.asVendorError(action) : error;
    });
    return understood(action, reply, errors, keys);
  };
}

function configFor(endpoint: string, { id, secret, token }: Keys): Config {
  const keys = { accessKeyId: id, accessKeySecret: secret };
  return new Config({ ...keys, ...(token === undefined ? {} : { securityToken: token }), endpoint });
}

/** RPC style: everything travels in the query, and the body is empty. */
function paramsFor(version: string, action: string): Params {
  return new Params({ action, version, pathname: "/", method: "POST", style: "RPC" });
}

function encoded(query: Readonly<Record<string, string>>): string {
  return Object.entries(query)
    .map(([name, value]) => `${Signer.getEncodeParam(name)}=${Signer.getEncodeParam(value)}`)
    .join("&");
}
