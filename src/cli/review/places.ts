/** Whether the preview's configuration has the endpoint that a share was made at. */
import { findService } from "../../backends/registry";
import { endpointUrl, isElsewhere, type RecordedEndpoint, VENDOR } from "../../core/recorded-endpoint";
import type { Held } from "./share";

/** The configured endpoint, compared with a share's. */
export type Whereabouts =
  | { readonly kind: "here" }
  | { readonly kind: "elsewhere"; readonly there: string; readonly here: string; readonly isMoving: boolean }
  /** Completes "… is secret": what hides the endpoint. */
  | { readonly kind: "hidden"; readonly what: string };

type Config = ReadonlyMap<string, string>;

/** The members of a section that decide the endpoint; values are unchecked. */
interface Section {
  readonly endpoint?: unknown;
  readonly site?: unknown;
}

/** A value that the preview hides, or that is not configuration of this package. */
class Hidden extends Error {}

/** Compares a share's endpoint with the configuration; `here` also if state has no endpoint. */
export function whereaboutsOf(held: Held, config: Config): Whereabouts {
  const { target, place, profile, isProfileHidden } = held;
  if (target === undefined || place === undefined) return { kind: "here" };
  if (isProfileHidden) return { kind: "hidden", what: "credentials" };
  try {
    const { cloud = target.service, sites } = findService(target.service)?.facts ?? {};
    const now = placeIn(config, cloud, profile, sites);
    if (!isElsewhere(place, now)) return { kind: "here" };
    const isMoving = config.get("image-share:moveEndpoint") === "true";
    return { kind: "elsewhere", there: named(place, now), here: named(now, place), isMoving };
  } catch (error) {
    if (error instanceof Hidden) return { kind: "hidden", what: error.message };
    throw error;
  }
}

/** Like app/endpoints.ts: from the profile, else from the cloud, else for all clouds. */
function placeIn(
  config: Config,
  cloud: string,
  profile: string | undefined,
  sites: readonly string[] | undefined,
): RecordedEndpoint {
  const ofProfile = profile === undefined ? undefined : profileSection(config, cloud, profile);
  const key = `image-share:${cloud}`;
  const ofCloud: Section | undefined = sectionIn(key, config.get(key));
  const said = ofProfile?.endpoint ?? ofCloud?.endpoint ?? config.get("image-share:endpoint");
  const endpoint = said === undefined ? VENDOR : endpointUrl(said)?.origin;
  if (endpoint === undefined) throw new Hidden("the endpoint");
  if (sites === undefined) return { endpoint };
  const site = (profile === undefined ? ofCloud : ofProfile)?.site ?? sites[0];
  if (typeof site !== "string") throw new Hidden("the site");
  return { endpoint, site };
}

function profileSection(config: Config, cloud: string, profile: string): Section | undefined {
  const key = "image-share:profiles";
  const sections = memberOf(sectionIn(key, config.get(key)), profile);
  return sections === undefined ? undefined : (memberOf(sections, cloud) as Section | undefined);
}

function sectionIn(key: string, text: string | undefined): object | undefined {
  if (text === undefined) return undefined;
  const value = fromJson(text);
  if (typeof value !== "object" || value === null) throw new Hidden(key);
  return value;
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function memberOf(value: unknown, name: string): unknown {
  if (value === undefined) return undefined;
  if (typeof value !== "object" || value === null) throw new Hidden("image-share:profiles");
  return Object.entries(value).find(([key]) => key === name)?.[1];
}

/** The endpoint's name; with the site if the sites differ. */
function named({ endpoint, site }: RecordedEndpoint, other: RecordedEndpoint): string {
  const host = endpoint === VENDOR ? "the vendor's own hosts" : endpoint;
  return site === undefined || other.site === undefined || site === other.site
    ? host
    : `${host} (site ${site})`;
}
