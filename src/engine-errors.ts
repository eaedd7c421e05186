/** Errors in the forms that Pulumi's engine and its dynamic provider understand. */
import { ExplainedError } from "./core/errors";
import type { Host } from "./host";

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

/**
 * The SDK prints what check, diff, read and delete throw a second time, stack and all. Errors that speak to the
 * user are shortened there to a pointer; a mistake of ours keeps its stack, for the report.
 */
export function forEngine(error: unknown, host: Host): unknown {
  if (error instanceof ExplainedError) error.message = host.explain(error);
  else if (!(error instanceof PartialFailure)) return error;
  error.stack = "the error stands with its resource";
  error.toString = () => "image-share";
  return error;
}
