/**
 * Volcengine's HMAC-SHA256 signature, recomputed from the raw request. It is AWS
 * AWS calls version 4, with other prefixes; clients sign anything from `x-date` alone to six headers.
 */
import type { RawRequest } from "../../api";
import { canonicalPairs, equalDigests, hmacSha256, sha256 } from "../signing";

interface Scope {
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

export interface Authorization extends Scope {
  readonly credentialId: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const HMAC_SHA256 =
  /^HMAC-SHA256\s+Credential=([^/\s,]+)\/(\d{8})\/([^/\s,]+)\/([^/\s,]+)\/request,\s*SignedHeaders=([a-z0-9;_-]+),\s*Signature=([0-9a-f]{64})$/;

export function parseAuthorization(header: string): Authorization | undefined {
  const match = HMAC_SHA256.exec(header.trim());
  if (match === null) {
    return undefined;
  }
  const [, credentialId = "", date = "", region = "", service = "", signedHeaders = "", signature = ""] =
    match;
  return { credentialId, date, region, service, signedHeaders: signedHeaders.split(";"), signature };
}

function canonicalRequest(request: RawRequest, signedHeaders: readonly string[]): string {
  const headers = signedHeaders.map((name) => `${name}:${(request.headers[name] ?? "").trim()}\n`);
  return [
    request.method,
    request.path,
    canonicalPairs(new URLSearchParams(request.query)),
    headers.join(""),
    signedHeaders.join(";"),
    sha256(request.body),
  ].join("\n");
}

function stringToSign(canonical: string, xDate: string, { date, region, service }: Scope): string {
  return ["HMAC-SHA256", xDate, `${date}/${region}/${service}/request`, sha256(canonical)].join("\n");
}

function signature(text: string, secret: string, { date, region, service }: Scope): string {
  const key = [date, region, service, "request"].reduce<string | Buffer>(hmacSha256, secret);
  return hmacSha256(key, text).toString("hex");
}

export function matches(request: RawRequest, authorization: Authorization, secret: string): boolean {
  const canonical = canonicalRequest(request, authorization.signedHeaders);
  const text = stringToSign(canonical, request.headers["x-date"] ?? "", authorization);
  return equalDigests(signature(text, secret, authorization), authorization.signature);
}
