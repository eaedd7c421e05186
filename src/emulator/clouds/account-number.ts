import type { AccountForm } from "../api";

/** No page documents the form: examples have ten or eighteen digits, and accounts today sixteen. */
export const DIGITS: AccountForm = {
  description: "5 to 20 digits",
  test: (account) => /^\d{5,20}$/.test(account),
};

/** As an integer on the wire, with all its digits, although that may be more than a double holds. */
export function accountNumber(account: string): bigint {
  return BigInt(account);
}
