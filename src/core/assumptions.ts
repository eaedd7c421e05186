/** What the product takes to be so of a vendor, as data: pages list it, and `npm run test:live` tries it with real keys. */
import type { ErrorMeaning } from "./error-meanings";

/** What a call comes to. */
export type CallOutcome = "success" | ErrorMeaning;

/**
 * How the live run finds out. `scripts/live/probes.ts` carries them out.
 *
 * | probe                 | what is sent                                                                  |
 * |-----------------------|-------------------------------------------------------------------------------|
 * | additions-in-one-call | one account, repeated as often as a call of the service's size has accounts    |
 * | removals-in-one-call  | as many accounts as one call removes, and none has access                     |
 * | both-in-one-call      | a call that adds one account and removes another                               |
 * | second-addition       | an account that has access already                                             |
 * | second-removal        | an account that has no access any more                                         |
 * | missing-image-read    | a read of an image that is not there                                           |
 * | missing-image-look    | a question about the state of an image that is not there                       |
 * | missing-image-write   | the removal of an account from an image that is not there                      |
 * | strange-account       | the addition of an account that does not exist, which the user names           |
 * | own-account           | the addition of the account that owns the image                                |
 * | whose-keys            | the question which account the keys act for                                    |
 * | read-lag              | an addition, and reads until one shows it                                      |
 * | snapshot-additions    | one account, repeated as often as a call about a snapshot has accounts          |
 * | missing-snapshot      | a read of a snapshot that is not there                                         |
 */
export const probeNames = [
  "additions-in-one-call",
  "removals-in-one-call",
  "both-in-one-call",
  "second-addition",
  "second-removal",
  "missing-image-read",
  "missing-image-look",
  "missing-image-write",
  "strange-account",
  "own-account",
  "whose-keys",
  "read-lag",
  "snapshot-additions",
  "missing-snapshot",
] as const;

export type ProbeName = (typeof probeNames)[number];

interface Probe {
  readonly name: ProbeName;
  /** The outcomes with which the assumption holds. For `read-lag`: of a read within `withinSeconds`. */
  readonly expects: readonly CallOutcome[];
  /** Outcomes that show nothing, because the vendor may have refused for another reason first. */
  readonly undecided?: readonly CallOutcome[];
  /** For `read-lag`. */
  readonly withinSeconds?: number;
}

export interface Assumption {
  /** Unique in its service. */
  readonly id: string;
  /** One sentence of Markdown, without a full stop. */
  readonly statement: string;
  /** The vendor's page that says so; `assumed` where none was found. */
  readonly source: string;
  /** Absent for what one image and a few accounts cannot show. */
  readonly probe?: Probe;
}

/** The source of what no page says. */
export const ASSUMED = "assumed";

/** How long a read is repeated that does not show a write, where a service names no other number of reads. */
export const USUAL_READ_LAG_SECONDS = 30;

/** A read that shows a write in time. */
export function readLag(withinSeconds: number, source: string = ASSUMED): Assumption {
  const statement = `a read shows a write within ${withinSeconds} seconds`;
  return {
    id: "read-lag",
    statement,
    source,
    probe: { name: "read-lag", expects: ["success"], withinSeconds },
  };
}

/** A probe whose outcome is the same for all vendors where the assumption holds. */
function accepted(name: ProbeName, undecided: readonly CallOutcome[] = []): Probe {
  return { name, expects: ["success"], undecided };
}

/** That one call takes so many additions. */
export function additionsInOneCall(accounts: number, source: string = ASSUMED): Assumption {
  return {
    id: "additions-in-one-call",
    statement: `one call adds ${accounts} accounts`,
    source,
    probe: {
      ...accepted("additions-in-one-call", ["account-refused"]),
      expects: ["success", "already-shared"],
    },
  };
}

/** That one call takes so many removals. */
export function removalsInOneCall(accounts: number, source: string = ASSUMED): Assumption {
  return {
    id: "removals-in-one-call",
    statement: `one call removes ${accounts} accounts`,
    source,
    probe: { ...accepted("removals-in-one-call", ["account-refused"]), expects: ["success", "not-shared"] },
  };
}

/** That one call may add and remove. */
export function bothInOneCall(source: string = ASSUMED): Assumption {
  return {
    id: "both-in-one-call",
    statement: "one call adds and removes",
    source,
    probe: accepted("both-in-one-call", ["account-refused", "not-shared"]),
  };
}

/** That the probe of the same name ends in one of these outcomes. */
export function tried(
  name: ProbeName,
  statement: string,
  expects: readonly CallOutcome[],
  source: string = ASSUMED,
): Assumption {
  return { id: name, statement, source, probe: { name, expects } };
}

/** What several vendors have in common, and no page says. */
export const secondAdditionTaken = tried("second-addition", "an account that has access already is taken", [
  "success",
  "already-shared",
]);
export const secondRemovalTaken = tried("second-removal", "an account without access is taken", [
  "success",
  "not-shared",
]);
export const secondAdditionRefused = tried(
  "second-addition",
  "an account that has access already is refused as an account, or taken",
  ["success", "account-refused", "already-shared"],
);
export const secondRemovalRefused = tried(
  "second-removal",
  "an account without access is refused as an account, or taken",
  ["success", "account-refused", "not-shared"],
);

export const toldByCallerIdentity = tried(
  "whose-keys",
  "GetCallerIdentity says which account the keys act for",
  ["success"],
  "GetCallerIdentity",
);
