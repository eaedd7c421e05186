/** What `doctor` finds out, one thing at a time. */
import type { ErrorTopic } from "../../core/error-topics";

/** The parts that are looked at, in the order of the output. */
export type Part =
  | "package"
  | "node"
  | "pulumi"
  | "configuration"
  | "endpoint"
  | "keys"
  | "account"
  | "permission"
  | "clock";

export interface Finding {
  readonly part: Part;
  /** `note`: worth knowing, and nothing is wrong. */
  readonly status: "ok" | "note" | "problem";
  readonly text: string;
  /** What to do about a problem. */
  readonly advice?: string;
  /** The section of docs/errors.md. */
  readonly topic?: ErrorTopic;
}

export function ok(part: Part, text: string): Finding {
  return { part, status: "ok", text };
}

export function note(part: Part, text: string): Finding {
  return { part, status: "note", text };
}

export function problem(part: Part, text: string, advice: string, topic?: ErrorTopic): Finding {
  return { part, status: "problem", text, advice, ...(topic === undefined ? {} : { topic }) };
}
