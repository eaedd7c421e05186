/** One request to one action of a cloud: signed by the vendor's own signer, sent and parsed the same way everywhere. */
import type { CallOptions } from "../core/backend";
import type { Keys, OpenAccess } from "../core/cloud-access";
import type { ServiceFacts } from "../core/service-facts";
import { keysFor } from "./credentials/key-source";
import { type HttpRequest, httpClient, TransportError } from "./http";
import { type AnswerFormat, parseResponse } from "./response";

/** One of a cloud's APIs. */
export interface Api {
  readonly version: string;
  readonly errors: ServiceFacts["errors"];
}

export interface ApiRequest {
  /** The vendor's host of the region, also with an endpoint. */
  readonly host: string;
  /** Where the cloud signs the region, or sends it beside the parameters. */
  readonly region?: string;
  readonly action: string;
  /** Undefined parameters are omitted. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** All but where it goes. */
type SignedRequest = Omit<HttpRequest, "host" | "protocol">;

/** The parts that differ between clouds. */
export interface Cloud<CloudApi extends Api> extends AnswerFormat {
  sign(request: ApiRequest, api: CloudApi, keys: Keys): SignedRequest | Promise<SignedRequest>;
}

/**
 * @param special for an action of another API, or whose codes differ from the table of its API
 * @throws VendorError
 */
export type Call<CloudApi extends Api> = (
  request: ApiRequest,
  options: CallOptions,
  special?: Partial<CloudApi>,
) => Promise<Record<string, unknown>>;

export function connect<CloudApi extends Api>(
  { endpoint, keys: source }: Pick<OpenAccess, "endpoint" | "keys">,
  cloud: Cloud<CloudApi>,
  usual: CloudApi,
): Call<CloudApi> {
  const send = httpClient(endpoint);
  return async (request, options, special) => {
    const { host, action } = request;
    const api = { ...usual, ...special };
    await options.acquire(action);
    const keys = await keysFor(action, source);
    const signed = await cloud.sign(request, api, keys);
    const response = await send({ ...signed, host }, options).catch((error: unknown) => {
      throw error instanceof TransportError ? error.toVendorError(action) : error;
    });
    if (response.headers.date !== undefined) options.hearDate?.(response.headers.date);
    return parseResponse(action, response, cloud, api.errors, keys);
  };
}

/** `Name.1`, `Name.2`, …: how a list is written in a query. */
export function numbered(name: string, values: readonly string[]): Record<string, string> {
  return Object.fromEntries(values.map((value, index) => [`${name}.${index + 1}`, value]));
}
