import type { Agent } from "node:http";
import type { Readable } from "node:stream";
import { AbstractClient } from "tencentcloud-sdk-nodejs/tencentcloud/common/abstract_client";
import type { Credential } from "tencentcloud-sdk-nodejs/tencentcloud/common/interface";
import type { CallOptions } from "../../core/backend";
import type { KeySource, Keys } from "../../core/cloud-access";
import { VendorError } from "../../core/errors";
import type { ErrorMeaning, ServiceFacts } from "../../core/service-facts";
import { isRecord, member, parseAnswer } from "../answers";
import { LARGEST_ANSWER } from "../exchange";
import { keysFor } from "../key-source";
import { plainTextFailureIn } from "../plain-text";
import { withoutSecrets } from "../redaction";
import { meaningFor } from "../refusals";
import { proxyFailureIn } from "../tunnel";

export interface ClientOptions {
  /** Host name of the service: `cvm.tencentcloudapi.com`. */
  readonly host: string;
  readonly version: string;
  readonly region: string;
  readonly keys: KeySource;
  readonly agent: Agent;
  readonly protocol: "http://" | "https://";
  readonly errors: ServiceFacts["errors"];
}

/** What node-fetch hands to the SDK's parseResponse. */
interface RawResponse {
  readonly status: number;
  /** Whether the answer is that of another address. */
  readonly redirected: boolean;
  readonly body: Readable;
  text(): Promise<string>;
}

/** An answer that is no success: kept apart from transport failures until the action is known. */
class Answer extends Error {
  readonly code: string | undefined;
  readonly requestId: string | undefined;
  readonly meaning: ErrorMeaning;

  constructor(meaning: ErrorMeaning, message: string, code?: string, requestId?: string) {
    super(message);
    this.meaning = meaning;
    this.code = code;
    this.requestId = requestId;
  }
}

/**
 * The SDK's client, except that its parser is replaced: that one rounds integers above 2^53 and drops the body
 * of everything but HTTP 200. The method is private in the SDK's types, hence the assignment.
 */
function losslessClient(options: ClientOptions, credential: Credential, timeoutMs: number): AbstractClient {
  const { region, agent, protocol } = options;
  const httpProfile = { agent, protocol, reqTimeout: timeoutMs / 1000 };
  const client = new AbstractClient(options.host, options.version, {
    credential,
    region,
    profile: { httpProfile },
  });
  const parseResponse = (response: RawResponse) => readAnswer(response, options.errors);
  return Object.assign(client, { parseResponse } as object);
}

async function readAnswer(response: RawResponse, errors: ClientOptions["errors"]): Promise<unknown> {
  if (response.redirected) throw new Answer("ambiguous", "the request was redirected to another address");
  const answer = parseEnvelope(await boundedText(response));
  if (answer === undefined) {
    const meaning = response.status === 429 ? "throttled" : "ambiguous";
    throw new Answer(meaning, `HTTP ${response.status} with a body that is not the vendor's JSON`);
  }
  const error = answer.Error;
  const requestId = typeof answer.RequestId === "string" ? answer.RequestId : undefined;
  if (isRecord(error)) {
    const code = String(error.Code ?? "");
    const meaning = meaningFor(code, response.status, errors);
    throw new Answer(meaning, String(error.Message ?? "no message"), code, requestId);
  }
  if (response.status !== 200) {
    throw new Answer("ambiguous", `HTTP ${response.status} without an error code`, undefined, requestId);
  }
  return answer;
}

/** Counted beside the SDK's own reader, which has the time-out and no bound. */
function boundedText(response: RawResponse): Promise<string> {
  const { body } = response;
  let size = 0;
  body.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size > LARGEST_ANSWER) body.destroy(new Error(`an answer of more than ${LARGEST_ANSWER} bytes`));
  });
  return response.text();
}

/** One request to one action. @throws VendorError */
export async function callTencentCloud(
  options: ClientOptions,
  action: string,
  parameters: Readonly<Record<string, unknown>>,
  call: CallOptions,
): Promise<Record<string, unknown>> {
  await call.admit(action);
  const keys = await keysFor(action, options.keys);
  const client = losslessClient(options, credentialOf(keys), call.timeoutMs);
  try {
    return await client.request(action, parameters, { signal: call.signal });
  } catch (error) {
    throw asVendorError(action, error, keys);
  }
}

function credentialOf({ id, secret, token }: Keys): Credential {
  return { secretId: id, secretKey: secret, ...(token === undefined ? {} : { token }) };
}

function asVendorError(action: string, error: unknown, keys: Keys): VendorError {
  const said = error instanceof Error ? error.message : String(error);
  const message = withoutSecrets(said, keys);
  if (error instanceof Answer) {
    const { meaning, code, requestId } = error;
    return new VendorError({ meaning, message, code, requestId, action });
  }
  const proxy = proxyFailureIn(said);
  if (proxy !== undefined) {
    const { retryable } = proxy;
    return new VendorError({ meaning: "not-sent", action, message: proxy.message, retryable, cause: error });
  }
  const plain = plainTextFailureIn(said);
  if (plain !== undefined) {
    return new VendorError({ meaning: "not-sent", action, message: plain, retryable: false, cause: error });
  }
  const meaning = neverSent.test(said) ? "not-sent" : "ambiguous";
  return new VendorError({ meaning, action, message: message.replace(WRAPPING, ""), cause: error });
}

/** The fetch below the SDK names the vendor's host, also where the request went to an endpoint. */
const WRAPPING = /^request to \S+ failed, reason: /;

/** The SDK wraps transport failures and keeps only their message. */
const neverSent =
  /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|connect (EHOSTUNREACH|ENETUNREACH)|ERR_TLS|certificate|self-signed/;

function parseEnvelope(text: string): Record<string, unknown> | undefined {
  const response = member(parseAnswer(text), "Response");
  return isRecord(response) ? response : undefined;
}
