/**
 * The OpenAPI of Volcengine and of BytePlus: action and version in the query, parameters in the query or a form, the region only in the
 * credential scope. Answers and errors alike have a ResponseMetadata; errors also have a telling HTTP status.
 */
import { randomBytes } from "node:crypto";
import { ApiError, type Call, type Cloud, type RawRequest, type Service } from "../../api";
import { stringify } from "../../json";
import type { CloudName } from "../../names";
import { parametersOf } from "../parameters";
import { sha256 } from "../signing";
import { ecsOf } from "./ecs";
import { BROKEN, refuse } from "./errors";
import { type Authorization, matches, parseAuthorization } from "./signature";
import { stsOf } from "./sts";

/** X-Date may be off by fifteen minutes (not on the vendor's pages; observed practice of such signatures). */
const CLOCK_WINDOW_MS = 15 * 60 * 1000;

/** A cloud that speaks this protocol: Volcengine, or BytePlus. */
export interface OpenApi {
  readonly name: CloudName;
  /** The services, by their names in the credential scope. */
  readonly scopes: ReadonlyMap<string, Service>;
  /** A host of the vendor's; its first label is a service's name, or `open`. */
  readonly host: RegExp;
  /** Whether requests to any other host, such as an address, are this cloud's. */
  readonly isDefault: boolean;
}

export const volcengine = openApi({
  name: "volcengine",
  scopes: new Map<string, Service>([
    ["ecs", ecsOf("volcengine-ecs", "volcengine", "cn-beijing")],
    ["sts", stsOf("volcengine-sts", "volcengine")],
  ]),
  host: /^([a-z]+)\..*volcengineapi\.com(:\d+)?$/,
  isDefault: true,
});

export function openApi(api: OpenApi): Cloud {
  const services = [...api.scopes.values()];
  const cloud: Cloud = {
    name: api.name,
    services,

    match(request) {
      const pairs = parametersOf(request);
      const [action, version] = [pairs.get("Action"), pairs.get("Version")];
      const isSigned = request.headers.authorization?.startsWith("HMAC-SHA256") ?? false;
      const isOurs = isSigned || services.some((service) => service.version === version);
      const isHere = api.isDefault || api.host.test(request.headers.host ?? "");
      if (action === undefined || version === undefined || !isOurs || !isHere) {
        return undefined;
      }
      const authorization = parseAuthorization(request.headers.authorization ?? "");
      const parameters = Object.fromEntries(
        [...pairs].filter(([name]) => name !== "Action" && name !== "Version"),
      );
      return {
        request,
        cloud,
        service: serviceOf(api, request, version, authorization),
        version,
        action,
        region: authorization?.region,
        parameters,
        credentialId: authorization?.credentialId,
        imageIds: imageIdsOf(parameters),
        decodeError: request.path === "/" ? undefined : unknownPath(request.path),
      };
    },

    authenticate({ request }, auth) {
      const authorization = parseAuthorization(request.headers.authorization ?? "");
      if (authorization === undefined) {
        throw refuse(400, "InvalidAuthorization", "The Authorization header is missing or malformed.");
      }
      if (!authorization.signedHeaders.includes("x-date")) {
        throw refuse(400, "InvalidAuthorization", "The header X-Date must be signed.");
      }
      checkClock(request.headers["x-date"] ?? "", authorization.date, auth.now);
      const credential = auth.credential(authorization.credentialId);
      if (credential === undefined) {
        throw refuse(401, "InvalidAccessKey", "The access key does not exist.");
      }
      if (!matches(request, authorization, credential.secret)) {
        throw refuse(
          401,
          "SignatureDoesNotMatch",
          "The request signature we calculated does not match the signature you provided.",
        );
      }
      const digest = request.headers["x-content-sha256"];
      if (digest !== undefined && digest !== sha256(request.body)) {
        throw refuse(
          401,
          "SignatureDoesNotMatch",
          "The header X-Content-Sha256 is not the hash of the body.",
        );
      }
      if ((request.headers["x-security-token"] ?? "") !== (credential.token ?? "")) {
        throw refuse(401, "InvalidSecretToken", "The security token is invalid.");
      }
      return credential;
    },

    throttled: (retryAfterMs) =>
      new ApiError(
        "FlowLimitExceeded",
        "Request was rejected because the request speed of this API is beyond the current flow limit.",
        429,
        retryAfterMs === undefined ? {} : { "retry-after": String(Math.ceil(retryAfterMs / 1000)) },
      ),

    internalError: (status) =>
      refuse(status, BROKEN[status] ?? "InternalError", "An internal error has occurred. Please try again."),

    error: (code, message, status) => refuse(status ?? 400, code, message),

    unknownAction: (call) =>
      call.service === undefined && !isKnownScope(api, call)
        ? refuse(404, "ServiceNotFound", "The service of the credential scope does not exist.")
        : refuse(
            404,
            "InvalidActionOrVersion",
            `There is no action ${call.action} of version ${call.version}.`,
          ),

    encode(call, requestId, outcome) {
      const metadata = {
        RequestId: requestId,
        Action: call.action,
        Version: call.version,
        Service: parseAuthorization(call.request.headers.authorization ?? "")?.service ?? "",
        Region: call.region ?? "",
      };
      const isError = "error" in outcome;
      const body = isError
        ? {
            ResponseMetadata: {
              ...metadata,
              Error: { Code: outcome.error.code, Message: outcome.error.message },
            },
          }
        : { ResponseMetadata: metadata, Result: outcome.payload };
      return {
        status: isError ? outcome.error.status : 200,
        headers: {
          "content-type": "application/json; charset=utf-8",
          ...(isError ? outcome.error.headers : {}),
        },
        body: stringify(body),
      };
    },

    /** The time and random digits, as in the vendor's examples. */
    requestId(now) {
      const time = new Date(now).toISOString().replace(/\D/g, "").slice(0, 14);
      return `${time}${randomBytes(10).toString("hex").toUpperCase()}`;
    },
  };
  return cloud;
}

function unknownPath(path: string): ApiError {
  return refuse(404, "InvalidActionOrVersion", `There is no API at the path ${path}, only at /.`);
}

/** The version decides the service of an unsigned request. The host `open` serves all services, other hosts one. */
function serviceOf(
  { scopes, host: ofVendor }: OpenApi,
  { headers }: RawRequest,
  version: string,
  authorization: Authorization | undefined,
) {
  if (authorization === undefined) return [...scopes.values()].find((service) => service.version === version);
  const host = ofVendor.exec(headers.host ?? "")?.[1] ?? "open";
  const service = scopes.get(authorization.service);
  const isAtHome = host === "open" || host === authorization.service;
  return isAtHome && service?.version === version ? service : undefined;
}

function isKnownScope({ scopes }: OpenApi, { request }: Call): boolean {
  const authorization = parseAuthorization(request.headers.authorization ?? "");
  return authorization !== undefined && scopes.has(authorization.service);
}

function imageIdsOf(parameters: Readonly<Record<string, string>>): string[] {
  return Object.entries(parameters)
    .filter(([name]) => name === "ImageId" || /^ImageIds\.\d+$/.test(name))
    .map(([, value]) => value);
}

function checkClock(xDate: string, scopeDate: string, now: number): void {
  const match = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(xDate);
  if (match === null) {
    throw refuse(400, "InvalidTimestamp", "The header X-Date is missing or malformed.");
  }
  const [, year, month, day, hour, minute, second] = match;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (!(Math.abs(now - time) <= CLOCK_WINDOW_MS)) {
    throw refuse(400, "InvalidTimestamp", "The timestamp is expired or too far in the future.");
  }
  if (!xDate.startsWith(scopeDate)) {
    throw refuse(400, "InvalidCredential", "The date of the credential scope is not that of X-Date.");
  }
}
