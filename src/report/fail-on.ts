/** What --fail-on names, and the findings that it means. Apart, since the help text names them and loads nothing else. */
import type { FindingKind } from "./model";

export const failures = {
  public: ["public"],
  unknown: ["unnamed-account"],
  drift: ["unlisted-image", "unlisted-access", "missing-access", "not-found"],
} as const satisfies Readonly<Record<string, readonly FindingKind[]>>;

export type FailOn = keyof typeof failures;
