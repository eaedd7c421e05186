/** The topics of all errors. Each has a section of this name in docs/errors.md. */
import { errorMeanings } from "./service-facts";

/** Topics of the guards: they refuse changes that the vendor would accept. */
export const guardTopics = [
  "not-approved",
  "protected-accounts",
  "two-resources",
  "exclusive-not-written",
  "empty-list",
  "max-removals",
  "large-removal",
  "account-limit",
  "known-accounts-only",
] as const;

export type GuardTopic = (typeof guardTopics)[number];

export const errorTopics = [
  ...errorMeanings,
  ...guardTopics,
  "invalid-argument",
  "unknown-argument",
  "managed-lookup",
  "installation",
  "configuration",
  "credentials",
  "proxy",
  "profile",
  "wrong-account",
  "wrong-endpoint",
  "not-verified",
  "did-not-converge",
  "cancelled",
  "state",
  "share-file",
  "review",
  "report",
  "approval",
  "strict-preview",
  "unexpected",
] as const;

export type ErrorTopic = (typeof errorTopics)[number];

/** The message with a pointer to the page that explains it, and to the command that prints that part of the page. */
export function withTopic(message: string, topic: ErrorTopic): string {
  const pointer = `See docs/errors.md#${topic} (image-share explain ${topic})`;
  return message.endsWith(pointer)
    ? message
    : `${/[.?]$/.test(message) ? message : `${message}.`} ${pointer}`;
}
