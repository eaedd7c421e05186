/** Validates the emulator's input (options, seeds, faults, settings), with messages in plain words. */
import type { z } from "zod";

export class InvalidInputError extends Error {
  override readonly name = "InvalidInputError";
}

export function valid<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  what: string,
): z.output<Schema> {
  const checked = schema.safeParse(value);
  if (!checked.success) {
    const problems = checked.error.issues.map(({ path, message }) =>
      path.length === 0 ? message : `${path.join(".")}: ${message}`,
    );
    throw new InvalidInputError(`${what} is not valid: ${problems.join("; ")}`);
  }
  return checked.data;
}
