/**
 * The RPC signature (SignatureVersion 1.0) of Alibaba Cloud's older SDKs: all parameters, of query and form, sorted;
 * the key is the secret and an ampersand.
 */
import { createHmac } from "node:crypto";
import { canonicalPairs, equalDigests, percentEncode } from "../signing";

const DIGESTS = { "HMAC-SHA1": "sha1", "HMAC-SHA256": "sha256" } as const;

export type Rpc1Method = keyof typeof DIGESTS;

export function isRpc1Method(method: string | undefined): method is Rpc1Method {
  return method !== undefined && Object.hasOwn(DIGESTS, method);
}

export function rpc1StringToSign(method: string, parameters: ReadonlyMap<string, string>): string {
  const signed = [...parameters].filter(([name]) => name !== "Signature");
  return `${method}&${percentEncode("/")}&${percentEncode(canonicalPairs(signed))}`;
}

function rpc1Signature(stringToSign: string, secret: string, algorithm: Rpc1Method): string {
  return createHmac(DIGESTS[algorithm], `${secret}&`).update(stringToSign).digest("base64");
}

export function rpc1Matches(
  stringToSign: string,
  secret: string,
  algorithm: Rpc1Method,
  signature: string,
): boolean {
  return equalDigests(rpc1Signature(stringToSign, secret, algorithm), signature);
}
