/**
 * The endpoint and the vendor's site that a share was made at. State of one endpoint is not valid at
 * another, so a run with another endpoint is refused, unless the configuration moves the share.
 */
import { type AccountId, formatAccounts } from "./accounts";
import { ShareError } from "./errors";
import { type ImageTarget, imageLabel } from "./target";

/** The recorded endpoint of the vendor's own hosts: tells them from state without an endpoint. */
export const VENDOR = "vendor";

export interface RecordedEndpoint {
  /** The address of all calls, or {@link VENDOR}. */
  readonly endpoint: string;
  /** Absent if the service has one site. */
  readonly site?: string;
}

/** The endpoint of a run, and the keys that set it. */
export interface CurrentEndpoint extends RecordedEndpoint {
  /** The key or option that sets the endpoint; without an endpoint, the key that would. */
  readonly endpointKey: string;
  readonly siteKey: string;
}

/** An address that replaces the vendor's hosts, and the key or option that sets it. */
export interface Endpoint {
  readonly url: URL;
  readonly source: string;
}

/** Completes a message that begins with the key. */
export const ENDPOINT_RULE =
  'must be an address without a path, such as "http://127.0.0.1:7070"; remove it to reach the vendors';

/** A key written in the place of a host must not be printed. */
const MAY_BE_A_KEY = /^[^.:[\]]{28,}$/;

/** @returns undefined for a text that is not an address, or that has more than scheme, host and port */
export function endpointUrl(text: unknown): URL | undefined {
  if (typeof text !== "string" || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isPlain = url.pathname === "/" && !url.search && !url.hash && !url.username && !url.password;
  const isHost = url.hostname !== "" && !MAY_BE_A_KEY.test(url.hostname);
  return isPlain && /^https?:$/.test(url.protocol) && isHost ? url : undefined;
}

/** The endpoint as state records it. */
export function endpointOutputs({ endpoint, site }: RecordedEndpoint): Record<string, unknown> {
  return site === undefined ? { endpoint } : { endpoint, site };
}

/** @returns undefined for state from before 0.2, and for state that cannot be read */
export function recordedEndpoint(
  properties: Readonly<Record<string, unknown>>,
): RecordedEndpoint | undefined {
  const { endpoint, site } = properties;
  if (typeof endpoint !== "string" || endpoint === "") return undefined;
  return typeof site === "string" && site !== "" ? { endpoint, site } : { endpoint };
}

/** Whether a share was certainly made at another endpoint than the run calls. */
export function isElsewhere(recorded: RecordedEndpoint | undefined, now: RecordedEndpoint): boolean {
  if (recorded === undefined) return false;
  return recorded.endpoint !== now.endpoint || differs(recorded.site, now.site);
}

/** A value that is not recorded is not known, and does not differ. */
function differs(recorded: string | undefined, now: string | undefined): boolean {
  return recorded !== undefined && now !== undefined && recorded !== now;
}

/** A share that was made at one endpoint, in a run that calls another. */
export interface MovedShare {
  readonly target: ImageTarget;
  readonly recorded: RecordedEndpoint;
  readonly now: CurrentEndpoint;
  /** Accounts that the share owns, according to state. */
  readonly owned: readonly AccountId[];
}

/** The names of both endpoints in messages; with the site if the sites differ. */
function named({ recorded, now }: MovedShare): { there: string; here: string } {
  const areSites = differs(recorded.site, now.site);
  const name = ({ endpoint, site }: RecordedEndpoint) => {
    const host = endpoint === VENDOR ? "the vendor's own hosts" : endpoint;
    return areSites ? `${host} (site ${site})` : host;
  };
  return { there: name(recorded), here: name(now) };
}

/** @param isOfLastRun whether the engine passed the configuration of the last run, and not the current one */
export function wrongEndpoint(displaced: MovedShare, isOfLastRun: boolean): ShareError {
  const { target, recorded, now, owned } = displaced;
  const { there, here } = named(displaced);
  const lastRun = isOfLastRun
    ? " A refresh and a destroy go by the configuration of the last `pulumi up`: run that first, with the share in the program."
    : "";
  return new ShareError(
    `${imageLabel(target)}: the share was made at ${there}, according to state, and this run calls ${here}` +
      `${because(now)}: nothing was changed. ${wayBack(recorded, now)}, and run this again.${lastRun} To move the share ` +
      `instead, run \`pulumi config set image-share:moveEndpoint true\` and \`pulumi up\`, and remove the key afterwards. ` +
      `State then names ${here}, and what was shared at ${there} stays there, without an owner` +
      `${owned.length === 0 ? "" : `: ${formatAccounts(owned)}`}.`,
    "wrong-endpoint",
    { wrote: false },
  );
}

function because({ endpoint, endpointKey }: CurrentEndpoint): string {
  return endpoint === VENDOR ? "" : `, as ${endpointKey} says`;
}

/** The change to the configuration that makes the run call the endpoint in state. */
function wayBack(recorded: RecordedEndpoint, now: CurrentEndpoint): string {
  const toEndpoint =
    recorded.endpoint === VENDOR
      ? `remove ${now.endpointKey}`
      : `set ${now.endpointKey} to ${recorded.endpoint}`;
  const steps = [
    ...(recorded.endpoint === now.endpoint ? [] : [toEndpoint]),
    ...(differs(recorded.site, now.site) ? [`set ${now.siteKey} to ${recorded.site}`] : []),
  ];
  const [first = "", ...more] = steps.join(" and ");
  return first.toUpperCase() + more.join("");
}

/** The line about a share that moves: which accounts keep access at the old endpoint. */
export function moveLine(displaced: MovedShare): string {
  const { there, here } = named(displaced);
  return `${imageLabel(displaced.target)}: moves from ${there} to ${here} (image-share:moveEndpoint)${keeping(displaced)}`;
}

/** The line about a share that ends in a run with another endpoint: it gave no access there. */
export function leaveLine(displaced: MovedShare): string {
  const { there, here } = named(displaced);
  return (
    `${imageLabel(displaced.target)}: nothing is revoked at ${there}, since calls go to ${here} ` +
    `(image-share:moveEndpoint)${keeping(displaced)}`
  );
}

function keeping(displaced: MovedShare): string {
  const { owned } = displaced;
  return owned.length === 0
    ? ""
    : `; at ${named(displaced).there}, these keep access, and no share lists them any more: ${formatAccounts(owned)}`;
}

/** The line of a refresh, which moves no share. */
export function notRefreshedLine(displaced: MovedShare): string {
  const { there, here } = named(displaced);
  return (
    `${imageLabel(displaced.target)}: not refreshed: state names ${there}, and the share moves to ${here} with the ` +
    "next up (image-share:moveEndpoint)"
  );
}

/**
 * One line about the endpoints that replace the vendors' hosts; empty without an endpoint.
 *
 * @param general the endpoint of all clouds without their own
 * @param own the endpoints of single clouds and profiles
 */
export function endpointLines(general: Endpoint | undefined, own: readonly Endpoint[]): string[] {
  const name = ({ url, source }: Endpoint) => `${url.origin} (${source})`;
  if (own.length === 0) return general === undefined ? [] : [`image-share: calls go to ${name(general)}`];
  const others = general === undefined ? "the vendors" : name(general);
  return [`image-share: calls go to ${own.map(name).join(", ")}; all others to ${others}`];
}
