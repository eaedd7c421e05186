/** AWS's signature version 4. */
import type { RawRequest } from "../../api";
import * as scoped from "../scoped-signature";

const scheme: scoped.Scheme = {
  algorithm: "AWS4-HMAC-SHA256",
  terminator: "aws4_request",
  dateHeader: "x-amz-date",
  secretPrefix: "AWS4",
  // Runs of spaces count as one.
  headerValue: (value = "") => value.trim().replace(/ +/g, " "),
};

export type Authorization = scoped.Authorization;

export function parseAuthorization(header: string): Authorization | undefined {
  return scoped.parseAuthorization(scheme, header);
}

export function matches(request: RawRequest, authorization: Authorization, secret: string): boolean {
  return scoped.matches(scheme, request, authorization, secret);
}
