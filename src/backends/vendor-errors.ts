/** What a vendor's answer means where it is no success, or makes no sense. */
import { VendorError } from "../core/errors";
import { type ErrorMeaning, meaningOf, namesQuota, type ServiceFacts } from "../core/service-facts";
import { member } from "./json";

/**
 * What an error code means with the HTTP status that it comes with. A code that no table lists says less than the
 * status.
 *
 * @param code undefined where the answer has none
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
  // Vendors add codes for limits that their pages do not have.
  return namesQuota(code) ? "quota" : meaning;
}

/** For answers that are well-formed and still cannot be meant. */
export function unexpectedResponse(action: string, what: string): VendorError {
  return new VendorError({ meaning: "ambiguous", action, message: `the vendor answered ${what}` });
}

/** @throws VendorError for an answer that repeats another question than the one that was asked */
export function assertEcho(action: string, answer: unknown, asked: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(asked)) {
    const said = member(answer, name) ?? value;
    if (String(said) !== value) throw unexpectedResponse(action, `for another ${name}`);
  }
}
