/** Requests to Alibaba Cloud in RPC style, with all parameters in the query, signed by the vendor's signer. */
import OpenApi, { Config } from "@alicloud/openapi-client";
import Signer from "@alicloud/openapi-util";
import { Request } from "@alicloud/tea-typescript";
import type { Keys } from "../../core/cloud-access";
import type { Api, ApiRequest } from "../api-client";
import type { HttpRequest } from "../http";

const ALGORITHM = "ACS3-HMAC-SHA256";
const EMPTY_BODY = Signer.hexEncode(Signer.hash(Buffer.from(""), ALGORITHM));

/** The user agent of the vendor's client. */
const userAgent = new OpenApi(new Config({})).getUserAgent();

export function sign(
  { host, action, parameters }: ApiRequest,
  { version }: Api,
  { id, secret, token }: Keys,
): Omit<HttpRequest, "host"> {
  const method = "POST";
  const pathname = "/";
  const query = Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  );
  const headers: Record<string, string> = {
    host,
    "user-agent": userAgent,
    "x-acs-version": version,
    "x-acs-action": action,
    "x-acs-date": Signer.getTimestamp(),
    "x-acs-signature-nonce": crypto.randomUUID(),
    "x-acs-content-sha256": EMPTY_BODY,
    ...(token === undefined ? {} : { "x-acs-accesskey-id": id, "x-acs-security-token": token }),
  };
  const unsigned = Object.assign(new Request(), { method, pathname, query, headers });
  const authorization = Signer.getAuthorization(unsigned, ALGORITHM, EMPTY_BODY, id, secret);
  return { method, path: `${pathname}?${encoded(query)}`, headers: { ...headers, authorization } };
}

function encoded(query: Readonly<Record<string, string>>): string {
  return Object.entries(query)
    .map(([name, value]) => `${Signer.getEncodeParam(name)}=${Signer.getEncodeParam(value)}`)
    .join("&");
}
