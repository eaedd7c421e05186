/** Keeps what belongs to a secret input secret: the engine encrypts in state what an answer marks, and nothing else. */
import type { Properties } from "../inputs";
import { PartialFailure } from "../partial-failure";
import { asSecret, containsSecret } from "./values";

/** Outputs that repeat what an input says. */
const derived: ReadonlyMap<string, readonly string[]> = new Map([
  ["accounts", ["listedAccounts", "closedAccounts", "snapshotAccounts"]],
  ["organizationArns", ["listedOrganizationArns", "closedAccounts"]],
  ["organizationalUnitArns", ["listedOrganizationalUnitArns", "closedAccounts"]],
  ["shareToEcs", ["listedShareToEcs"]],
]);

/** @param sources properties as the engine sent them, secrets marked */
export function withSecretsOf(answer: Properties, ...sources: readonly Properties[]): Properties {
  const keys = sources.flatMap((marked) => Object.keys(marked).filter((key) => containsSecret(marked[key])));
  const secret = new Set(keys.flatMap((key) => [key, ...(derived.get(key) ?? [])]));
  return Object.fromEntries(
    Object.entries(answer).map(([key, value]) => [
      key,
      secret.has(key) && value !== undefined ? asSecret(value) : value,
    ]),
  );
}

/** The same of what a failed create or update has the engine save. */
export async function savingSecretsOf<T>(sources: readonly Properties[], call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof PartialFailure)) throw error;
    throw new PartialFailure(
      error.message,
      error.id,
      withSecretsOf(error.properties, ...sources),
      error.topic,
    );
  }
}
