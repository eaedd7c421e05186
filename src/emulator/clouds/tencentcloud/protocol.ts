/**
 * Tencent Cloud API 3.0: how a request names its action, how it is authenticated, and the form of an answer.
 * Common parameters travel in X-TC-* headers (TC3) or among the parameters (v1 signatures). Answers are HTTP 200 with
 * `{"Response": …}`, errors too, and the content type is exactly `application/json`: with a charset behind it, the
 * vendor's Python SDK takes an error for a success.
 */
import { randomUUID } from "node:crypto";
import {
  ApiError,
  type AuthContext,
  type Call,
  type Cloud,
  type Credential,
  type RawRequest,
} from "../../api";
import { stringify } from "../../json";
import { REGION_NAME } from "../../names";
import { cvm } from "./cvm";
import { missingParameter, refuse, signatureFailure } from "./errors";
import { lighthouse } from "./lighthouse";
import { fromJson, fromPairs } from "./parameters";
import { imageIdsOf, onSite, possibleScopes, serviceFor, type TencentService } from "./service";
import { hostLabel, parseTc3Authorization, tc3Matches, v1Matches } from "./signature";
import { sts } from "./sts";

/** "AuthFailure.SignatureExpire": the timestamp may be off by five minutes. */
const CLOCK_WINDOW_SECONDS = 300;

/** Parameters of the protocol, and not of the action. */
const V1_COMMON = new Set([
  "Action",
  "Language",
  "Nonce",
  "Region",
  "RequestClient",
  "SecretId",
  "Signature",
  "SignatureMethod",
  "Timestamp",
  "Token",
  "Version",
]);

const services: readonly TencentService[] = [cvm, lighthouse, sts];

export const tencentcloud: Cloud = {
  name: "tencentcloud",
  services,

  match(request) {
    if (request.headers["x-tc-action"] !== undefined || isTc3(request)) {
      return tc3Call(request);
    }
    const pairs = v1Parameters(request);
    return pairs.has("SecretId") && pairs.has("Action") ? v1Call(request, pairs) : undefined;
  },

  authenticate(call, auth) {
    if (call.request.method !== "GET" && call.request.method !== "POST") {
      throw refuse("UnsupportedProtocol", "Only GET and POST requests are supported.");
    }
    const isV1 = call.request.headers["x-tc-action"] === undefined && !isTc3(call.request);
    const credential = isV1 ? authenticateV1(call, auth) : authenticateTc3(call, auth);
    if (call.action !== "DescribeRegions" || call.region !== undefined) checkRegion(call);
    return credential;
  },

  throttled: () =>
    refuse(
      "RequestLimitExceeded",
      "Your current request frequency exceeds the limit of this API. Please reduce the frequency of calls.",
    ),

  internalError: (status) =>
    new ApiError("InternalError", "An internal error has occurred. Retry your request.", status),

  error: (code, message, status) => new ApiError(code, message, status ?? 200),

  unknownAction({ service, action, version }) {
    if (action === "" || version === "") {
      return missingParameter(action === "" ? "Action" : "Version");
    }
    return service === undefined
      ? refuse("NoSuchVersion", `The version ${version} of this API does not exist.`)
      : refuse("InvalidAction", `The API ${action} does not exist or is not of version ${version}.`);
  },

  encode(_call, requestId, outcome) {
    const isError = "error" in outcome;
    const response = isError
      ? { Error: { Code: outcome.error.code, Message: outcome.error.message }, RequestId: requestId }
      : { ...outcome.payload, RequestId: requestId };
    return {
      status: isError ? outcome.error.status : 200,
      headers: { "content-type": "application/json", ...(isError ? outcome.error.headers : {}) },
      body: stringify({ Response: response }),
    };
  },

  requestId: () => randomUUID(),
};

function tc3Call(request: RawRequest): Call {
  const isForm = request.method === "GET";
  const parameters = isForm
    ? fromPairs(new URLSearchParams(request.query))
    : fromJson(request.body.toString());
  const authorization = parseTc3Authorization(request.headers.authorization ?? "");
  return callOf(request, authorization?.service, {
    action: request.headers["x-tc-action"] ?? "",
    version: request.headers["x-tc-version"] ?? "",
    region: request.headers["x-tc-region"],
    credentialId: authorization?.credentialId,
    parameters: parameters ?? {},
    decodeError:
      parameters === undefined
        ? refuse("InvalidParameter", "The request body is not a JSON object.")
        : unknownPath(request),
  });
}

function v1Call(request: RawRequest, pairs: ReadonlyMap<string, string>): Call {
  return callOf(request, undefined, {
    action: pairs.get("Action") ?? "",
    version: pairs.get("Version") ?? "",
    region: pairs.get("Region"),
    credentialId: pairs.get("SecretId"),
    parameters: fromPairs([...pairs].filter(([name]) => !V1_COMMON.has(name))),
    decodeError: unknownPath(request),
  });
}

/** Both signatures cover the path `/`, whatever was asked for. */
function unknownPath({ path }: RawRequest): ApiError | undefined {
  return path === "/"
    ? undefined
    : refuse("UnsupportedProtocol", `There is no API at the path ${path}, only at /.`);
}

type Said = Pick<Call, "action" | "version" | "region" | "credentialId" | "parameters" | "decodeError">;

function callOf(request: RawRequest, scope: string | undefined, said: Said): Call {
  const named = serviceFor(services, { ...said, scope, hostLabel: hostLabel(request) });
  const service = onSite(named, request.headers.host ?? "");
  return {
    request,
    cloud: tencentcloud,
    service,
    imageIds: imageIdsOf(service, said.parameters),
    ...said,
  };
}

function authenticateTc3(call: Call, auth: AuthContext): Credential {
  const { headers } = call.request;
  if (headers.authorization === undefined) {
    throw missingParameter("Authorization");
  }
  const authorization = parseTc3Authorization(headers.authorization);
  if (authorization === undefined) {
    throw refuse(
      "AuthFailure.InvalidAuthorization",
      "The `Authorization` header does not have the TC3 format.",
    );
  }
  for (const required of ["content-type", "host"]) {
    if (!authorization.signedHeaders.includes(required)) {
      throw refuse("AuthFailure.InvalidAuthorization", `\`SignedHeaders\` must contain \`${required}\`.`);
    }
  }
  checkContentType(call.request);
  const timestamp = headers["x-tc-timestamp"] ?? "";
  checkClock(timestamp, auth.now);
  if (authorization.date !== new Date(Number(timestamp) * 1000).toISOString().slice(0, 10)) {
    throw signatureFailure("The date of the credential scope is not the UTC date of the timestamp.");
  }
  if (!possibleScopes(services, hostLabel(call.request)).includes(authorization.service)) {
    throw signatureFailure(`The service ${authorization.service} in the credential scope is not this API's.`);
  }
  const credential = knownCredential(authorization.credentialId, auth);
  if (!tc3Matches(call.request, authorization, timestamp, credential.secret)) {
    throw signatureFailure();
  }
  checkToken(headers["x-tc-token"], credential);
  return credential;
}

function authenticateV1(call: Call, auth: AuthContext): Credential {
  const pairs = v1Parameters(call.request);
  for (const required of ["Signature", "Timestamp", "Nonce", "Version"]) {
    if (!pairs.get(required)) {
      throw missingParameter(required);
    }
  }
  if (!/^\d+$/.test(pairs.get("Nonce") ?? "")) {
    throw refuse("InvalidParameterValue", "The value of parameter `Nonce` is not a positive integer.");
  }
  checkClock(pairs.get("Timestamp") ?? "", auth.now);
  const credential = knownCredential(pairs.get("SecretId") ?? "", auth);
  const algorithm = pairs.get("SignatureMethod") ?? "HmacSHA1";
  if (algorithm !== "HmacSHA1" && algorithm !== "HmacSHA256") {
    throw refuse("InvalidParameterValue", "`SignatureMethod` is HmacSHA1 or HmacSHA256.");
  }
  if (!v1Matches(call.request, pairs, credential.secret, algorithm)) {
    throw signatureFailure();
  }
  checkToken(pairs.get("Token"), credential);
  return credential;
}

function checkContentType({ method, headers }: RawRequest): void {
  const type = (headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase();
  const expected = method === "GET" ? "application/x-www-form-urlencoded" : "application/json";
  if (type !== expected) {
    throw refuse("UnsupportedProtocol", `The content type of a ${method} request must be ${expected}.`);
  }
}

function checkClock(timestamp: string, now: number): void {
  if (timestamp === "") {
    throw missingParameter("Timestamp");
  }
  if (!/^\d{1,12}$/.test(timestamp)) {
    throw refuse("InvalidParameterValue", "The value of parameter `Timestamp` is not a UNIX timestamp.");
  }
  if (Math.abs(now / 1000 - Number(timestamp)) > CLOCK_WINDOW_SECONDS) {
    throw refuse(
      "AuthFailure.SignatureExpire",
      `Signature expired: the timestamp ${timestamp} is more than ${CLOCK_WINDOW_SECONDS} seconds from the server's time ${Math.floor(now / 1000)}.`,
    );
  }
}

function knownCredential(id: string, auth: AuthContext): Credential {
  const credential = auth.credential(id);
  if (credential === undefined) {
    throw refuse(
      "AuthFailure.SecretIdNotFound",
      "The SecretId is not found. Please ensure that it is correct.",
    );
  }
  return credential;
}

/** Checks the token, which is not signed: correct for a temporary key, and absent for a permanent one. */
function checkToken(token: string | undefined, credential: Credential): void {
  if ((token ?? "") !== (credential.token ?? "")) {
    throw refuse("AuthFailure.TokenFailure", "The token is invalid.");
  }
}

function checkRegion({ region }: Call): void {
  if (region === undefined || region === "") {
    throw missingParameter("Region");
  }
  if (!REGION_NAME.test(region)) {
    throw refuse("UnsupportedRegion", `The region ${region} is not supported.`);
  }
}

function isTc3(request: RawRequest): boolean {
  return request.headers.authorization?.startsWith("TC3-HMAC-SHA256") ?? false;
}

function v1Parameters(request: RawRequest): ReadonlyMap<string, string> {
  const isForm = request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded") ?? false;
  return new Map(
    new URLSearchParams(request.method === "POST" && isForm ? request.body.toString() : request.query),
  );
}
