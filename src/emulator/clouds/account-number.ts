/** As an integer on the wire, with all its digits, although that may be more than a double holds. */
export function accountNumber(account: string): bigint | string {
  return /^[1-9]\d*$/.test(account) ? BigInt(account) : account;
}
