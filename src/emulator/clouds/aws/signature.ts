/** AWS's signature version 4, recomputed from the request as it came off the wire. */
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

const AWS4 =
  /^AWS4-HMAC-SHA256\s+Credential=([^/\s,]+)\/(\d{8})\/([^/\s,]+)\/([^/\s,]+)\/aws4_request,\s*SignedHeaders=([a-z0-9;_-]+),\s*Signature=([0-9a-f]{64})$/;

export function parseAuthorization(header: string): Authorization | undefined {
  const match = AWS4.exec(header.trim());
  if (match === null) return undefined;
  const [, credentialId = "", date = "", region = "", service = "", signedHeaders = "", signature = ""] =
    match;
  return { credentialId, date, region, service, signedHeaders: signedHeaders.split(";"), signature };
}

export function matches(request: RawRequest, authorization: Authorization, secret: string): boolean {
  const { date, region, service, signedHeaders, signature } = authorization;
  const headers = signedHeaders.map((name) => `${name}:${trimmed(request.headers[name])}\n`);
  const canonical = [
    request.method,
    request.path,
    canonicalPairs(new URLSearchParams(request.query)),
    headers.join(""),
    signedHeaders.join(";"),
    sha256(request.body),
  ].join("\n");
  const scope = `${date}/${region}/${service}/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", request.headers["x-amz-date"] ?? "", scope, sha256(canonical)].join("\n");
  const key = [date, region, service, "aws4_request"].reduce<string | Buffer>(hmacSha256, `AWS4${secret}`);
  return equalDigests(hmacSha256(key, text).toString("hex"), signature);
}

/** Runs of spaces count as one. */
function trimmed(value: string | undefined): string {
  return (value ?? "").trim().replace(/ +/g, " ");
}
