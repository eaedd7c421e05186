/**
 * OUTSCALE's API: the action is the end of the path, parameters are JSON in a POST, the region stands in the credential
 * scope alone. Answers have a ResponseContext; errors beside it a list, of which no page shows more than one.
 */
import { randomUUID } from "node:crypto";
import { ApiError, type Cloud, type RawRequest } from "../../api";
import { parse, stringify } from "../../json";
import * as scoped from "../scoped-signature";
import { encoded, invalidParameter, refuse } from "./errors";
import { oapi } from "./oapi";

/** Not on the vendor's pages; observed practice of such signatures. */
const CLOCK_WINDOW_MS = 15 * 60 * 1000;

const scheme: scoped.Scheme = {
  algorithm: "OSC4-HMAC-SHA256",
  terminator: "osc4_request",
  dateHeader: "x-osc-date",
  secretPrefix: "OSC4",
  headerValue: (value = "") => value.trim().replace(/ +/g, " "),
};

const PATH = /^\/api\/(v1|latest)\/([A-Za-z]+)\/?$/;

export const outscale: Cloud = {
  name: "outscale",
  services: [oapi],

  match(request) {
    const [, version, action] = PATH.exec(request.path) ?? [];
    const isSigned = request.headers.authorization?.startsWith(scheme.algorithm) ?? false;
    if (!isSigned && action === undefined) return undefined;
    const authorization = scoped.parseAuthorization(scheme, request.headers.authorization ?? "");
    const parameters = parametersOf(request);
    return {
      request,
      cloud: outscale,
      service: version === undefined ? undefined : oapi,
      version: version ?? "",
      action: action ?? "",
      region: authorization?.region,
      parameters: parameters ?? {},
      credentialId: authorization?.credentialId,
      imageIds: imageIdsOf(parameters ?? {}),
      decodeError: parameters === undefined ? invalidParameter("the body is no JSON object") : undefined,
    };
  },

  authenticate({ request }, auth) {
    const authorization = scoped.parseAuthorization(scheme, request.headers.authorization ?? "");
    if (authorization === undefined) throw refuse(401, "12", "The authentication type is unknown.");
    const signed = authorization.signedHeaders;
    if (authorization.service !== "api" || !["host", "x-osc-date"].every((name) => signed.includes(name))) {
      throw denied();
    }
    checkClock(request.headers["x-osc-date"] ?? "", authorization.date, auth.now);
    const credential = auth.credential(authorization.credentialId);
    if (credential === undefined || !scoped.matches(scheme, request, authorization, credential.secret)) {
      throw denied();
    }
    return credential;
  },

  throttled: (retryAfterMs) =>
    new ApiError(
      "24",
      "Request rate exceeded.",
      429,
      retryAfterMs === undefined ? {} : { "retry-after": String(Math.ceil(retryAfterMs / 1000)) },
    ),

  internalError: (status) => refuse(status, "2000", "An internal error has occurred."),

  error: (code, message, status) => refuse(status ?? 400, code, message),

  unknownAction: ({ action }) => refuse(404, "3000", `There is no action ${action}.`),

  encode(_call, requestId, outcome) {
    const context = { ResponseContext: { RequestId: requestId } };
    const isError = "error" in outcome;
    const body = isError
      ? { ...context, Errors: [encoded(outcome.error)] }
      : { ...context, ...outcome.payload };
    return {
      status: isError ? outcome.error.status : 200,
      headers: { "content-type": "application/json", ...(isError ? outcome.error.headers : {}) },
      body: stringify(body),
    };
  },

  requestId: () => randomUUID(),
};

/** One code for an unknown key and for a wrong signature. */
const denied = () => refuse(401, "1", "The authentication has failed.");

function parametersOf({ body }: RawRequest): Readonly<Record<string, unknown>> | undefined {
  if (body.length === 0) return {};
  try {
    const content: unknown = parse(body.toString());
    const isObject = typeof content === "object" && content !== null && !Array.isArray(content);
    return isObject ? (content as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function imageIdsOf({ ImageId, Filters }: Readonly<Record<string, unknown>>): string[] {
  const ids: unknown =
    typeof Filters === "object" && Filters !== null ? (Filters as { ImageIds?: unknown }).ImageIds : [];
  return [ImageId, ...(Array.isArray(ids) ? ids : [])].filter((id) => typeof id === "string");
}

function checkClock(date: string, scopeDate: string, now: number): void {
  const [, ...parts] = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(date) ?? [];
  const [year, month, day, hour, minute, second] = parts;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (!(Math.abs(now - time) <= CLOCK_WINDOW_MS) || !date.startsWith(scopeDate)) throw denied();
}
