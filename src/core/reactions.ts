/**
 * What the product does about a vendor's failure, by its meaning: the one table that every loop asks. What each meaning
 * stands for is told at {@link ErrorMeaning}; each service's errors.ts maps the vendor's codes to it.
 */
import type { ErrorMeaning } from "./service-facts";

export interface Reaction {
  /** Whether a read is repeated: reading twice harms nobody, so also after answers that made no sense. */
  readonly read: "retry" | "fail";
  /** Whether the same write is sent again: only where the vendor has certainly not carried it out. */
  readonly write: "retry" | "fail";
  /**
   * How a run goes on after a write that failed for good: `read` plans anew from what a read shows; `read-if-changed`
   * does so only if the read shows something else than the plan was made for; `end` ends the run.
   */
  readonly afterwards: "read" | "read-if-changed" | "end";
  /** Whether the failed write may have been carried out, by this run or before. */
  readonly mayHaveHappened: boolean;
  /** What it means for a delete. */
  readonly delete: "success" | "fail";
  /** How often a call is tried in all; undefined: until the deadline. */
  readonly maxAttempts?: number;
  /** Whether other keys might not meet it: the error then says whose keys these were. */
  readonly mayBeTheKeys: boolean;
  /** Whether a misspelled account can be the reason: near misses are worth a hint then. */
  readonly mayBeTheAccounts: boolean;
  /** The last sentence of the error: what the user does next. */
  readonly nextStep: string;
}

const FATAL = {
  read: "fail",
  write: "fail",
  afterwards: "end",
  mayHaveHappened: false,
  delete: "fail",
  mayBeTheKeys: false,
  mayBeTheAccounts: true,
} as const;
const RETRIED = { ...FATAL, read: "retry", write: "retry" } as const;
const REPEATED = "Run this again; if it persists, ask the vendor about the RequestId.";

/** @returns undefined for errors that are not a vendor's */
export function reactionTo(topic: string): Reaction | undefined {
  return Object.hasOwn(reactions, topic) ? reactions[topic as ErrorMeaning] : undefined;
}

export const reactions: Readonly<Record<ErrorMeaning, Reaction>> = {
  "image-gone": {
    ...FATAL,
    delete: "success",
    mayBeTheKeys: true,
    nextStep:
      "Check imageId and region; if the image was deleted, remove the resource or point imageId at its replacement.",
  },
  "image-busy": {
    ...RETRIED,
    mayBeTheAccounts: false,
    nextStep: "Wait until the vendor's task on the image has ended and run this again.",
  },
  "account-refused": {
    ...FATAL,
    nextStep: "Correct or unlist the account that the vendor refuses, and run this again.",
  },
  "already-shared": { ...FATAL, afterwards: "read", mayHaveHappened: true, nextStep: REPEATED },
  "not-shared": { ...FATAL, afterwards: "read", nextStep: REPEATED },
  // A quota that was reached unexpectedly may be kept by removing others first.
  quota: {
    ...FATAL,
    afterwards: "read-if-changed",
    mayBeTheAccounts: false,
    nextStep: "List fewer accounts, or ask the vendor for a higher limit.",
  },
  "call-too-large": {
    ...FATAL,
    afterwards: "read",
    nextStep: "Please report this: the product sent more accounts in one call than the vendor takes.",
  },
  throttled: {
    ...RETRIED,
    mayBeTheAccounts: false,
    nextStep: "Run this again later, or run fewer pipelines with these credentials at once.",
  },
  // A network that does not carry the request at all is given up early; throttling and busy images are outlasted.
  "not-sent": {
    ...RETRIED,
    mayBeTheAccounts: false,
    maxAttempts: 4,
    nextStep: "Check the network, the proxy and image-share:endpoint, and run this again.",
  },
  ambiguous: {
    ...FATAL,
    read: "retry",
    afterwards: "read",
    mayHaveHappened: true,
    maxAttempts: 6,
    nextStep: "Run this again: it reads first, and does only what is left to do.",
  },
  unclear: { ...FATAL, nextStep: "Look at the image in the vendor's console, and run this again." },
  auth: {
    ...FATAL,
    mayBeTheKeys: true,
    mayBeTheAccounts: false,
    nextStep:
      "Check the credentials of this cloud (image-share configuration, environment, or profile) and their permissions.",
  },
  // A vendor that has carried out part of a call may refuse the rest of it for being repeated.
  permanent: {
    ...FATAL,
    afterwards: "read-if-changed",
    mayBeTheKeys: true,
    nextStep: "Correct what the vendor names, and run this again.",
  },
};
