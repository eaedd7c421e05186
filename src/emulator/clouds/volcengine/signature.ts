/** Volcengine's HMAC-SHA256 signature: clients sign anything from `x-date` alone to six headers. */
import type { RawRequest } from "../../api";
import * as scoped from "../scoped-signature";

const scheme: scoped.Scheme = {
  algorithm: "HMAC-SHA256",
  terminator: "request",
  dateHeader: "x-date",
  secretPrefix: "",
  headerValue: (value = "") => value.trim(),
};

export type Authorization = scoped.Authorization;

export function parseAuthorization(header: string): Authorization | undefined {
  return scoped.parseAuthorization(scheme, header);
}

export function matches(request: RawRequest, authorization: Authorization, secret: string): boolean {
  return scoped.matches(scheme, request, authorization, secret);
}
