/** Makes the report from what was gathered. */
import type { App } from "../app/app";
import { findService } from "../backends/registry";
import type { PresentCondition } from "../core/backend";
import { ExplainedError, explain } from "../core/errors";
import { formatForTerminal } from "../core/printable";
import { shareId } from "../core/target";
import { findingsOf } from "./findings";
import type { Gathered, ImageSeen, PlaceSeen } from "./gather";
import {
  type Failure,
  REPORT_FORMAT,
  REPORT_VERSION,
  type Report,
  type ReportAccount,
  type ReportImage,
  type ReportPlace,
} from "./model";
import { shortMessage, shortName } from "./text";

export interface Circumstances {
  readonly createdAt: Date;
  /** The file that the clouds were compared with; undefined without one. */
  readonly file: string | undefined;
}

export function reportOf(app: App, { places, images }: Gathered, { createdAt, file }: Circumstances): Report {
  const names = app.connections.accountLabels;
  const seen = images.map((image) => imageOf(image, file !== undefined, names));
  const listedAt = places.map((place) => placeOf(place, names));
  const accounts = accountsOf(seen, names);
  const notRead =
    seen.filter(({ status }) => status === "failed" || status === "not-looked-at").length +
    listedAt.filter(({ error }) => error !== undefined).length;
  return {
    format: REPORT_FORMAT,
    version: REPORT_VERSION,
    createdAt: createdAt.toISOString(),
    complete: notRead === 0,
    ...(file === undefined ? {} : { file }),
    totals: {
      images: seen.length,
      shared: seen.filter(isShared).length,
      public: seen.filter((image) => image.public === true).length,
      accounts: accounts.length,
      notRead,
    },
    findings: findingsOf({ images: seen, places: listedAt, accounts, file }, names),
    places: listedAt,
    images: seen,
    accounts,
  };
}

function isShared({ accounts, organisations, shareToEcs }: ReportImage): boolean {
  return accounts.length > 0 || organisations.length > 0 || shareToEcs === true;
}

type Names = Readonly<Record<string, string>>;

function imageOf(
  { target, profile, listing, shares, result }: ImageSeen,
  hasFile: boolean,
  names: Names,
): ReportImage {
  const common = {
    id: shareId(target),
    ...target,
    ...(profile === undefined ? {} : { profile }),
    ...(listing === undefined ? {} : { name: shortName(listing.name), state: stateOf(listing.condition) }),
    ...(hasFile ? { listed: shares.length > 0 } : {}),
  };
  const nobody = { accounts: [], organisations: [] };
  if (result.kind === "failed")
    return { ...common, status: "failed", ...nobody, error: failureOf(result.error, names) } as const;
  if (result.kind === "skipped") return { ...common, status: "not-looked-at", ...nobody } as const;
  if (result.kind === "not-found") return { ...common, status: "not-found", ...nobody } as const;
  const { owner, accounts, since, others, shareToEcs, isPublic, difference } = result;
  const strangers = new Set([...(difference?.unlisted ?? []), ...(difference?.foreign ?? [])]);
  return {
    ...common,
    status: "read",
    ...(owner === undefined ? {} : { owner }),
    ...(isPublic === undefined ? {} : { public: isPublic }),
    accounts: accounts.map((account) => ({
      account,
      ...(Object.hasOwn(since, account) ? { since: since[account] } : {}),
      ...(hasFile ? { listed: difference !== undefined && !strangers.has(account) } : {}),
    })),
    organisations: others.map(shortName),
    ...(shareToEcs === undefined ? {} : { shareToEcs }),
    ...(difference === undefined
      ? {}
      : { missing: [...difference.missing], unlisted: [...difference.unlisted] }),
  };
}

function stateOf(condition: PresentCondition): string {
  return condition.kind === "usable" ? "usable" : shortName(condition.state);
}

function placeOf({ place, images, error }: PlaceSeen, names: Names): ReportPlace {
  const { service, region, profile } = place;
  return {
    service,
    ...(region === undefined ? {} : { region }),
    ...(profile === undefined ? {} : { profile }),
    ...(images === undefined ? {} : { images }),
    ...(error === undefined ? {} : { error: failureOf(error, names) }),
  };
}

function failureOf(error: unknown, names: Names): Failure {
  const topic = error instanceof ExplainedError ? error.topic : "unexpected";
  return { message: shortMessage(formatForTerminal(explain(error), names)), topic };
}

/** Everybody who has access to an image, sorted by name and then by ID; without a name last. */
function accountsOf(images: readonly ReportImage[], names: Names): ReportAccount[] {
  const rows = new Map<string, { clouds: Set<string>; images: number }>();
  for (const { service, accounts } of images) {
    const cloud = findService(service)?.facts.cloud ?? service;
    for (const { account } of accounts) {
      const row = rows.get(account) ?? { clouds: new Set(), images: 0 };
      row.clouds.add(cloud);
      row.images++;
      rows.set(account, row);
    }
  }
  return [...rows]
    .map(([account, row]) => ({
      account,
      ...(Object.hasOwn(names, account) && names[account] !== ""
        ? { name: shortName(names[account] ?? "") }
        : {}),
      clouds: [...row.clouds].sort(),
      images: row.images,
    }))
    .sort((left, right) => (sortKey(left) < sortKey(right) ? -1 : 1));
}

function sortKey({ name, account }: ReportAccount): string {
  return JSON.stringify([name === undefined ? 1 : 0, name?.toLowerCase() ?? "", account]);
}
