/** Whose keys these are: asked once per process and set of keys, and never in the way of a share. */
import type { AccountId } from "../core/accounts";
import { Cancelled, VendorError } from "../core/errors";
import { stripControlChars } from "../core/printable";
import type { CallContext } from "./context";
import { withRetry } from "./retry";

/** A token service that cannot be reached must not hold up the shares for long. */
export const IDENTITY_SECONDS = 6;

/** How long a failure is remembered: many images ask, and a permission may have been granted meanwhile. */
const FAILURE_MS = 60_000;

type Answer = { readonly account: AccountId } | { readonly error: VendorError | Cancelled };

interface Question {
  readonly answer: Promise<Answer>;
  /** By the clock; undefined while it is not answered, and once it is answered well. */
  failedAt?: number;
}

export class CallerAccounts {
  private readonly questions = new Map<string, Question>();
  private readonly told = new Set<string>();

  /**
   * @param keys tells the clouds' sets of keys apart
   * @param tell whether a line is worth it that the cloud does not say; at most one for each set of keys
   */
  async ask(
    keys: string,
    context: CallContext,
    region: string | undefined,
    tell: boolean,
  ): Promise<AccountId | undefined> {
    const answer = await this.question(keys, context, region).answer;
    if ("account" in answer) return answer.account;
    if (answer.error instanceof Cancelled) this.questions.delete(keys);
    else if (tell && !this.told.has(keys)) {
      this.told.add(keys);
      context.report(unknownCaller(answer.error));
    }
    return undefined;
  }

  private question(keys: string, context: CallContext, region: string | undefined): Question {
    const { clock } = context;
    const known = this.questions.get(keys);
    const isFresh = known?.failedAt === undefined || clock.now() - known.failedAt < FAILURE_MS;
    if (known !== undefined && isFresh) return known;
    const question: Question = { answer: askNow(context, region) };
    this.questions.set(keys, question);
    question.answer.then(
      (answer) => {
        if ("error" in answer) question.failedAt = clock.now();
      },
      // A mistake of ours: whoever asked is told.
      () => this.questions.delete(keys),
    );
    return question;
  }
}

async function askNow(context: CallContext, region: string | undefined): Promise<Answer> {
  try {
    const call = (options: Parameters<CallContext["backend"]["callerAccount"]>[1]) =>
      context.backend.callerAccount(region, options);
    // Its pauses are short, and the only line about it is the warning that it failed.
    return { account: await withRetry({ ...context, report: () => undefined }, "read", call) };
  } catch (error) {
    if (error instanceof VendorError || error instanceof Cancelled) return { error };
    throw error;
  }
}

function unknownCaller({ action, code, message }: VendorError): string {
  const said = stripControlChars(code === undefined ? message : `${code}: ${message}`).replace(/\.?$/, ".");
  return (
    `warning: ${action} failed, so the account behind these keys is not known. ${said} An image that is not found ` +
    "counts as deleted. See docs/errors.md#wrong-account"
  );
}
