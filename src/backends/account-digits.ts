/** Accounts of twelve digits, as AWS and OUTSCALE have them. */

/** What is wrong with a text that has fewer digits, or dashes between them; undefined if it is neither. */
export function twelveDigitsHint(refused: string): string | undefined {
  if (/^[0-9]{1,11}$/.test(refused)) {
    return `the zeros in front are lost, as in every number: write "${refused.padStart(12, "0")}" in quotes, if that is the account`;
  }
  return /^[0-9]{4}-[0-9]{4}-[0-9]{4}$/.test(refused) ? "leave the dashes out" : undefined;
}
