/** Errors in the form that the SDK's dynamic provider prints and hands on. */

import type { App } from "../../app/app";
import { ExplainedError } from "../../core/errors";
import { PartialFailure } from "../partial-failure";

/** How the SDK, which prints what check, diff, read and delete throw, is to print it: `${error}: ${error.stack}`. */
export interface Printing {
  /** The image, or what else the call was about. */
  readonly label: string;
  /** Whether the engine may drop the error: of several comparisons that fail at a time, it shows one. */
  readonly mayBeDropped: boolean;
}

/** An error whose message the engine shows, while the SDK prints no more than a pointer to it. */
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

/** The same of a resource that was made in part: the SDK hands on what it holds. */
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
 * The engine shows an error with its resource or with the stack, and the SDK prints it as well, stack and all. Errors
 * that speak to the user are shortened there to a pointer, unless the engine may drop them; a bug of the product keeps
 * its stack, for the report.
 */
export function toEngineError(error: unknown, app: App, printing: Printing): unknown {
  if (error instanceof ExplainedError) return new EngineError(app.explain(error), printing, error);
  if (error instanceof PartialFailure) return new PartialEngineError(error, printing);
  return error;
}
