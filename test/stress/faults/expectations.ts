/** How each cell of the matrix has to end, as data. What every cell has to hold besides is in cell.ts. */
import type { ServiceName } from "../../../src/emulator";
import { everySubject } from "../../support/services";
import type { FaultName } from "./catalogue";
import { type Column, columns } from "./scene";
import { entryOf, services } from "./services";

/** Accounts that come and go in each column; the stranger's is removed by an exclusive share. */
const changes: Readonly<Record<Column, readonly [add: number, remove: number]>> = {
  create: [12, 1],
  "create, additive": [12, 0],
  update: [11, 13],
  "update, additive": [11, 12],
  delete: [0, 12],
};

/** How often a read that does not show a write is repeated, where the facts do not say. */
const USUAL_READS = 6;

/** Calls of an operation that meets no fault: read, write, read; and the login, where there is one. */
function fewestCalls(service: ServiceName, column: Column): number {
  const { fewestWrites, login } = services[service];
  return (login === undefined ? 0 : 1) + 1 + fewestWrites(...changes[column]) + 1;
}

interface Expectation {
  /** The most calls that the fault may cost. */
  readonly costs: number;
  /** Rounds that read for as long as an answer may be old: a service with a longer window reads more often in each. */
  readonly rounds?: number;
  /** Where one service has to make more of them. */
  readonly costsOf?: Partial<Record<ServiceName, number>>;
  /** Which operations end with an error; all others converge. Perhaps: either will do, as long as it is true. */
  readonly fails?: readonly Column[] | "perhaps";
  /** Services that the fault cannot hurt. */
  readonly harmless?: readonly ServiceName[];
  readonly says?: RegExp;
  /** How many accounts are short at the end of those that fail, with nobody too many. The error names each. */
  readonly short?: number;
}

const changing = columns.filter((column) => column !== "delete");

const takesAnybody = everySubject.flatMap(({ target, takesAnyAccount }) =>
  takesAnyAccount ? [target.service] : [],
);

const badAccount: Expectation = {
  // Halving eleven or twelve accounts down to one, and the halves that are left.
  costs: 10,
  fails: changing,
  harmless: takesAnybody,
  says: /refuses 1 account(; all others are as listed)?\. \d+: (4050: )?Invalid.*Correct or unlist the account/,
  short: 1,
};

export const expectations: Readonly<Record<FaultName, Expectation>> = {
  none: { costs: 0 },
  // A read and a write, each sent twice.
  "throttle once": { costs: 2 },
  "throttle for 70 s": { costs: 12 },
  // A read sent twice; a write looked for as long as an answer may be old, sent again, and read back.
  500: { costs: 9, rounds: 1 },
  503: { costs: 9, rounds: 1 },
  "HTML answer": { costs: 9, rounds: 1 },
  "reset before the write": { costs: 8, rounds: 1 },
  // Read back, and not sent again.
  "reset after the write": { costs: 1 },
  "timeout after the write": { costs: 1 },
  "partial write": { costs: 8, rounds: 1 },
  // Six looks, in case that the answer is only old, before the rest is sent again and read back.
  // Then removals wait for a read that shows the rest.
  "dropped tail": { costs: 10, rounds: 1 },
  "stale reads for 20 s": { costs: 6 },
  // Looked at until the answer is no longer old, after each of two batches.
  "reset after the write, stale reads": { costs: 13 },
  // The vendor minds the second try; each account is tried by itself where it is said to be the reason.
  "reset after the write, stale reads, strict vendor": { costs: 30, fails: "perhaps" },
  // Converges where one batch was all: once the answer is no longer old, nothing is left to write.
  "reset after the write, stale reads, fatal error": { costs: 13, fails: "perhaps", says: /Unheard\.Of: / },
  // Looks at the image with growing pauses, then the write again; ENS, SWAS, EC2, Lighthouse and OUTSCALE do not say why.
  "image busy, then ready": {
    costs: 9,
    costsOf: {
      "alicloud-ens": 10,
      "alicloud-swas": 10,
      "aws-ec2": 10,
      "tencentcloud-lighthouse": 10,
      outscale: 10,
    },
  },
  "image gone in the middle": {
    // Whose keys these are, which did not find it.
    costs: 1,
    // ENS does not say that the image is gone.
    costsOf: { "alicloud-ens": 3 },
    fails: changing,
    says: /(NotFound|ens\.interface\.error|5023|lists no image).*.*Check imageId and region; if the image was deleted/,
  },
  "bad account first": badAccount,
  "bad account in the middle": badAccount,
  "bad account last": badAccount,
  // Room is made, found to be of no use, and given back.
  "quota full": {
    costs: 4,
    // Eleven accounts go to make room, in two calls.
    costsOf: { "tencentcloud-lighthouse": 5 },
    fails: changing,
    says: /\((adding|removing) \d.*(Quota|LimitExceeded|RequestEntityTooLarge)/,
  },
  "image full of foreign accounts": {
    // An exclusive share removes all of them; ENS and Glance one by one, Lighthouse ten and EC2 200 in a call.
    costs: 3,
    costsOf: { "alicloud-ens": 49, "aws-ec2": 5, "tencentcloud-lighthouse": 5, "openstack-glance": 49 },
    fails: ["create, additive"],
    harmless: everySubject.flatMap(({ target, accountLimit }) =>
      accountLimit === undefined ? [target.service] : [],
    ),
    says: /refused: \d+ accounts would have access \(\d+ of them foreign\) and the vendor's limit is/,
  },
  "wrong credentials in the middle": {
    // One look for whether access has to be given back.
    costs: 1,
    // Every refused call is tried once more, with a new login.
    costsOf: { "openstack-glance": 7 },
    fails: columns,
    says: /(Unauthorized|InvalidAccessKey(Id\.NotFound)?|AuthFailure(\.\w+)?|failed\. 1): .*Check the credentials of this cloud/,
  },
  // As long as for a dropped tail, and one more round for what else was changed.
  "concurrent writer": { costs: 10, rounds: 1 },
  "concurrent writer who does not stop": {
    // Six rounds of writing and looking seven times.
    costs: 51,
    // One call for each account that has to be taken back.
    costsOf: { "openstack-glance": 56 },
    rounds: 6,
    fails: columns,
    says: /did not converge after 6 rounds.* \d+ should (not )?have access and does.*another process is changing/,
  },
};

/** How this cell has to end; undefined: either way will do. */
export function outcomeOf(
  service: ServiceName,
  column: Column,
  fault: FaultName,
): "ok" | "error" | undefined {
  const { fails = [], harmless = [] } = expectations[fault];
  if (fails === "perhaps") return undefined;
  return fails.includes(column) && !harmless.includes(service) ? "error" : "ok";
}

export function mostCalls(service: ServiceName, column: Column, fault: FaultName): number {
  const { costs, costsOf, rounds = 0 } = expectations[fault];
  const { maxVerifyReads = USUAL_READS } = entryOf(services[service]).facts;
  const longer = rounds * (maxVerifyReads - USUAL_READS);
  return fewestCalls(service, column) + (costsOf?.[service] ?? costs) + longer;
}
