/** What tests and scripts have to be told about a cloud and about a service; all else they find in the registry. */
import type { ImageCondition } from "../../../src/core/backend.ts";
import type { ErrorMeaning } from "../../../src/core/service-facts.ts";
import type { CloudName, ServiceName } from "../../../src/core/services.ts";
import type { ApiName } from "../../../src/emulator/names.ts";

type Parameters = Readonly<Record<string, unknown>>;

/** A request as the vendor's page documents it. A parameter that is a pattern has to match it. */
export interface DocumentedRequest {
  readonly action: string;
  readonly parameters: Parameters;
}

/** The keys of an account in the cloud; the cloud's subject says how its configuration names them. */
export interface Key {
  readonly id: string;
  readonly secret: string;
  readonly token?: string | undefined;
}

/** An error code, with the HTTP status where it is not the cloud's usual one. */
interface VendorCode {
  readonly code: string;
  readonly status?: number;
}

/** The HTTP status, where it is not the cloud's usual one; what the code means to a read, where that is another. */
export type ErrorRow = readonly [
  code: string,
  meaning: ErrorMeaning,
  status?: number | undefined,
  reading?: ErrorMeaning,
];

/** What the services of a cloud have in common. */
export interface CloudSubject {
  readonly cloud: CloudName;
  /** Different accounts for different numbers, as the cloud's own look, sorted as the numbers are. */
  account(index: number): string;
  /** IDs that lose digits as numbers; 18 digits where absent. */
  readonly fragileAccounts?: readonly string[];
  /** What answers are written in; JSON where absent. */
  readonly answersIn?: "XML";
  /** What people might write by mistake, such as the accounts of another cloud. */
  readonly notAccounts: readonly string[];
  readonly notImages: readonly string[];
  /** The cloud's section of the configuration. */
  section(key: Key): Readonly<Record<string, string>>;
  /** The variables from which the vendor's own tools take a key. */
  environment(key: Key): Readonly<Record<string, string>>;
  /** The package, or the scope of the packages, that signs; absent where nothing is signed, or this package signs by itself. */
  readonly sdk?: string;
  /**
   * Where a login is answered with a token, in the place of signed requests: keys are then permanent, no clock is
   * compared, and the account behind them is told with the token.
   */
  readonly login?: {
    readonly path: string;
    readonly action: string;
    readonly service: ApiName;
    /** @param account that the token is for */
    answer(account: unknown): {
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    };
  };
  /** False where the vendor has no temporary keys. */
  readonly hasTokens?: false;
  /** Who tells whose keys they are, where that is not GetCallerIdentity of a token service. */
  readonly identity?: { readonly service: ServiceName; readonly action: string };
  /** Of credentials that were deleted. */
  readonly authError: VendorCode;
}

/** Where things stand in an answer. */
export interface AnswerShape {
  readonly envelope: readonly string[];
  /** Below the envelope, like all that follow. */
  readonly list: readonly string[];
  /** Of an entry; empty where the entries are the IDs. */
  readonly id: string;
  readonly counts: boolean;
  /** Members that repeat what was asked for. */
  readonly echoes: readonly string[];
  readonly token: boolean;
  /** Whether any text may be the ID of a grantee. */
  readonly takesAnyText?: boolean;
  /** Whether the next page is asked for by how many entries were answered. */
  readonly isByOffset?: boolean;
}

/** The list of an account's images. */
interface Listing {
  /** What is asked before the first page, where the list has to be told whose images it is about. */
  readonly before?: DocumentedRequest;
  /** The token of the first page, which the answer to `before` leads to. */
  readonly firstPage?: string;
  readonly action: string;
  /** The most that one page holds. */
  readonly perPage: number;
  /** Parameters of a page, besides the region. @param after token of the page before, at a vendor that gives one */
  page(index: number, size: number, after?: unknown): Parameters;
  /** Where the vendor writes an image's name. */
  readonly name: string;
  /** Whether a page that is full announces another one in any case. */
  readonly announcesEmptyPages?: boolean;
  /** Whether the list holds what others share with the account, and does not tell. */
  readonly withOthers?: boolean;
  /** An answer in the vendor's form: a text as it is, all else as JSON. */
  answer(images: unknown, total: number): unknown;
}

export interface Subject extends CloudSubject {
  readonly target: { readonly service: ServiceName; readonly region?: string; readonly imageId: string };
  /** Of the vendor's API. */
  readonly version: string;
  /** The most accounts of an image; absent where the vendor's pages name no number. */
  readonly accountLimit?: number;
  /** The most accounts of an image where the vendor leaves it to each operator, and the operator has said nothing. */
  readonly usualLimit?: number;
  /** Whether the vendor takes any text for an account, the owner's own and accounts that do not exist included. */
  readonly takesAnyAccount?: boolean;
  /** Images for different numbers, where their IDs are not a prefix and a number. */
  imageId?(index: number): string;
  /** How many accounts one answer holds; absent where the vendor answers all at once. */
  readonly accountsPerPage?: number;
  /** Whether an image that nobody has access to takes one request more, since an empty list may mean no image. */
  readonly looksAtUnshared?: boolean;
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
  readonly listing: Listing;
  /** Answers about who has access, and about what image there is. */
  readonly answers: { readonly accounts: AnswerShape; readonly images: AnswerShape };
  /** What the vendor says, where it minds, to a second addition and to the removal of an account without access. */
  readonly strict: {
    readonly duplicate: ErrorMeaning | "success";
    readonly absent: ErrorMeaning | "success";
  };
  /** What an addition of an account that does not exist means. */
  readonly unknownAccount: ErrorMeaning | "success";
  /** What a question about an image that does not exist means. */
  readonly missingImage: ErrorMeaning;
  /** Whether the vendor answers keys of another account as if the image did not exist, instead of refusing them. */
  readonly hidesOthersImages: boolean;
  /** Of an image that has no room left; where no page lists one, one that the vendor might use. */
  readonly quotaError: VendorCode;
  /** Another code that may mean the same: one that no table lists, or one that names no reason. */
  readonly possibleQuotaCode: string;
  /** The vendor's table. */
  readonly errorTable: readonly ErrorRow[];
  /** Each state that the vendor documents. */
  readonly states: readonly (readonly [state: string, kind: ImageCondition["kind"]])[];
  /** The condition of an image that another account shares with us. */
  readonly othersImage: ImageCondition["kind"];
}

export function imageShape(envelope: readonly string[], list: readonly string[]): AnswerShape {
  return { envelope, list, id: "ImageId", counts: true, echoes: [], token: false };
}

/** `Name.1`, `Name.2`, … */
export function numbered(name: string, values: readonly string[]): Record<string, string> {
  return Object.fromEntries(values.map((value, index) => [`${name}.${index + 1}`, value]));
}

/** How many requests it takes to read so many accounts. */
export function fewestReads({ accountsPerPage, looksAtUnshared }: Subject, count: number): number {
  if (count === 0) return looksAtUnshared ? 2 : 1;
  return accountsPerPage === undefined ? 1 : Math.ceil(count / accountsPerPage);
}
