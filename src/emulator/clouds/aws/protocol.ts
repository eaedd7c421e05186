/**
 * AWS's Query protocol: action, version and parameters in a form or in the query, the region only in the credential scope;
 * answers in XML. Errors have a telling HTTP status, and another form in EC2 than in STS.
 */
import { randomUUID } from "node:crypto";
import type { RawRequest } from "../../api";
import { ApiError, type Call, type Cloud, type Service } from "../../api";
import { parametersOf } from "../parameters";
import { ec2 } from "./ec2";
import { BROKEN, refuse } from "./errors";
import { matches, parseAuthorization } from "./signature";
import { sts } from "./sts";
import { element, elements } from "./xml";

/** "Requests must reach AWS within five minutes of the time stamp"; of query strings, and fifteen in practice. */
const CLOCK_WINDOW_MS = 15 * 60 * 1000;

/** The services, by their names in the credential scope. */
const SCOPE_SERVICES: ReadonlyMap<string, Service> = new Map<string, Service>([
  ["ec2", ec2],
  ["sts", sts],
]);

const services = [...SCOPE_SERVICES.values()];

const NAMESPACES = new Map([
  [ec2.version, `http://ec2.amazonaws.com/doc/${ec2.version}/`],
  [sts.version, `https://sts.amazonaws.com/doc/${sts.version}/`],
]);

export const aws: Cloud = {
  name: "aws",
  services,

  match(request) {
    const pairs = parametersOf(request);
    const [action, version] = [pairs.get("Action"), pairs.get("Version")];
    const isSigned = request.headers.authorization?.startsWith("AWS4-HMAC-SHA256") ?? false;
    const isOurs = isSigned || services.some((service) => service.version === version);
    if (action === undefined || version === undefined || !isOurs) return undefined;
    const authorization = parseAuthorization(request.headers.authorization ?? "");
    const parameters = Object.fromEntries(
      [...pairs].filter(([name]) => name !== "Action" && name !== "Version"),
    );
    return {
      request,
      cloud: aws,
      service: serviceOf(request, version),
      version,
      action,
      region: authorization?.region,
      parameters,
      credentialId: authorization?.credentialId,
      imageIds: imageIdsOf(parameters),
      decodeError:
        request.path === "/" ? undefined : refuse(404, "InvalidAction", "There is an API at / alone."),
    };
  },

  authenticate({ request, service }, auth) {
    const isSts = service === sts;
    const header = request.headers.authorization;
    if (header === undefined) {
      throw refuse(403, "MissingAuthenticationToken", "Request is missing Authentication Token");
    }
    const authorization = parseAuthorization(header);
    if (authorization === undefined || !authorization.signedHeaders.includes("host")) {
      throw refuse(
        400,
        "IncompleteSignature",
        "The header Authorization is malformed, or host is not signed.",
      );
    }
    checkClock(request.headers["x-amz-date"] ?? "", authorization.date, auth.now);
    const credential = auth.credential(authorization.credentialId);
    if (credential === undefined) {
      throw isSts
        ? refuse(403, "InvalidClientTokenId", "The security token included in the request is invalid.")
        : refuse(401, "AuthFailure", "AWS was not able to validate the provided access credentials");
    }
    if (!matches(request, authorization, credential.secret)) {
      throw refuse(
        403,
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided.",
      );
    }
    if ((request.headers["x-amz-security-token"] ?? "") !== (credential.token ?? "")) {
      throw isSts
        ? refuse(403, "ExpiredToken", "The security token included in the request is expired")
        : refuse(400, "RequestExpired", "Request has expired.");
    }
    return credential;
  },

  throttled: () => new ApiError("RequestLimitExceeded", "Request limit exceeded.", 503),

  internalError: (status) =>
    refuse(status, BROKEN[status] ?? "InternalError", "An internal error has occurred"),

  error: (code, message, status) => refuse(status ?? 400, code, message),

  unknownAction: ({ action, version }) =>
    refuse(
      400,
      "InvalidAction",
      `The action ${action} is not valid for this web service, version ${version}.`,
    ),

  encode(call, requestId, outcome) {
    const isError = "error" in outcome;
    return {
      status: isError ? outcome.error.status : 200,
      headers: {
        "content-type": "text/xml;charset=UTF-8",
        ...(isError ? outcome.error.headers : {}),
      },
      body: `<?xml version="1.0" encoding="UTF-8"?>\n${
        isError ? failure(call, requestId, outcome.error) : success(call, requestId, outcome.payload)
      }`,
    };
  },

  requestId: () => randomUUID(),
};

function failure({ service }: Call, requestId: string, { code, message, status }: ApiError): string {
  const error = { Code: code, Message: message };
  if (service !== sts) return element("Response", { Errors: { Error: error }, RequestID: requestId });
  const type = status < 500 ? "Sender" : "Receiver";
  return element("ErrorResponse", { Error: { Type: type, ...error }, RequestId: requestId });
}

function success({ action, service, version }: Call, requestId: string, payload: object): string {
  const content =
    service === sts
      ? { [`${action}Result`]: payload, ResponseMetadata: { RequestId: requestId } }
      : { requestId, ...payload };
  return `<${action}Response xmlns="${NAMESPACES.get(version) ?? ""}">${elements(content)}</${action}Response>`;
}

/** A host of AWS answers for its own service; any other, such as the emulator's, for the one of the scope. */
function serviceOf({ headers }: RawRequest, version: string): Service | undefined {
  const scope = parseAuthorization(headers.authorization ?? "")?.service;
  const host = /^([a-z0-9]+)\..*amazonaws\.com(\.cn)?(:\d+)?$/.exec(headers.host ?? "")?.[1] ?? scope;
  const service = services.find((one) => one.version === version);
  const isAtHome = scope === undefined || (scope === host && SCOPE_SERVICES.get(scope) === service);
  return isAtHome ? service : undefined;
}

function imageIdsOf(parameters: Readonly<Record<string, string>>): string[] {
  return Object.entries(parameters)
    .filter(([name]) => name === "ImageId" || name === "SnapshotId" || /^ImageId\.\d+$/.test(name))
    .map(([, value]) => value);
}

function checkClock(amzDate: string, scopeDate: string, now: number): void {
  const match = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(amzDate);
  if (match === null)
    throw refuse(400, "IncompleteSignature", "The header X-Amz-Date is missing or malformed.");
  const [, year, month, day, hour, minute, second] = match;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (!(Math.abs(now - time) <= CLOCK_WINDOW_MS)) throw refuse(400, "RequestExpired", "Request has expired.");
  if (!amzDate.startsWith(scopeDate)) {
    throw refuse(403, "SignatureDoesNotMatch", "The date of the credential scope is not that of X-Amz-Date.");
  }
}
