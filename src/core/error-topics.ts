/** Every kind of error that the product can raise: each has a section in docs/errors.md, under this name. */
import { errorMeanings } from "./service-facts";

export const errorTopics = [
  ...errorMeanings,
  "invalid-argument",
  "unknown-argument",
  "empty-list",
  "account-limit",
  "two-resources",
  "managed-lookup",
  "installation",
  "configuration",
  "credentials",
  "proxy",
  "profile",
  "protected-accounts",
  "max-removals",
  "large-removal",
  "exclusive-not-written",
  "wrong-account",
  "wrong-endpoint",
  "not-verified",
  "did-not-converge",
  "cancelled",
  "state",
  "share-file",
  "review",
  "approval",
  "strict-preview",
  "not-approved",
  "unexpected",
] as const;

export type ErrorTopic = (typeof errorTopics)[number];

/** The message with the place where it is explained; the package brings the page along. */
export function withTopic(message: string, topic: ErrorTopic): string {
  const pointer = `See docs/errors.md#${topic}`;
  return message.endsWith(pointer)
    ? message
    : `${/[.?]$/.test(message) ? message : `${message}.`} ${pointer}`;
}
