import { z } from "zod";

/**
 * A text in stack configuration. By default, Pulumi stores a text that looks like a number or a boolean as one, such as
 * an external ID of 12345. A number that is too large to be exact stays a number, and is refused.
 */
export const configText = z.preprocess(
  (value) => (isExactNumber(value) || typeof value === "boolean" ? String(value) : value),
  z.string().min(1),
);

function isExactNumber(value: unknown): value is number {
  return typeof value === "number" && (!Number.isInteger(value) || Number.isSafeInteger(value));
}
