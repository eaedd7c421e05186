/** Refuses lists of grantees before anything is looked at: empty ones, too long ones, and those that name strangers. */
import { type AccountId, formatAccounts, sortedUnique } from "./accounts";
import { granteeLists, isAccount } from "./grantees";
import { counted, limitAndAdvice, type Refusal, refusal } from "./guards";
import { describeNearMiss, nearMisses } from "./near-miss";
import type { ListArgument } from "./service-facts";

/** The configuration key that allows only accounts with a name in a list. */
export const KNOWN_ACCOUNTS_KEY = "image-share:knownAccountsOnly";

/** The lists of a program, with what the service says of lists. */
export interface WrittenLists {
  /** By argument. Undefined if the argument is left out. */
  readonly lists: { readonly [Name in ListArgument]?: readonly unknown[] | undefined };
  /** Whether the program says that nobody may be left; undefined while that is not known. */
  readonly allowsEmpty: boolean | undefined;
  readonly accountLimit: number | undefined;
  readonly limitKey: string;
  readonly isLimitConfigured: boolean;
  /** Of the service, as the vendor writes it. */
  readonly title: string;
  /** The accounts that may be listed, if the configuration restricts them to those with a name. */
  readonly knownAccounts: ReadonlySet<AccountId> | undefined;
}

/** A refusal, and the argument that it is about. */
export interface ListRefusal extends Refusal {
  readonly property: ListArgument;
}

/** Reasons to refuse lists before anything is looked at; empty when they may be planned. */
export function listRefusals(written: WrittenLists): ListRefusal[] {
  const { accountLimit, lists, allowsEmpty } = written;
  const present = granteeLists.filter(({ argument }) => lists[argument] !== undefined);
  const grantees = [...new Set(present.flatMap(({ argument }) => lists[argument] ?? []))];
  const count = grantees.length;
  const names = inWords(present.map(({ argument }) => argument));
  const empty = present.flatMap(({ argument: property, all }) =>
    refusal(
      lists[property]?.length === 0 && allowsEmpty === false,
      "empty-list",
      `${property} is empty, which would revoke every ${all}: list at least one, or set allowEmpty: true if that is ` +
        "what you want",
    ).map((found) => ({ property, ...found })),
  );
  const unknown = present.flatMap((list) => listingUnknown(written, list));
  if (accountLimit === undefined || count <= accountLimit) return [...empty, ...unknown];
  const what =
    present.length === 1 ? `${names} lists ${counted(grantees)}` : `${names} list ${count} grantees together`;
  const reason = `${what} and ${limitAndAdvice({ ...written, accountLimit }, `${written.title} allows`)}`;
  const property = present[0]?.argument ?? "accounts";
  return [...empty, { property, topic: "account-limit", reason }, ...unknown];
}

/** "accounts", "accounts and organizationArns". */
function inWords(names: readonly string[]): string {
  return names.join(", ").replace(/, ([^,]*)$/, " and $1");
}

/** A mistyped account ID would give a stranger access. */
function listingUnknown(
  { lists, knownAccounts }: WrittenLists,
  { argument: property, all }: (typeof granteeLists)[number],
): ListRefusal[] {
  if (knownAccounts === undefined) return [];
  const written = (lists[property] ?? []).filter(isText);
  const strangers = sortedUnique(written).filter((grantee) => !knownAccounts.has(grantee));
  const hints = nearMisses(strangers, [...knownAccounts]).map(describeNearMiss);
  return refusal(
    strangers.length > 0,
    "known-accounts-only",
    `${property} lists ${formatAccounts(strangers)} without a name under image-share:accountNames, and ` +
      `${KNOWN_ACCOUNTS_KEY} is true: correct the ID, or name the ${all} (pulumi config set --path ` +
      `'image-share:accountNames${pathKey(strangers[0])}' NAME)${hints.length > 0 ? `. ${hints.join("; ")}` : ""}`,
  ).map((found) => ({ property, ...found }));
}

/** A key of a path, in brackets if it has characters that part paths. */
function pathKey(grantee = ""): string {
  return isAccount(grantee) ? `.${grantee}` : `["${grantee}"]`;
}

function isText(account: unknown): account is AccountId {
  return typeof account === "string";
}
