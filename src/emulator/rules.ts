/**
 * Validates the accounts of a call. Every service refuses the same kinds of accounts with its own codes; here is the
 * order of the checks, and the meaning of the settings `strict` and `netQuota`.
 *
 *   account            | share                  | cancel
 *   -------------------|------------------------|---------------------------------------------
 *   shared already     | strict: duplicate      | fine, whatever has become of it since
 *   malformed          | malformed              | malformed
 *   the owner itself   | yourself               | yourself
 *   unknown            | unknown                | unknown
 *   a sub-account      | collaborator           | collaborator
 *   any other          | fine, within the limit | strict: absent
 */
import type { AccountForm, ActionContext, ApiError } from "./api";
import type { Image, Step } from "./cloud";

type Refusal = (account: string, kind: "share" | "unshare") => ApiError;

export interface AccountRules {
  readonly format: AccountForm;
  readonly malformed: Refusal;
  /** Both absent if the vendor takes any text for an account. */
  readonly self?: Refusal;
  readonly unknown?: Refusal;
  /** Absent if the vendor has no code for it: then sub-accounts are unknown accounts. */
  readonly subAccount?: Refusal;
  /** For `strict`; absent if no similar code is documented. */
  readonly duplicate?: Refusal;
  readonly absent?: Refusal;
  readonly limit: {
    /** Absent if no page has a number: then only the setting is a limit. */
    readonly accounts?: number;
    readonly exceeded: (accounts: number) => ApiError;
  };
}

/** Validates the steps of one call, in order. */
export function validateSteps(
  image: Image,
  steps: readonly Step[],
  context: ActionContext,
  rules: AccountRules,
): (step: Step) => ApiError | undefined {
  const { settings } = context;
  const shared = new Set(image.accounts.accounts());
  // With netQuota, the removals of this call make room first.
  const leaving = settings.netQuota
    ? steps.flatMap((step) => (step.kind === "unshare" ? step.account : []))
    : [];
  const limit = context.quota(image.imageId) ?? rules.limit.accounts;
  let count = [...shared].filter((account) => !leaving.includes(account)).length;

  return (step) => {
    if (step.kind === "shareToEcs" || step.kind === "unpublish") {
      return undefined;
    }
    const { kind, account } = step;
    if (shared.has(account)) {
      if (kind === "unshare") {
        shared.delete(account);
        count -= leaving.includes(account) ? 0 : 1;
        return undefined;
      }
      return settings.strict ? rules.duplicate?.(account, kind) : undefined;
    }
    const unfit = unfitness(account, kind, context, rules);
    if (unfit !== undefined || kind === "unshare") {
      return unfit ?? (settings.strict ? rules.absent?.(account, kind) : undefined);
    }
    shared.add(account);
    count += 1;
    return limit !== undefined && count > limit ? rules.limit.exceeded(limit) : undefined;
  };
}

function unfitness(
  account: string,
  kind: "share" | "unshare",
  { caller, settings }: ActionContext,
  rules: AccountRules,
): ApiError | undefined {
  if (!rules.format.test(account)) {
    return rules.malformed(account, kind);
  }
  if (account === caller) {
    return rules.self?.(account, kind);
  }
  if (settings.unknownAccounts.includes(account)) {
    return rules.unknown?.(account, kind);
  }
  if (settings.collaboratorAccounts.includes(account)) {
    return (rules.subAccount ?? rules.unknown)?.(account, kind);
  }
  return undefined;
}
