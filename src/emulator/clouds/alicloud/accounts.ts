/** Alibaba Cloud account IDs are digits; sixteen of them today, ten in the pages' examples, eighteen in others. */
export const ACCOUNT_FORMAT = /^\d{5,20}$/;

/** As an integer on the wire, with all its digits, although that is more than a double holds. */
export function accountNumber(account: string): bigint | string {
  return /^[1-9]\d*$/.test(account) ? BigInt(account) : account;
}
