/** Checks the shares of a file as the provider checks the arguments of a resource. */

import type { App } from "../app/app";
import type { ArgFailure } from "../core/arg-failures";
import { checkArgs } from "../core/args";
import type { ShareArgs } from "../core/arguments";
import { isExclusive } from "../core/arguments";
import { ConfigurationError } from "../core/errors";
import { targetOf } from "../core/goal";
import { serviceNames } from "../core/services";
import { imageLabel, shareId } from "../core/target";
import { isMembers, shareFileError } from "./config-document";
import type { Session } from "./session";
import { checkProfiles } from "./share-file";

export interface Entry {
  /** `image-share:shares[3]` */
  readonly path: string;
  readonly args: ShareArgs;
  readonly notes: readonly string[];
}

/** Sorted by image. @throws ConfigurationError with all failures */
export function checkedShares({ file, app }: Pick<Session, "app" | "file">): Entry[] {
  const { shares, label } = file;
  if (shares === undefined) {
    throw shareFileError(
      `${label} has no image-share:shares, the list that this command goes by: it does not see what a program shares. ` +
        "For a program, run pulumi preview --expect-no-changes; or let image-share discover --write config write the list",
    );
  }
  if (!Array.isArray(shares) || shares.length === 0) {
    throw shareFileError(`${label}: image-share:shares must be a list of at least one share`);
  }
  const checked = shares.map((share: unknown, index) =>
    checkedEntry(app, share, `image-share:shares[${index}]`),
  );
  const failures = checked.flatMap((entry) => ("failures" in entry ? entry.failures : []));
  const [first] = failures;
  if (first !== undefined) {
    throw new ConfigurationError(failures.map(({ reason }) => reason).join("; "), first.topic);
  }
  const entries = checked.flatMap((entry) => ("args" in entry ? [entry] : []));
  rejectDuplicateImages(entries);
  checkProfiles(
    file,
    entries.map(({ args }) => args.credentials),
  );
  return entries.sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
}

type Complaints = { readonly failures: readonly Pick<ArgFailure, "reason" | "topic">[] };

function checkedEntry(app: App, share: unknown, path: string): Entry | Complaints {
  if (!isMembers(share)) {
    return { failures: [{ reason: `${path} must be an object`, topic: "invalid-argument" }] };
  }
  const verdict = checkEntry(app, share);
  const failures = verdict.failures.map(({ reason, topic }) => ({ reason: `${path}: ${reason}`, topic }));
  if (failures.length > 0) return { failures };
  const args = verdict.args as unknown as ShareArgs;
  return { path, args, notes: verdict.notes.map((note) => `${imageLabel(targetOf(args))}: ${note}`) };
}

/** Checks arguments without unknown values. */
export function checkEntry({ connections }: App, share: Readonly<Record<string, unknown>>) {
  return checkArgs(share, connections.factsOf(share.service), serviceNames);
}

function keyOf({ args }: Entry): string {
  return shareId(targetOf(args));
}

/** The same rule as in programs: an image has one share, unless all of its shares are additive. */
function rejectDuplicateImages(entries: readonly Entry[]): void {
  const shares = new Map<string, Entry>();
  for (const entry of entries) {
    const other = shares.get(keyOf(entry));
    if (other !== undefined && (isExclusive(other.args) || isExclusive(entry.args))) {
      throw new ConfigurationError(
        `${imageLabel(targetOf(entry.args))}: ${other.path} and ${entry.path} share this image, and each would revoke ` +
          "the accounts of the other. Merge them into one, or set exclusive: false in both",
        "two-resources",
      );
    }
    shares.set(keyOf(entry), other ?? entry);
  }
}
