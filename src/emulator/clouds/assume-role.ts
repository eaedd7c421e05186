/** The common rules of AssumeRole: who may assume a role, and for how long. Each cloud has its own errors. */
import type { ActionContext, ApiError, Role } from "../api";

/** Each cloud's refusals. */
export interface Refusals {
  /** Absent if no page documents that the account's own keys are refused. */
  readonly rootCaller?: () => ApiError;
  readonly unknownRole: () => ApiError;
  readonly notTrusted: () => ApiError;
}

/** @returns the role, for a caller that it trusts */
export function roleFor(
  context: ActionContext,
  arn: string,
  externalId: string | undefined,
  refusals: Refusals,
): Role {
  if (context.isRoot && refusals.rootCaller !== undefined) throw refusals.rootCaller();
  const role = context.role(arn);
  if (role === undefined) throw refusals.unknownRole();
  const isTrusted = role.trusts === undefined || role.trusts.includes(context.callerId);
  if (isTrusted && (role.externalId === undefined || role.externalId === externalId)) return role;
  throw refusals.notTrusted();
}

/** To whole seconds, as the vendors write it. */
export function timeText(moment: number): string {
  return `${new Date(moment).toISOString().slice(0, 19)}Z`;
}
