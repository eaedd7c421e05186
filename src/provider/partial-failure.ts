import type { ErrorTopic } from "../core/error-topics";

/** A create or update that failed after a write: the engine saves the resource, and updates it in the next run. */
export class PartialFailure extends Error {
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly reasons: string[];
  readonly topic: ErrorTopic;

  /** @param message for the user */
  constructor(message: string, id: string, properties: Readonly<Record<string, unknown>>, topic: ErrorTopic) {
    super(message);
    this.topic = topic;
    this.id = id;
    this.properties = properties;
    this.reasons = [message];
  }
}
