/**
 * The signature of AWS (version 4) and of Volcengine, recomputed from the request as it came off the wire: an HMAC whose
 * key is derived from date, region and service. The two differ in the members of {@link Scheme} alone.
 */
import type { RawRequest } from "../api";
import { canonicalPairs, equalDigests, hmacSha256, sha256 } from "./signing";

export interface Authorization {
  readonly credentialId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

export interface Scheme {
  /** How the header and the text to sign begin. */
  readonly algorithm: string;
  /** How the scope ends. */
  readonly terminator: string;
  readonly dateHeader: string;
  /** What stands before the secret in the key. */
  readonly secretPrefix: string;
  /** A header's value as it is signed; undefined where the request has no such header. */
  readonly headerValue: (value: string | undefined) => string;
}

/** @returns the header's parts; undefined where it has another form */
export function parseAuthorization(
  { algorithm, terminator }: Scheme,
  header: string,
): Authorization | undefined {
  const form = new RegExp(
    `^${algorithm}\\s+Credential=([^/\\s,]+)/(\\d{8})/([^/\\s,]+)/([^/\\s,]+)/${terminator},\\s*` +
      "SignedHeaders=([a-z0-9;_-]+),\\s*Signature=([0-9a-f]{64})$",
  );
  const match = form.exec(header.trim());
  if (match === null) return undefined;
  const [, credentialId = "", date = "", region = "", service = "", signedHeaders = "", signature = ""] =
    match;
  return { credentialId, date, region, service, signedHeaders: signedHeaders.split(";"), signature };
}

export function matches(
  { algorithm, terminator, dateHeader, secretPrefix, headerValue }: Scheme,
  request: RawRequest,
  { date, region, service, signedHeaders, signature }: Authorization,
  secret: string,
): boolean {
  const headers = signedHeaders.map((name) => `${name}:${headerValue(request.headers[name])}\n`);
  const canonical = [
    request.method,
    request.path,
    canonicalPairs(new URLSearchParams(request.query)),
    headers.join(""),
    signedHeaders.join(";"),
    sha256(request.body),
  ].join("\n");
  const scope = [date, region, service, terminator];
  const text = [algorithm, request.headers[dateHeader] ?? "", scope.join("/"), sha256(canonical)].join("\n");
  const key = scope.reduce<string | Buffer>(hmacSha256, `${secretPrefix}${secret}`);
  return equalDigests(hmacSha256(key, text).toString("hex"), signature);
}
