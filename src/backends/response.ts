/** Parses a response to the vendor's answer, or to an error, for every cloud. */
import type { Keys } from "../core/cloud-access";
import { VendorError } from "../core/errors";
import type { ErrorMeaning, ServiceFacts } from "../core/service-facts";
import type { HttpResponse } from "./http";
import { parseJson, textOf } from "./json";
import { redactSecrets } from "./redaction";
import { meaningFor } from "./vendor-errors";

/** The parts of an answer, independent of the cloud's format. */
interface VendorAnswer {
  readonly result: Record<string, unknown>;
  /** Undefined if the body has no error. */
  readonly error: { readonly code: unknown; readonly message: unknown } | undefined;
  readonly requestId: unknown;
}

interface Language {
  readonly name: string;
  /** @returns undefined for what is not written in it, or cut short */
  parse(text: string): unknown;
}

const JSON_LANGUAGE: Language = { name: "JSON", parse: parseJson };

/** The format of a cloud's answers, and its codes for throttling. */
export interface AnswerFormat {
  /** What answers are written in. JSON by default. */
  readonly language?: Language;
  /** @param body the answer, parsed @returns undefined where that is not the cloud's */
  read(body: unknown, status: number, headers: HttpResponse["headers"]): VendorAnswer | undefined;
  /** Codes that mean throttling besides those in the tables of errors. */
  readonly isThrottling?: (code: string) => boolean;
}

/** @returns the answer of a successful request. @throws VendorError for all others */
export function parseResponse(
  action: string,
  { status, headers, body }: HttpResponse,
  { read, isThrottling, language = JSON_LANGUAGE }: AnswerFormat,
  errors: ServiceFacts["errors"],
  keys: Keys,
): Record<string, unknown> {
  const answer = read(language.parse(body), status, headers);
  const isSuccess = status >= 200 && status < 300;
  if (answer !== undefined && answer.error === undefined && isSuccess) return answer.result;
  const code = textOf(answer?.error?.code);
  const meaning: ErrorMeaning =
    code !== undefined && isThrottling?.(code) === true ? "throttled" : meaningFor(code, status, errors);
  throw new VendorError({
    meaning,
    action,
    message: redactSecrets(messageOf(answer, status, language.name), keys),
    code,
    requestId: textOf(answer?.requestId),
    retryAfterMs: retryAfterMs(headers),
  });
}

function messageOf(answer: VendorAnswer | undefined, status: number, language: string): string {
  if (answer === undefined) return `HTTP ${status} with a body that is not the vendor's ${language}`;
  if (answer.error === undefined) return `HTTP ${status} without an error code`;
  return textOf(answer.error.message) ?? `HTTP ${status} without a message`;
}

/** From Alibaba Cloud's header, or from the gateways' in whole seconds; a date there is ignored. */
function retryAfterMs(headers: HttpResponse["headers"]): number | undefined {
  const own = Number(headers["x-acs-retry-after"] ?? Number.NaN);
  const common = Number(headers["retry-after"] ?? Number.NaN) * 1000;
  return [own, common].find(Number.isFinite);
}
