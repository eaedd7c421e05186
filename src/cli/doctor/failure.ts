/** A failure as a finding. */
import { TransportError } from "../../backends/http";
import { ExplainedError, VendorError } from "../../core/errors";
import { type Finding, type Part, problem } from "./finding";

/** A failure that calls and configuration may have; any other error is a bug. */
export type Failure = VendorError | ExplainedError | TransportError;

export function isFailure(error: unknown): error is Failure {
  return error instanceof VendorError || error instanceof ExplainedError || error instanceof TransportError;
}

/** @throws the error if it is a bug */
export function findingOf(part: Part, label: string, error: unknown, advice: string): Finding {
  if (!isFailure(error)) throw error;
  return problem(part, `${label}: ${saidBy(error)}`, advice, topicOf(error));
}

function topicOf(error: Failure) {
  if (error instanceof VendorError) return error.meaning;
  return error instanceof ExplainedError ? error.topic : "not-sent";
}

/** The vendor's words, or our own. */
export function saidBy(error: Failure): string {
  if (!(error instanceof VendorError)) return error.message.replace(/\.$/, "");
  const { action, code, message, requestId } = error;
  const said = code === undefined ? message : `${code}: ${message}`;
  const request = requestId === undefined ? "" : ` (RequestId ${requestId})`;
  return `${action} failed. ${said.replace(/\.$/, "")}${request}`;
}

/** Whether the vendor refuses the keys, or what they ask for. */
export function isRefused(error: Failure): boolean {
  return error instanceof VendorError && error.meaning === "auth";
}

/** Whether the call did not arrive, or its answer did not come back. */
export function isWithoutAnswer(error: Failure): boolean {
  return error instanceof VendorError && error.meaning === "not-sent";
}

export function adviceFor(error: Failure): string {
  if (error instanceof TransportError || !(error instanceof VendorError))
    return "correct what the message names";
  if (error.meaning === "throttled") return "run this again in a minute";
  if (error.meaning === "not-sent" || error.meaning === "ambiguous")
    return "look at the network, the proxy and the endpoint; then run this again";
  return "report it with this output, unless the vendor's words say what to do";
}
