/** What a vendor's refusal means, and what of it may be repeated. */
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

/** Vendors have been seen to quote what they were sent when a signature does not match. */
export function withoutSecrets(text: string, secrets: readonly (string | undefined)[]): string {
  // The longest first: an ID may be the beginning of its secret.
  const given = secrets.flatMap((secret) => secret || []);
  const longestFirst = given.sort((left, right) => right.length - left.length);
  return longestFirst.reduce((shown, secret) => shown.replaceAll(secret, "[secret]"), text);
}
