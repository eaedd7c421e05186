/** What a vendor's refusal means. */
import { type ErrorMeaning, meaningOf, namesQuota, type ServiceFacts } from "../core/service-facts";

/** A code that no table lists says less than the status that it comes with. */
export function meaningFor(code: string, status: number, errors: ServiceFacts["errors"]): ErrorMeaning {
  const meaning = meaningOf(errors, code);
  if (meaning !== "permanent") return meaning;
  if (status === 429) return "throttled";
  if (status >= 500) return "ambiguous";
  // Vendors add codes for limits that their pages do not have.
  return namesQuota(code) ? "quota" : meaning;
}
