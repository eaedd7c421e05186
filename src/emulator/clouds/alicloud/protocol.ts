/**
 * Alibaba Cloud's RPC style: an action and a version, in headers (ACS3) or among the parameters (RPC signature);
 * parameters in the query or a form. Errors are `{RequestId, HostId, Code, Message, Recommend}` with a telling HTTP
 * status; answers are JSON or XML (format.ts).
 */
import { randomUUID } from "node:crypto";
import {
  ApiError,
  type AuthContext,
  type Call,
  type Cloud,
  type Credential,
  type RawRequest,
  type Service,
} from "../../api";
import { parametersOf } from "../parameters";
import { sha256 } from "../signing";
import {
  acs3CanonicalRequest,
  acs3Matches,
  acs3StringToSign,
  mustBeSigned,
  parseAcs3Authorization,
} from "./acs3";
import { ecs } from "./ecs";
import { ens } from "./ens";
import { missingParameter, refuse } from "./errors";
import { formatOf, unknownFormat, written } from "./format";
import { isRpc1Method, rpc1Matches, rpc1StringToSign } from "./rpc1";
import { sts } from "./sts";
import { swas } from "./swas";

/** "InvalidTimeStamp.Expired": the timestamp may be off by fifteen minutes, and a nonce is good for one request. */
const CLOCK_WINDOW_MS = 15 * 60 * 1000;

/** Parameters of the RPC signature, and not of the action. */
const RPC_COMMON = new Set([
  "AccessKeyId",
  "Action",
  "Format",
  "SecurityToken",
  "Signature",
  "SignatureMethod",
  "SignatureNonce",
  "SignatureType",
  "SignatureVersion",
  "Timestamp",
  "Version",
]);

/** By the first part of their hosts: `ecs.cn-hongkong.aliyuncs.com`, `ecs-cn-hangzhou.aliyuncs.com`. */
const products: ReadonlyMap<string, Service> = new Map<string, Service>([
  ["ecs", ecs],
  ["ens", ens],
  ["swas", swas],
  ["sts", sts],
]);

const services = [...products.values()];

export const alicloud: Cloud = {
  name: "alicloud",
  services,

  match(request) {
    const pairs = parametersOf(request);
    if (isRpc1(pairs)) {
      return callOf(request, pairs, {
        action: pairs.get("Action") ?? "",
        version: pairs.get("Version") ?? "",
        credentialId: pairs.get("AccessKeyId"),
      });
    }
    const { authorization = "", "x-acs-action": action, "x-acs-version": version = "" } = request.headers;
    return action === undefined && !authorization.startsWith("ACS3-")
      ? undefined
      : callOf(request, pairs, {
          action: action ?? "",
          version,
          credentialId: parseAcs3Authorization(authorization)?.credentialId,
        });
  },

  authenticate(call, auth) {
    if (call.request.method !== "GET" && call.request.method !== "POST") {
      throw refuse(400, "UnsupportedHTTPMethod", "This HTTP method is not supported.");
    }
    const pairs = parametersOf(call.request);
    return isRpc1(pairs) ? authenticateRpc1(call.request, pairs, auth) : authenticateAcs3(call.request, auth);
  },

  throttled: (retryAfterMs) =>
    new ApiError(
      "Throttling.User",
      "Request was denied due to user flow control.",
      400,
      retryAfterMs === undefined ? {} : { "x-acs-retry-after": String(Math.ceil(retryAfterMs)) },
    ),

  internalError: (status) =>
    status === 503
      ? refuse(503, "ServiceUnavailable", "The request has failed due to a temporary failure of the server.")
      : refuse(status, "InternalError", "An error occurred while processing your request."),

  error: (code, message, status) => refuse(status ?? 400, code, message),

  unknownAction,

  encode(call, requestId, outcome) {
    const isError = "error" in outcome;
    const host = (call.request.headers.host ?? "").replace(/:\d+$/, "");
    const format = formatOf(call.request, parametersOf(call.request));
    const body = isError
      ? {
          RequestId: requestId,
          HostId: host,
          Code: outcome.error.code,
          Message: outcome.error.message,
          Recommend: `https://api.aliyun.com/troubleshoot?q=${encodeURIComponent(outcome.error.code)}`,
        }
      : { RequestId: requestId, ...outcome.payload };
    return {
      status: isError ? outcome.error.status : 200,
      headers: {
        "content-type": format === "XML" ? "text/xml;charset=utf-8" : "application/json;charset=utf-8",
        "x-acs-request-id": requestId,
        ...(isError ? outcome.error.headers : {}),
      },
      body: written(body, format, isError ? "Error" : `${call.action}Response`),
    };
  },

  requestId: () => randomUUID().toUpperCase(),
};

function unknownAction(): ApiError {
  return refuse(
    404,
    "InvalidAction.NotFound",
    "Specified api is not found, please check your url and method.",
  );
}

function isRpc1(pairs: ReadonlyMap<string, string>): boolean {
  return pairs.has("Action") && (pairs.has("AccessKeyId") || pairs.has("SignatureMethod"));
}

type Said = Pick<Call, "action" | "version" | "credentialId">;

function callOf(request: RawRequest, pairs: ReadonlyMap<string, string>, said: Said): Call {
  const parameters = Object.fromEntries([...pairs].filter(([name]) => !RPC_COMMON.has(name)));
  const service = serviceOf(request, said.version);
  return {
    request,
    cloud: alicloud,
    service,
    region: service?.regional === false ? undefined : parameters.RegionId,
    parameters,
    imageIds: imageIdsOf(parameters),
    // All RPC calls have the same path.
    decodeError: request.path === "/" ? unknownFormat(pairs) : unknownAction(),
    ...said,
  };
}

/** A vendor's host decides the service; if the host is an address, the version does. */
function serviceOf({ headers }: RawRequest, version: string): Service | undefined {
  const product = /^([a-z]+)[.-].*aliyuncs\.com(:\d+)?$/.exec(headers.host ?? "")?.[1];
  const behind = product === undefined ? services : [products.get(product)];
  return behind.find((service) => service?.version === version);
}

/** `ImageId` may be a list with commas (ECS), `ImageIds` a JSON array (SWAS). */
function imageIdsOf({ ImageId = "", ImageIds = "" }: Readonly<Record<string, string>>): string[] {
  return [...ImageId.split(","), ...(ImageIds.match(/[^\s"[\],]+/g) ?? [])].filter((id) => id !== "");
}

function authenticateAcs3(request: RawRequest, auth: AuthContext): Credential {
  const { headers } = request;
  const authorization = parseAcs3Authorization(headers.authorization ?? "");
  if (authorization === undefined) {
    throw incompleteSignature("the Authorization header is missing or not of the form ACS3-HMAC-SHA256");
  }
  for (const name of mustBeSigned(headers)) {
    if (!authorization.signedHeaders.includes(name) || headers[name] === undefined) {
      throw incompleteSignature(`the header ${name} must be sent and signed`);
    }
  }
  checkClock(headers["x-acs-date"] ?? "", auth.now);
  const credential = knownCredential(authorization.credentialId, headers["x-acs-security-token"], auth);
  const canonicalRequest = acs3CanonicalRequest(request, authorization.signedHeaders);
  if (!acs3Matches(canonicalRequest, credential.secret, authorization.signature)) {
    const stringToSign = acs3StringToSign(canonicalRequest);
    throw signatureDoesNotMatch(`${stringToSign}, server canonicalRequest is: ${canonicalRequest}`);
  }
  const digest = sha256(request.body);
  if (headers["x-acs-content-sha256"] !== digest) {
    throw signatureDoesNotMatch(
      `${acs3StringToSign(canonicalRequest)}, server x-acs-content-sha256 is: ${digest}`,
    );
  }
  useNonce(headers["x-acs-signature-nonce"] ?? "", credential, auth);
  return credential;
}

function authenticateRpc1(
  request: RawRequest,
  pairs: ReadonlyMap<string, string>,
  auth: AuthContext,
): Credential {
  const names = ["AccessKeyId", "Signature", "SignatureMethod", "SignatureNonce", "SignatureVersion"];
  for (const name of [...names, "Timestamp", "Version"]) {
    if (!pairs.get(name)) {
      throw missingParameter(name);
    }
  }
  const algorithm = pairs.get("SignatureMethod");
  if (!isRpc1Method(algorithm) || pairs.get("SignatureVersion") !== "1.0") {
    throw incompleteSignature("SignatureMethod must be HMAC-SHA1 or HMAC-SHA256, and SignatureVersion 1.0");
  }
  checkClock(pairs.get("Timestamp") ?? "", auth.now);
  const credential = knownCredential(pairs.get("AccessKeyId") ?? "", pairs.get("SecurityToken"), auth);
  const stringToSign = rpc1StringToSign(request.method, pairs);
  if (!rpc1Matches(stringToSign, credential.secret, algorithm, pairs.get("Signature") ?? "")) {
    throw signatureDoesNotMatch(stringToSign);
  }
  useNonce(pairs.get("SignatureNonce") ?? "", credential, auth);
  return credential;
}

function checkClock(timestamp: string, now: number): void {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(timestamp)) {
    throw refuse(400, "InvalidTimeStamp.Format", "Specified time stamp or date value is not well formatted.");
  }
  if (!(Math.abs(now - Date.parse(timestamp)) <= CLOCK_WINDOW_MS)) {
    throw refuse(400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.");
  }
}

/** A temporary key needs its token; a permanent key has none. */
function knownCredential(id: string, token: string | undefined, auth: AuthContext): Credential {
  const credential = auth.credential(id);
  if (credential === undefined || (credential.token !== undefined && !token)) {
    throw refuse(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.");
  }
  if ((token ?? "") !== (credential.token ?? "")) {
    throw refuse(
      400,
      "InvalidSecurityToken.MismatchWithAccessKey",
      "Specified SecurityToken mismatch with the AccessKey.",
    );
  }
  return credential;
}

function useNonce(nonce: string, credential: Credential, auth: AuthContext): void {
  if (!auth.useNonce(credential.id, nonce, CLOCK_WINDOW_MS)) {
    throw refuse(400, "SignatureNonceUsed", "Specified signature nonce was used already.");
  }
}

function incompleteSignature(detail: string): ApiError {
  return refuse(
    400,
    "IncompleteSignature",
    `The request signature does not conform to Aliyun standards: ${detail}.`,
  );
}

/** The vendor's older Python SDK splits this message at the colon. */
function signatureDoesNotMatch(stringToSign: string): ApiError {
  return refuse(
    400,
    "SignatureDoesNotMatch",
    `Specified signature is not matched with our calculation. server string to sign is:${stringToSign}`,
  );
}
