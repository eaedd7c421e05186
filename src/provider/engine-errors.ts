/** Errors in the forms that Pulumi's engine and its dynamic provider understand. */

import type { Host } from "../app/host";
import { ExplainedError } from "../core/errors";

/** In the shape in which the engine saves the resource all the same, and updates it the next time. */
export class PartialFailure extends Error {
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly reasons: string[];

  /** @param message as people should see it */
  constructor(message: string, id: string, properties: Readonly<Record<string, unknown>>) {
    super(message);
    this.id = id;
    this.properties = properties;
    this.reasons = [message];
  }
}

/** How the SDK, which prints what check, diff, read and delete throw, is to print an error: `${error}: ${error.stack}`. */
export interface Printing {
  /** The image, or what else the call was about. */
  readonly label: string;
  /** Whether the engine may drop the error: of several comparisons that fail at a time, it shows one. */
  readonly mayBeDropped: boolean;
}

/**
 * The engine shows an error with its resource or with the stack, and the SDK prints it as well, stack and all. Errors
 * that speak to the user are shortened there to a pointer, unless the engine may drop them; a mistake of ours keeps its
 * stack, for the report.
 */
export function forEngine(error: unknown, host: Host, { label, mayBeDropped }: Printing): unknown {
  if (error instanceof ExplainedError) error.message = host.explain(error);
  else if (!(error instanceof PartialFailure)) return error;
  const { message } = error;
  const ownLabel = `${label}: `;
  const inFull = message.startsWith(ownLabel) ? message.slice(ownLabel.length) : message;
  error.stack = mayBeDropped ? inFull : "failed; the engine shows the error";
  error.toString = () => label;
  return error;
}
