/** An address that says https, where the other end speaks plain http: no request was sent, and none ever will be. */

/** In OpenSSL's words; both clients put more around them. */
const PLAIN_TEXT = /wrong version number/;

/** @returns what to say of a failure of the connection, where this is the reason */
export function plainTextFailureIn(message: string): string | undefined {
  return PLAIN_TEXT.test(message)
    ? "the address says https://, and what answers there does not speak TLS: write http:// if that is what it speaks"
    : undefined;
}
