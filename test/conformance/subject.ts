import type { ImageCondition } from "../../src/core/backend";
import type { ErrorMeaning } from "../../src/core/service-facts";
import type { ImageTarget } from "../../src/core/target";
import type { ServiceName } from "../../src/emulator";

type Parameters = Readonly<Record<string, unknown>>;

/** A request as the vendor's page documents it. */
interface DocumentedRequest {
  readonly action: string;
  readonly parameters: Parameters;
}

/** The keys of an account in the cloud; the subject says how its configuration names them. */
export interface Key {
  readonly id: string;
  readonly secret: string;
  readonly token?: string;
}

/** The HTTP status, where it is not the cloud's usual one; what the code means to a read, where that is another. */
export type ErrorRow = readonly [
  code: string,
  meaning: ErrorMeaning,
  status?: number | undefined,
  reading?: ErrorMeaning,
];

/** What the suite has to be told about a service; everything else it finds in the registry. */
export interface Subject {
  readonly target: ImageTarget & { readonly service: ServiceName };
  /** Different accounts for different numbers, as the service's own look. */
  account(index: number): string;
  /** What people might write by mistake, such as the accounts of another cloud. */
  readonly notAccounts: readonly string[];
  readonly notImages: readonly string[];
  /** How many accounts one answer holds; absent where the vendor answers all at once. */
  readonly accountsPerPage?: number;
  /** The fewest calls that the vendor's rules allow for so many additions and removals. */
  fewestWrites(add: number, remove: number): number;
  /** Each request exactly as it has to go out: these parameters and no others. */
  readonly requests: {
    readonly describe: DocumentedRequest;
    /** Of the second page; absent where there are no pages. */
    readonly describeNext?: DocumentedRequest;
    readonly condition: DocumentedRequest;
    add(accounts: readonly string[]): DocumentedRequest;
    remove(accounts: readonly string[]): DocumentedRequest;
    /** Both in one call; absent where the vendor takes one direction at a time. */
    both?(add: readonly string[], remove: readonly string[]): DocumentedRequest;
  };
  /** What the vendor says, where it minds, to a second addition and to the removal of an account without access. */
  readonly strict: {
    readonly duplicate: ErrorMeaning | "success";
    readonly absent: ErrorMeaning | "success";
  };
  /** What an addition of an account that does not exist means. */
  readonly unknownAccount: ErrorMeaning;
  /** What a question about an image that does not exist means. */
  readonly missingImage: ErrorMeaning;
  /** The vendor's table. */
  readonly errorTable: readonly ErrorRow[];
  /** Each state that the vendor documents. */
  readonly states: readonly (readonly [state: string, kind: ImageCondition["kind"]])[];
  /** What an image is that somebody else shares with us. */
  readonly othersImage: ImageCondition["kind"];
  /** The cloud's section of the configuration. */
  section(key: Key): unknown;
}
