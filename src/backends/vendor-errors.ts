/** The meaning of a vendor's error, and errors for invalid answers. */
import { VendorError } from "../core/errors";
import { type ErrorMeaning, meaningOf, namesQuota, type ServiceFacts } from "../core/service-facts";
import { member } from "./json";

/**
 * The meaning of an error code with its HTTP status. If no table lists the code, the status
 * decides.
 *
 * @param code undefined if the answer has none
 */
export function meaningFor(
  code: string | undefined,
  status: number,
  errors: ServiceFacts["errors"],
): ErrorMeaning {
  const meaning = code === undefined ? "ambiguous" : meaningOf(errors, code);
  if (code !== undefined && meaning !== "permanent") return meaning;
  if (status === 429) return "throttled";
  if (code === undefined || status >= 500) return "ambiguous";
  // Vendors add codes for limits that their pages do not list.
  return namesQuota(code) ? "quota" : meaning;
}

/** The error for an answer that is well-formed and still invalid. */
export function unexpectedResponse(action: string, what: string): VendorError {
  return new VendorError({ meaning: "ambiguous", action, message: `the vendor answered ${what}` });
}

/** @throws VendorError if the answer repeats other parameters than the request's */
export function assertEcho(action: string, answer: unknown, asked: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(asked)) {
    const said = member(answer, name) ?? value;
    if (String(said) !== value) throw unexpectedResponse(action, `for another ${name}`);
  }
}
