/**
 * Tencent Cloud's two signatures, recomputed from the raw request.
 *
 * TC3-HMAC-SHA256 (API 3.0): signs method, query as sent, body and the headers named in SignedHeaders (at least
 * content-type and host). Action, region and token are not signed.
 * HmacSHA1 / HmacSHA256 (the v1 signature): signs all parameters, sorted, behind "<METHOD><host>/?".
 */
import { createHmac } from "node:crypto";
import type { RawRequest } from "../../api";
import { equalDigests, hmacSha256, sha256 } from "../signing";

export interface Tc3Authorization {
  readonly credentialId: string;
  readonly date: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const TC3 =
  /^TC3-HMAC-SHA256\s+Credential=([^/\s,]+)\/(\d{4}-\d{2}-\d{2})\/([^/\s,]+)\/tc3_request,\s*SignedHeaders=([a-z0-9;-]+),\s*Signature=([0-9a-f]{64})$/;

export function parseTc3Authorization(header: string): Tc3Authorization | undefined {
  const match = TC3.exec(header.trim());
  if (match === null) {
    return undefined;
  }
  const [, credentialId = "", date = "", service = "", signedHeaders = "", signature = ""] = match;
  return { credentialId, date, service, signedHeaders: signedHeaders.split(";"), signature };
}

/** The hosts that a client may sign: the Node SDK omits the port, and the Python SDK includes it. */
function hostVariants(request: RawRequest): string[] {
  const host = request.headers.host ?? "";
  return [...new Set([host, withoutPort(host)])];
}

/** `cvm` of `cvm.tencentcloudapi.com`; what an SDK takes for the service, also where the host is an address. */
export function hostLabel(request: RawRequest): string {
  return withoutPort(request.headers.host ?? "").split(".")[0] ?? "";
}

function tc3CanonicalRequest(
  request: RawRequest,
  signedHeaders: readonly string[],
  host: string,
  headerValue: (value: string) => string = (value) => value.toLowerCase(),
): string {
  const headers = signedHeaders.map((name) => {
    const value = name === "host" ? host : (request.headers[name] ?? "");
    return `${name}:${headerValue(value.trim())}\n`;
  });
  const query = request.method === "GET" ? request.query : "";
  const unsigned = request.headers["x-tc-content-sha256"] === "UNSIGNED-PAYLOAD";
  const payload = unsigned ? "UNSIGNED-PAYLOAD" : request.body;
  return [request.method, "/", query, headers.join(""), signedHeaders.join(";"), sha256(payload)].join("\n");
}

function tc3Signature(
  canonicalRequest: string,
  key: Buffer,
  scope: { readonly timestamp: string; readonly date: string; readonly service: string },
): string {
  const stringToSign = [
    "TC3-HMAC-SHA256",
    scope.timestamp,
    `${scope.date}/${scope.service}/tc3_request`,
    sha256(canonicalRequest),
  ].join("\n");
  return hmacSha256(key, stringToSign).toString("hex");
}

/** Both the documented rule (header values in lower case) and what SDKs do (as they are) are accepted. */
export function tc3Matches(
  request: RawRequest,
  authorization: Tc3Authorization,
  timestamp: string,
  secret: string,
): boolean {
  const { date, service } = authorization;
  const scope = { timestamp, date, service };
  const key = hmacSha256(hmacSha256(hmacSha256(`TC3${secret}`, date), service), "tc3_request");
  return hostVariants(request).some((host) =>
    [(value: string) => value.toLowerCase(), (value: string) => value].some((headerValue) => {
      const canonical = tc3CanonicalRequest(request, authorization.signedHeaders, host, headerValue);
      return equalDigests(tc3Signature(canonical, key, scope), authorization.signature);
    }),
  );
}

export type V1Method = "HmacSHA1" | "HmacSHA256";

function v1Signature(
  method: string,
  host: string,
  parameters: ReadonlyMap<string, string>,
  secret: string,
  algorithm: V1Method,
): string {
  const pairs = [...parameters]
    .filter(([name]) => name !== "Signature")
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`);
  const digest = algorithm === "HmacSHA256" ? "sha256" : "sha1";
  return createHmac(digest, secret)
    .update(`${method}${host}/?${pairs.join("&")}`)
    .digest("base64");
}

export function v1Matches(
  request: RawRequest,
  parameters: ReadonlyMap<string, string>,
  secret: string,
  algorithm: V1Method,
): boolean {
  const given = parameters.get("Signature") ?? "";
  return hostVariants(request).some((host) =>
    equalDigests(v1Signature(request.method, host, parameters, secret, algorithm), given),
  );
}

function withoutPort(host: string): string {
  return host.replace(/:\d+$/, "");
}
