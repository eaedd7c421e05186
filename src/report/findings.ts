/** What a report points out. */
import { formatAccounts } from "../core/accounts";
import { formatForTerminal } from "../core/printable";
import { imageLabel } from "../core/target";
import {
  type Finding,
  type FindingKind,
  findingKinds,
  type ReportAccount,
  type ReportImage,
  type ReportPlace,
} from "./model";

/** The heading of each kind, for pages and summaries. */
export const findingTitles: Readonly<Record<FindingKind, string>> = {
  "not-read": "Could not be looked at",
  public: "Public images",
  "unnamed-account": "Accounts without a name",
  "unlisted-image": "Shared in the cloud, and in no list",
  "unlisted-access": "Have access, and are not listed",
  "missing-access": "Are listed, and have no access",
  "not-found": "Listed images that are not found",
};

interface Observed {
  readonly images: readonly ReportImage[];
  readonly places: readonly ReportPlace[];
  readonly accounts: readonly ReportAccount[];
  readonly file: string | undefined;
}

/** By kind, the most urgent first; of each kind, by image. @param names names of accounts, for messages */
export function findingsOf(observed: Observed, names: Readonly<Record<string, string>>): Finding[] {
  const { images, places, accounts } = observed;
  const all = [
    ...places.flatMap(unlistedPlace),
    ...images.flatMap((image) => aboutImage(image)),
    ...accounts.flatMap(unnamed),
  ].map((finding) => ({ ...finding, message: formatForTerminal(finding.message, names) }));
  return findingKinds.flatMap((kind) => all.filter((finding) => finding.kind === kind));
}

function unlistedPlace({ service, region, error }: ReportPlace): Finding[] {
  if (error === undefined) return [];
  const where = region === undefined ? service : `${service} ${region}`;
  return [{ kind: "not-read", message: startingWith(where, error.message) }];
}

function aboutImage(image: ReportImage): Finding[] {
  const { id, status, error, accounts, missing = [], unlisted = [], listed } = image;
  const label = labelOf(image);
  const found: Finding[] = [];
  const say = (kind: FindingKind, what: string, who?: readonly string[]) =>
    found.push({
      kind,
      id,
      ...(who === undefined ? {} : { accounts: [...who] }),
      message: `${label}: ${what}`,
    });
  if (status === "failed")
    found.push({ kind: "not-read", id, message: startingWith(label, error?.message ?? "failed") });
  if (status === "not-looked-at") say("not-read", "interrupted before it was looked at");
  if (status === "not-found") say("not-found", "image not found, or not owned by these credentials");
  if (image.public === true) say("public", "every account of the cloud can use it, listed or not");
  const { organisations } = image;
  const who = [...accounts.map(({ account }) => account), ...organisations];
  if (listed === false && (who.length > 0 || image.shareToEcs === true)) {
    say(
      "unlisted-image",
      `shared, and the file does not list it: ${formatAccounts(who) || "your own ECS"}`,
      who,
    );
  }
  if (unlisted.length > 0)
    say("unlisted-access", `has access and is not listed: ${formatAccounts(unlisted)}`, unlisted);
  if (missing.length > 0)
    say("missing-access", `is listed and has no access: ${formatAccounts(missing)}`, missing);
  return found;
}

/** As every line about the image begins. */
function labelOf({ service, region, imageId }: ReportImage): string {
  return imageLabel(region === undefined ? { service, imageId } : { service, region, imageId });
}

function unnamed({ account, name, clouds, images }: ReportAccount): Finding[] {
  if (name !== undefined) return [];
  const many = images === 1 ? "1 image" : `${images} images`;
  const message = `${account}: has no name, and can use ${many} (${clouds.join(", ")})`;
  return [{ kind: "unnamed-account", accounts: [account], message }];
}

function startingWith(label: string, message: string): string {
  return message.startsWith(label) ? message : `${label}: ${message}`;
}
