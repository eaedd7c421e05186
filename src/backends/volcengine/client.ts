import type { Agent } from "node:http";
import Service from "@volcengine/openapi/lib/base/service";
import type { CallOptions } from "../../core/backend";
import type { KeySource, Keys } from "../../core/cloud-access";
import { VendorError } from "../../core/errors";
import type { ErrorMeaning, ServiceFacts } from "../../core/service-facts";
import { isRecord, member, parseAnswer } from "../answers";
import { NoAnswer, type Reply } from "../exchange";
import { keysFor } from "../key-source";
import { withoutSecrets } from "../redaction";
import { meaningFor } from "../refusals";
import { transport } from "./transport";

export interface ClientOptions {
  /** Host name that serves the region: `open.volcengineapi.com`. */
  readonly host: string;
  /** Name of the service in the credential scope: `ecs`. */
  readonly serviceName: string;
  readonly version: string;
  /** Travels in the credential scope and nowhere else; the SDK's default is a region of other services. */
  readonly region: string;
  readonly keys: KeySource;
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
  const keys = await keysFor(action, options.keys);
  const { status, headers, body } = await send(options, keys, action, parameters, call);
  const answer = parseAnswer(body);
  const metadata = member(answer, "ResponseMetadata");
  // The common codes' page promises no such header; gateways send it, in whole seconds or as a date.
  const retryAfterMs = Number(headers["retry-after"] ?? Number.NaN) * 1000;
  const fail = (meaning: ErrorMeaning, message: string, code?: string) =>
    new VendorError({
      meaning,
      action,
      message: withoutSecrets(message, keys),
      code,
      requestId: textOf(member(metadata, "RequestId")),
      ...(Number.isFinite(retryAfterMs) ? { retryAfterMs } : {}),
    });
  if (!isRecord(metadata)) {
    const message = `HTTP ${status} with a body that is not the vendor's JSON`;
    throw fail(status === 429 ? "throttled" : "ambiguous", message);
  }
  if (isRecord(metadata.Error)) {
    const code = String(metadata.Error.Code ?? "");
    const message = String(metadata.Error.Message ?? "no message");
    throw fail(meaningFor(code, status, options.errors), message, code);
  }
  if (status !== 200) throw fail("ambiguous", `HTTP ${status} without an error code`);
  return member(answer, "Result");
}

async function send(
  options: ClientOptions,
  { id, secret, token }: Keys,
  action: string,
  parameters: Readonly<Record<string, string>>,
  call: CallOptions,
): Promise<Reply> {
  const service = new Service({
    serviceName: options.serviceName,
    defaultVersion: options.version,
    region: options.region,
    host: options.host,
    protocol: options.protocol,
    accessKeyId: id,
    secretKey: secret,
    ...(token === undefined ? {} : { sessionToken: token }),
  });
  try {
    const reply: unknown = await service.fetchOpenAPI({
      Action: action,
      method: "GET",
      query: parameters,
      adapter: transport(options.agent, call),
      transformResponse: [(data: unknown) => data],
    });
    return reply as Reply;
  } catch (error) {
    throw error instanceof NoAnswer ? error.asVendorError(action) : error;
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
