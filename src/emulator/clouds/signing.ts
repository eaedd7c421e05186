/** The parts of all signatures: digests, percent encoding by RFC 3986, sorted pairs, and a constant-time comparison. */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";

export function sha256(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}

export function hmacSha256(key: string | Buffer, data: string): Buffer {
  return createHmac("sha256", key).update(data).digest();
}

export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/**
 * Pairs sorted by raw name, then value, and then encoded: clients leave different characters as they are on the wire,
 * so what signatures cover is the decoded pairs, encoded in one way.
 */
export function canonicalPairs(pairs: Iterable<readonly [string, string]>): string {
  return [...pairs]
    .sort(([name, value], [otherName, otherValue]) => order(name, otherName) || order(value, otherValue))
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join("&");
}

/** Compares bytes in constant time. */
export function equalDigests(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function order(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
