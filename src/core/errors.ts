import { type AccountId, formatAccounts, sortedUnique } from "./accounts";
import { type ErrorTopic, withTopic } from "./error-topics";
import { describeNearMiss, type NearMiss } from "./near-miss";
import { stripControlChars } from "./printable";
import { reactions } from "./reactions";
import type { Write } from "./schedule";
import type { ErrorMeaning } from "./service-facts";
import { type ImageTarget, imageLabel } from "./target";

/** A failed call, with a meaning that does not depend on the vendor. */
export class VendorError extends Error {
  override readonly name = "VendorError";
  readonly meaning: ErrorMeaning;
  /** The vendor's action: "ModifyImageSharePermission". */
  readonly action: string;
  /** The vendor's own code; undefined if no answer arrived, or none was understood. */
  readonly code: string | undefined;
  readonly requestId: string | undefined;
  /** The wait that the vendor asks for, if any. */
  readonly retryAfterMs: number | undefined;
  /** False if the same request certainly fails again, for every meaning. */
  readonly retryable: boolean;

  constructor(details: {
    meaning: ErrorMeaning;
    action: string;
    message: string;
    code?: string | undefined;
    requestId?: string | undefined;
    retryAfterMs?: number | undefined;
    retryable?: boolean;
    cause?: unknown;
  }) {
    super(details.message, { cause: details.cause });
    this.meaning = details.meaning;
    this.action = details.action;
    this.code = details.code;
    this.requestId = details.requestId;
    this.retryAfterMs = details.retryAfterMs;
    this.retryable = details.retryable ?? true;
  }
}

/** An error for the user: what happened, what to do next, and which page says more. */
export abstract class ExplainedError extends Error {
  /** Section of docs/errors.md. */
  readonly topic: ErrorTopic;

  constructor(message: string, topic: ErrorTopic, cause?: unknown) {
    super(message, { cause });
    this.topic = topic;
  }
}

/** The error's message, with a pointer to the page that explains it. */
export function explain(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return withTopic(message, error instanceof ExplainedError ? error.topic : "unexpected");
}

/** A mistake in the program or the configuration, found before any call. */
export class ConfigurationError extends ExplainedError {
  override readonly name = "ConfigurationError";

  constructor(message: string, topic: ErrorTopic = "configuration", cause?: unknown) {
    super(message, topic, cause);
  }
}

/** The user cancelled the run before the next step started. */
export class Cancelled extends ExplainedError {
  override readonly name = "Cancelled";

  constructor() {
    super("cancelled. Run this again: it reads first, and does only what is left to do.", "cancelled");
  }
}

/** The user cancelled the run during a write, so the vendor may have carried it out. */
export class WriteCutOff extends ExplainedError {
  override readonly name = "WriteCutOff";

  constructor(write: Write, cause: VendorError) {
    super(
      `cancelled while ${cause.action} (${nameWrite(write)}) was under way, before the vendor answered. Run this again: ` +
        "it reads first, and does only what is left to do.",
      "cancelled",
      cause,
    );
  }
}

/** The vendor acknowledged writes, and the time ended before a read showed them. */
export class NotVerified extends ExplainedError {
  override readonly name = "NotVerified";

  constructor() {
    super(
      "the vendor acknowledged what was sent, but reading back did not show all of it within timeoutSeconds. Run this " +
        "again: it reads first, and does only what is left to do.",
      "not-verified",
    );
  }
}

/** An operation that did not reach the goal. `live` is what is known about access. */
export class ShareError extends ExplainedError {
  override readonly name = "ShareError";
  /** The last read, plus accounts that may have been added since; undefined if no read succeeded. */
  readonly live: ReadonlySet<AccountId> | undefined;
  /** Whether a write was sent: then state must be saved in every case. */
  readonly wrote: boolean;
  /** Writes that may have been carried out, and that no read confirmed. */
  readonly unverified: readonly Write[];
  /**
   * Accounts that `live` lacks although the vendor acknowledged, or may have carried out, their addition. A read that
   * lags looks the same, so a later delete has to revoke them.
   */
  readonly granted: readonly AccountId[];

  constructor(
    message: string,
    topic: ErrorTopic,
    known: {
      live?: ReadonlySet<AccountId>;
      wrote: boolean;
      unverified?: readonly Write[] | undefined;
      granted?: readonly AccountId[];
      cause?: unknown;
    },
  ) {
    super(message, topic, known.cause);
    this.live = known.live;
    this.wrote = known.wrote;
    this.unverified = known.unverified ?? [];
    this.granted = known.granted ?? [];
  }
}

/** @param keys as a KeySource describes them */
export function keysSentence(keys: string): string {
  return `Keys: ${keys}.`;
}

/**
 * One message with image, service, action, accounts, the vendor's words and the next step. It names the keys if other
 * keys may avoid the failure.
 */
export function describeVendorError(
  label: string,
  title: string,
  error: VendorError,
  write?: Write,
  keys?: string,
): string {
  const what = write === undefined ? error.action : `${error.action} (${nameWrite(write)})`;
  const said = error.code === undefined ? error.message : `${error.code}: ${error.message}`;
  const request = error.requestId ? ` (RequestId ${error.requestId})` : "";
  const sentence = stripControlChars(`${said}${request}`).replace(/\.?$/, ".");
  const { nextStep, mayBeTheKeys } = reactions[error.meaning];
  const whose = keys !== undefined && mayBeTheKeys ? ` ${keysSentence(keys)}` : "";
  return `${label}: ${title} ${what} failed. ${sentence} ${nextStep}${whose}`;
}

/** A call for one account that the vendor refused. */
interface RefusedAccount {
  readonly account: AccountId;
  readonly error: VendorError;
}

/**
 * The accounts that the vendor refuses one by one, each with the vendor's words.
 *
 * @param found `isRestAsListed`: whether all other accounts are as listed
 */
export function describeRefusedAccounts(
  target: ImageTarget,
  title: string,
  found: {
    readonly additions: readonly RefusedAccount[];
    readonly removals: readonly RefusedAccount[];
    readonly isRestAsListed: boolean;
  },
): string {
  const { additions, removals } = found;
  const rest = found.isRestAsListed && removals.length === 0 ? "; all others are as listed" : "";
  const parts = [
    additions.length > 0
      ? `${title} refuses ${counted(additions)}${rest}. ${inVendorsWords(additions)}. ${reactions["account-refused"].nextStep}`
      : "",
    removals.length > 0
      ? `${title} refuses to take access from ${counted(removals)}. ${inVendorsWords(removals)}. ${forRemovals(removals)}`
      : "",
  ];
  return `${imageLabel(target)}: ${parts.filter((part) => part !== "").join(" ")}`;
}

/** The next step for refused removals: the program does not list these accounts. */
function forRemovals(removals: readonly RefusedAccount[]): string {
  const accounts = formatAccounts(removals.map(({ account }) => account));
  return (
    `Still shared with ${accounts}. Ask the vendor whether the account is closed. To leave it as it is, list it and ` +
    "name it in protectedAccounts, and run this again."
  );
}

function counted(accounts: readonly unknown[]): string {
  return accounts.length === 1 ? "1 account" : `${accounts.length} accounts`;
}

function inVendorsWords(refused: readonly RefusedAccount[]): string {
  const each = refused.map(({ account, error }) => {
    const request = error.requestId ? ` (RequestId ${error.requestId})` : "";
    const said = `${error.code ?? error.action}: ${error.message}${request}`.replace(/\.$/, "");
    return stripControlChars(`${formatAccounts([account])}: ${said}`);
  });
  return each.join("; ");
}

/** Who keeps access, gets it back, or stays without it, after an addition failed. */
export function describeAccessKept(found: {
  /** Accounts that would have lost access without the failure. */
  readonly kept: readonly AccountId[];
  readonly returned: readonly AccountId[];
  readonly gone: readonly AccountId[];
  /** Accounts that may or may not have access, because no read confirmed it. */
  readonly doubtful: readonly AccountId[];
  /** Why `gone` and `doubtful` did not get access back. */
  readonly why: string;
  readonly nearMisses: readonly NearMiss[];
}): string {
  const { kept, returned, gone, doubtful, why } = found;
  const parts = [
    kept.length > 0
      ? `Nobody loses access in a run in which an addition fails. Still with access: ${formatAccounts(kept)}.`
      : "",
    returned.length > 0 ? `Lost access in this run and was given it back: ${formatAccounts(returned)}.` : "",
    gone.length > 0 ? `Lost access in this run: ${formatAccounts(gone)}, because ${why}.` : "",
    doubtful.length > 0 ? `May be without access now: ${formatAccounts(doubtful)}, because ${why}.` : "",
    ...found.nearMisses.map((pair) => `${describeNearMiss(pair)}: correct accounts if one is a misspelling.`),
  ];
  return parts.filter((part) => part !== "").join(" ");
}

/** Who may have gained or lost access without a read that confirms it. */
export function describeUnverified(unverified: readonly Write[]): string {
  const accounts = (of: "add" | "remove") => sortedUnique(unverified.flatMap((write) => write[of]));
  const [added, removed] = [accounts("add"), accounts("remove")];
  const parts = [
    added.length > 0 ? `${formatAccounts(added)} may have gained access` : "",
    removed.length > 0 ? `${formatAccounts(removed)} may have lost access` : "",
  ];
  return `No read has shown it: ${parts.filter((part) => part !== "").join("; ")}.`;
}

function nameWrite({ add, remove }: Write): string {
  const parts = [
    add.length > 0 ? `adding ${formatAccounts(add)}` : "",
    remove.length > 0 ? `removing ${formatAccounts(remove)}` : "",
  ];
  return parts.filter((part) => part !== "").join("; ");
}
