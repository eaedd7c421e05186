import type { Agent } from "node:http";
import Service from "@volcengine/openapi/lib/base/service";
import type { CallOptions } from "../../core/backend";
import { VendorError } from "../../core/errors";
import { type ErrorMeaning, meaningOf, type ServiceFacts } from "../../core/service-facts";
import { isRecord, member, parseAnswer } from "../answers";
import type { Credentials } from "./credentials";
import { type RawAnswer, transport } from "./http";

export interface ClientOptions {
  /** Host name that serves the region: `open.volcengineapi.com`. */
  readonly host: string;
  /** Name of the service in the credential scope: `ecs`. */
  readonly serviceName: string;
  readonly version: string;
  /** Travels in the credential scope and nowhere else; the SDK's default is a region of other services. */
  readonly region: string;
  readonly credentials: Credentials;
  readonly agent: Agent;
  readonly protocol: "http:" | "https:";
  readonly errors: ServiceFacts["errors"];
}

/** `Name.1`, `Name.2`, …: arrays that are left to the SDK go out under one name, and the vendor ignores them. */
export function numbered(name: string, values: readonly string[]): Record<string, string> {
  return Object.fromEntries(values.map((value, index) => [`${name}.${index + 1}`, value]));
}

/** One request to one action. @returns the answer's Result. @throws VendorError */
export async function callVolcengine(
  options: ClientOptions,
  action: string,
  parameters: Readonly<Record<string, string>>,
  call: CallOptions,
): Promise<unknown> {
  await call.admit(action);
  const answer = await send(options, action, parameters, call);
  const metadata = member(parseAnswer(answer.text), "ResponseMetadata");
  const fail = (meaning: ErrorMeaning, message: string, code?: string) =>
    new VendorError({
      meaning,
      action,
      message: withoutSecrets(message, options.credentials),
      code,
      requestId: textOf(member(metadata, "RequestId")),
    });
  if (!isRecord(metadata)) {
    const message = `HTTP ${answer.status} with a body that is not the vendor's JSON`;
    throw fail(answer.status === 429 ? "throttled" : "ambiguous", message);
  }
  if (isRecord(metadata.Error)) {
    const code = String(metadata.Error.Code ?? "");
    const message = String(metadata.Error.Message ?? "no message");
    throw fail(meaningFor(code, answer.status, options.errors), message, code);
  }
  if (answer.status !== 200) throw fail("ambiguous", `HTTP ${answer.status} without an error code`);
  return member(parseAnswer(answer.text), "Result");
}

async function send(
  options: ClientOptions,
  action: string,
  parameters: Readonly<Record<string, string>>,
  call: CallOptions,
): Promise<RawAnswer> {
  const { accessKeyId, secretKey, sessionToken } = options.credentials;
  const service = new Service({
    serviceName: options.serviceName,
    defaultVersion: options.version,
    region: options.region,
    host: options.host,
    protocol: options.protocol,
    accessKeyId,
    secretKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
  });
  try {
    const answer: unknown = await service.fetchOpenAPI({
      Action: action,
      method: "GET",
      query: parameters,
      adapter: transport(options.agent, call),
      transformResponse: [(data: unknown) => data],
    });
    return answer as RawAnswer;
  } catch (error) {
    throw transportFailure(action, error, options.credentials);
  }
}

/** A code that is not in the tables says less than the status that it comes with. */
function meaningFor(code: string, status: number, errors: ServiceFacts["errors"]): ErrorMeaning {
  const meaning = meaningOf(errors, code);
  if (meaning !== "permanent") return meaning;
  if (status === 429) return "throttled";
  return status >= 500 ? "ambiguous" : meaning;
}

/** Node's codes for connections that never stood. */
const neverSent = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$|^ERR_TLS|CERT|UNABLE_TO/;

function transportFailure(action: string, error: unknown, credentials: Credentials): VendorError {
  const code = textOf(member(error, "code"));
  // Node leaves the message empty when it tried several addresses in vain.
  const message = textOf(member(error, "message")) ?? code ?? String(error);
  return new VendorError({
    meaning: code !== undefined && neverSent.test(code) ? "not-sent" : "ambiguous",
    action,
    message: withoutSecrets(message, credentials),
    cause: error,
  });
}

/** Vendors have been seen to quote what they were sent when a signature does not match. */
function withoutSecrets(text: string, { secretKey, sessionToken }: Credentials): string {
  return [secretKey, sessionToken].reduce<string>(
    (shown, secret) => (secret ? shown.replaceAll(secret, "[secret]") : shown),
    text,
  );
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
