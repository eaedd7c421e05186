/** The topics of all errors that the product can raise: each has a section in docs/errors.md, under this name. */
import { errorMeanings } from "./service-facts";

/** Reasons of the guards: what a program asks and must not get, although the vendor would do it. */
export const guardTopics = [
  "not-approved",
  "protected-accounts",
  "two-resources",
  "exclusive-not-written",
  "empty-list",
  "max-removals",
  "large-removal",
  "account-limit",
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
  "approval",
  "strict-preview",
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
