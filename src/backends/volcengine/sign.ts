/** Requests to Volcengine, with all parameters in the query, signed by the vendor's signer. */
import Signer, { queryParamsToString } from "@volcengine/openapi/lib/base/sign";
import type { Keys } from "../../core/cloud-access";
import type { Api, ApiRequest } from "../api-client";
import type { HttpRequest } from "../http";

export interface VolcengineApi extends Api {
  /** Name of the service in the credential scope: `ecs`. */
  readonly serviceName: string;
}

export function sign(
  { host, region = "", action, parameters }: ApiRequest,
  { serviceName, version }: VolcengineApi,
  { id, secret, token }: Keys,
): Omit<HttpRequest, "host"> {
  const method = "GET";
  const pathname = "/";
  const params = { ...parameters, Action: action, Version: version };
  const headers: Record<string, string> = { host };
  const signer = new Signer({ region, method, pathname, params, headers }, serviceName);
  const credentials = { accessKeyId: id, secretKey: secret };
  signer.addAuthorization(token === undefined ? credentials : { ...credentials, sessionToken: token });
  return { method, path: `${pathname}?${queryParamsToString(params)}`, headers };
}
