import { z } from "zod";

/**
 * A text of the stack's configuration. Pulumi stores what looks like a number or a truth value as one, unless it is told
 * otherwise: a label of 360, an external ID of 12345. A number that is too large to be exact stays one, and is refused.
 */
export const configText = z.preprocess(
  (value) => (isExactNumber(value) || typeof value === "boolean" ? String(value) : value),
  z.string().min(1),
);

function isExactNumber(value: unknown): value is number {
  return typeof value === "number" && (!Number.isInteger(value) || Number.isSafeInteger(value));
}
