/** A create or update that failed after a write: the engine saves the resource, and updates it in the next run. */
export class PartialFailure extends Error {
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly reasons: string[];

  /** @param message for the user */
  constructor(message: string, id: string, properties: Readonly<Record<string, unknown>>) {
    super(message);
    this.id = id;
    this.properties = properties;
    this.reasons = [message];
  }
}
