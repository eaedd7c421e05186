/** What an answer of Alibaba Cloud says, whatever it came as. */
import type { Keys } from "../../core/cloud-access";
import { VendorError } from "../../core/errors";
import type { ErrorMeaning, ServiceFacts } from "../../core/service-facts";
import { isRecord, parseAnswer } from "../answers";
import type { Reply } from "../exchange";
import { withoutSecrets } from "../redaction";
import { meaningFor } from "../refusals";

/** @returns the answer to a request that succeeded. @throws VendorError for every other */
export function understood(
  action: string,
  { status, headers, body }: Reply,
  errors: ServiceFacts["errors"],
  keys: Keys,
): Record<string, unknown> {
  const answer = parseAnswer(body);
  if (!isRecord(answer)) {
    const message = `HTTP ${status} with a body that is not the vendor's JSON`;
    throw new VendorError({ meaning: status === 429 ? "throttled" : "ambiguous", action, message });
  }
  // The status alone tells: some successes have a member Code as well.
  if (status >= 200 && status < 300) return answer;
  const code = textOf(answer.Code);
  const message = textOf(answer.Message) ?? `HTTP ${status} without a message`;
  const retryAfterMs = Number(headers["x-acs-retry-after"] ?? Number.NaN);
  throw new VendorError({
    meaning: meaningOfAnswer(code ?? "", status, errors),
    action,
    message: withoutSecrets(withoutEcho(message), keys),
    code,
    requestId: textOf(answer.RequestId),
    ...(Number.isFinite(retryAfterMs) ? { retryAfterMs } : {}),
  });
}

/** The vendor's SDKs recognise throttling by the word: Throttling, Throttling.User, Rejected.Throttling, … */
function meaningOfAnswer(code: string, status: number, errors: ServiceFacts["errors"]): ErrorMeaning {
  if (code.includes("Throttling") || status === 429) return "throttled";
  return code === "" ? "ambiguous" : meaningFor(code, status, errors);
}

/** A signature that does not match is answered with all that was signed. */
function withoutEcho(message: string): string {
  return message.replace(/[^\w\s]*\s*server (string to sign|canonical).*$/is, "");
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
