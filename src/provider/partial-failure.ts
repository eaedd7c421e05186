/** A create or update that failed half-way: the engine saves the resource all the same, and updates it the next time. */
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
