import type { AccountId } from "../core/accounts";
import { describeVendorError, ShareError, VendorError } from "../core/errors";
import type { Write } from "../core/schedule";
import type { ErrorMeaning } from "../core/service-facts";
import { imageLabel } from "../core/target";
import type { OperationContext } from "./context";
import { clarified } from "./image-look";
import { patiently } from "./patience";

/** More pages than any image can have accounts for: the answer is endless, not long. */
const MOST_PAGES = 1_000;

/** Failures after which the same request may be sent again: the vendor has certainly not carried it out. */
const resendable: ReadonlySet<ErrorMeaning> = new Set(["throttled", "not-sent", "image-busy"]);
/** Reading twice harms nobody, so reads are also repeated after answers that made no sense. */
const rereadable: ReadonlySet<ErrorMeaning> = new Set([...resendable, "ambiguous"]);

/** Who has access now, all pages. */
export async function readAccounts(context: OperationContext): Promise<ReadonlySet<AccountId>> {
  const accounts = new Set<AccountId>();
  const asked = new Set<string>();
  let page: string | undefined;
  /** As the vendor calls it: a service may list in one of several actions. */
  let action = "";
  do {
    const answer = await patiently(context, rereadable, (options) => {
      const admit = (name: string) => {
        action = name;
        return options.admit(name);
      };
      return clarified(context, options, () =>
        context.backend.describe(context.target, context.scope, page, { ...options, admit }),
      );
    });
    for (const account of answer.accounts) accounts.add(account);
    page = answer.next;
    if (page !== undefined && (asked.has(page) || asked.size >= MOST_PAGES)) {
      throw new VendorError({
        meaning: "permanent",
        action,
        message: `the list of accounts does not end: page ${page} was announced again after ${accounts.size} accounts`,
      });
    }
    if (page !== undefined) asked.add(page);
  } while (page !== undefined);
  return accounts;
}

/** Sends one write, again only after answers that prove it was not carried out. */
export async function sendWrite(context: OperationContext, write: Write): Promise<void> {
  const { backend, target, writeSignal } = context;
  await patiently(context, resendable, (options) =>
    clarified(context, options, () => backend.write(target, write, { ...options, signal: writeSignal })),
  );
}

/**
 * Turns a vendor's failure into the error that the user reads, with what is known to be shared.
 *
 * @param known `write`: the one that failed, if it was one
 */
export function shareError(
  context: OperationContext,
  error: unknown,
  known: { live?: ReadonlySet<AccountId>; wrote: boolean; write?: Write | undefined },
): ShareError {
  if (error instanceof ShareError) return error;
  const message =
    error instanceof VendorError
      ? describeVendorError(context.target, context.facts.title, error, known.write)
      : `${imageLabel(context.target)}: ${error instanceof Error ? error.message : String(error)}`;
  return new ShareError(message, { ...known, cause: error });
}
