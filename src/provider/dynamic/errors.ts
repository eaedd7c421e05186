/** Errors in the form that the SDK's dynamic provider prints and passes on. */

import type { App } from "../../app/app";
import { ExplainedError } from "../../core/errors";
import { PartialFailure } from "../partial-failure";

/** How the SDK prints errors of check, diff, read and delete: `${error}: ${error.stack}`. */
export interface Printing {
  /** The image, or the subject of the call. */
  readonly label: string;
  /** Whether the engine may drop the error: it shows one of several concurrent failures of diff. */
  readonly mayBeDropped: boolean;
}

/** An error whose message the engine shows, while the SDK prints a pointer to it. */
export class EngineError extends Error {
  private readonly label: string;

  constructor(message: string, { label, mayBeDropped }: Printing, cause: Error) {
    super(message, { cause });
    this.name = cause.name;
    this.label = label;
    const ownLabel = `${label}: `;
    const inFull = message.startsWith(ownLabel) ? message.slice(ownLabel.length) : message;
    this.stack = mayBeDropped ? inFull : "failed; the engine shows the error";
  }

  override toString(): string {
    return this.label;
  }
}

/** The error of a resource that was created in part: the SDK passes its properties on. */
class PartialEngineError extends EngineError {
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly reasons: readonly string[];

  constructor(failure: PartialFailure, printing: Printing) {
    super(failure.message, printing, failure);
    this.id = failure.id;
    this.properties = failure.properties;
    this.reasons = failure.reasons;
  }
}

/**
 * The engine shows an error at its resource or at the stack, and the SDK prints it again, with its stack trace. Errors
 * for the user are shortened there to a pointer, unless the engine may drop them. A bug keeps
 * its stack trace, for the report.
 */
export function toEngineError(error: unknown, app: App, printing: Printing): unknown {
  if (error instanceof ExplainedError) return new EngineError(app.explain(error), printing, error);
  if (error instanceof PartialFailure) return new PartialEngineError(error, printing);
  return error;
}
