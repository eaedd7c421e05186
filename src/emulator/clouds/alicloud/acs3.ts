/**
 * ACS3-HMAC-SHA256, Alibaba Cloud's signature V3, recomputed from the raw request. It covers
 * method, path, query, body and the headers that the client names; the key is the raw secret.
 */
import { createHmac } from "node:crypto";
import type { RawRequest } from "../../api";
import { canonicalPairs, equalDigests, sha256 } from "../signing";

export interface Acs3Authorization {
  readonly credentialId: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const ACS3 =
  /^ACS3-HMAC-SHA256\s+Credential=([^,\s]+),\s*SignedHeaders=([a-z0-9;-]+),\s*Signature=([0-9a-f]{64})$/;

/** These headers must be signed; otherwise, action, time and body would not be protected. */
const MUST_BE_SENT = [
  "host",
  "x-acs-action",
  "x-acs-content-sha256",
  "x-acs-date",
  "x-acs-signature-nonce",
  "x-acs-version",
] as const;

/** Headers that must be signed: the required ones, the content type if present, and all `x-acs-` headers. */
export function mustBeSigned(headers: RawRequest["headers"]): string[] {
  const sent = Object.keys(headers).filter((name) => name === "content-type" || name.startsWith("x-acs-"));
  return [...new Set([...MUST_BE_SENT, ...sent])];
}

export function parseAcs3Authorization(header: string): Acs3Authorization | undefined {
  const match = ACS3.exec(header.trim());
  if (match === null) {
    return undefined;
  }
  const [, credentialId = "", signedHeaders = "", signature = ""] = match;
  return { credentialId, signedHeaders: signedHeaders.split(";"), signature };
}

export function acs3CanonicalRequest(request: RawRequest, signedHeaders: readonly string[]): string {
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

export function acs3StringToSign(canonicalRequest: string): string {
  return `ACS3-HMAC-SHA256\n${sha256(canonicalRequest)}`;
}

export function acs3Matches(canonicalRequest: string, secret: string, signature: string): boolean {
  return equalDigests(acs3Signature(canonicalRequest, secret), signature);
}

function acs3Signature(canonicalRequest: string, secret: string): string {
  return createHmac("sha256", secret).update(acs3StringToSign(canonicalRequest)).digest("hex");
}
