/** Finds the account behind a set of keys: one call per process and set, and a failure never blocks a share. */
import type { AccountId } from "../core/accounts";
import { withTopic } from "../core/error-topics";
import { Cancelled, VendorError } from "../core/errors";
import { stripControlChars } from "../core/printable";
import type { CallContext } from "./context";
import { withRetry } from "./retry";

/** Short, because an unreachable token service must not delay the shares for long. */
export const IDENTITY_SECONDS = 6;

/** How long a failure is cached: many images ask, and the permission may be granted later. */
const FAILURE_MS = 60_000;

type Answer = { readonly account: AccountId } | { readonly error: VendorError | Cancelled };

interface Question {
  readonly answer: Promise<Answer>;
  /** Undefined while the call is open, and after a success. */
  failedAt?: number;
}

export class CallerAccounts {
  private readonly questions = new Map<string, Question>();
  private readonly warned = new Set<string>();

  /**
   * @param keys identifies a cloud's set of keys
   * @param tell whether to warn if the cloud does not report the account; one warning for each set of keys
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
    else if (tell && !this.warned.has(keys)) {
      this.warned.add(keys);
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
      // A bug: the caller gets the error.
      () => this.questions.delete(keys),
    );
    return question;
  }
}

async function askNow(context: CallContext, region: string | undefined): Promise<Answer> {
  try {
    const call = (options: Parameters<CallContext["backend"]["callerAccount"]>[1]) =>
      context.backend.callerAccount(region, options);
    // The waits are short, so only a failure prints a line.
    return { account: await withRetry({ ...context, report: () => undefined }, "read", call) };
  } catch (error) {
    if (error instanceof VendorError || error instanceof Cancelled) return { error };
    throw error;
  }
}

function unknownCaller({ action, code, message }: VendorError): string {
  const said = stripControlChars(code === undefined ? message : `${code}: ${message}`).replace(/\.?$/, ".");
  return withTopic(
    `warning: ${action} failed, so the account behind these keys is not known. ${said} An image that is not found ` +
      "counts as deleted.",
    "wrong-account",
  );
}
