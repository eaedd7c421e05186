/** What changed between two reports. Only what both have looked at is compared. */
import type { Changes, Report, ReportImage } from "./model";

export function changesBetween(before: Report, after: Report): Changes {
  const old = new Map(before.images.map((image) => [image.id, image]));
  const now = new Map(after.images.map((image) => [image.id, image]));
  const changes: Changes = {
    since: before.createdAt,
    gained: [],
    lost: [],
    becamePublic: [],
    noLongerPublic: [],
    newImages: [],
    goneImages: [],
    notCompared: [],
  };
  for (const id of [...new Set([...old.keys(), ...now.keys()])].sort()) {
    const [earlier, later] = [
      stateIn(before, old.get(id), now.get(id)),
      stateIn(after, now.get(id), old.get(id)),
    ];
    if (earlier === undefined || later === undefined) {
      changes.notCompared.push(id);
      continue;
    }
    if (earlier === "absent" && later !== "absent") changes.newImages.push(id);
    if (earlier !== "absent" && later === "absent") changes.goneImages.push(id);
    const [had, has] = [granteesOf(earlier), granteesOf(later)];
    const gained = [...has].filter((grantee) => !had.has(grantee)).sort();
    const lost = [...had].filter((grantee) => !has.has(grantee)).sort();
    if (gained.length > 0) changes.gained.push({ id, accounts: gained });
    if (lost.length > 0) changes.lost.push({ id, accounts: lost });
    const [wasPublic, isPublic] = [isPublicIn(earlier), isPublicIn(later)];
    if (isPublic && !wasPublic) changes.becamePublic.push(id);
    if (wasPublic && !isPublic) changes.noLongerPublic.push(id);
  }
  return changes;
}

/** How many things changed. */
export function countOf({
  gained,
  lost,
  becamePublic,
  noLongerPublic,
  newImages,
  goneImages,
}: Changes): number {
  return [gained, lost, becamePublic, noLongerPublic, newImages, goneImages].reduce(
    (sum, list) => sum + list.length,
    0,
  );
}

type State = ReportImage | "absent";

/** The image in a report; undefined if the report did not look at it. @param other the same image in the other report */
function stateIn(
  report: Report,
  image: ReportImage | undefined,
  other: ReportImage | undefined,
): State | undefined {
  if (image?.status === "read") return image;
  if (image?.status === "not-found") return "absent";
  if (image !== undefined || other === undefined) return undefined;
  const wasListed = report.places.some(
    ({ service, region, profile, images }) =>
      images !== undefined &&
      service === other.service &&
      region === other.region &&
      profile === other.profile,
  );
  return wasListed ? "absent" : undefined;
}

function granteesOf(state: State): ReadonlySet<string> {
  if (state === "absent") return new Set();
  const { accounts, organisations, shareToEcs } = state;
  return new Set([
    ...accounts.map(({ account }) => account),
    ...organisations,
    ...(shareToEcs === true ? ["own-ecs"] : []),
  ]);
}

function isPublicIn(state: State): boolean {
  return state !== "absent" && state.public === true;
}
