/**
 * Where a share was made: which address the calls go to, and which of the vendor's sites. State of one place says
 * nothing of another: a run that calls another place is refused, unless the configuration means it.
 */
import { type AccountId, formatAccounts } from "./accounts";
import { ShareError } from "./errors";
import { type ImageTarget, imageLabel } from "./target";

/** The endpoint of a place where none is set: tells the vendor's own hosts from state that records nothing. */
export const VENDOR = "vendor";

export interface RecordedEndpoint {
  /** The address that every call goes to, or {@link VENDOR}. */
  readonly endpoint: string;
  /** Absent where the service is called at one site only. */
  readonly site?: string;
}

/** Where a run calls, and what says so. */
export interface CurrentEndpoint extends RecordedEndpoint {
  /** The key, or the option, that sets the endpoint; where none is set, one that can. */
  readonly endpointKey: string;
  readonly siteKey: string;
}

/** An address that calls go to instead of to the vendor, and the key or the option that says so. */
export interface Endpoint {
  readonly url: URL;
  readonly source: string;
}

/** Completes the name of a key whose value is no such address. */
export const ENDPOINT_RULE =
  'must be an address without a path, such as "http://127.0.0.1:7070"; remove it to reach the vendors';

/** A key written in the place of a host must not be printed as one. */
const MAY_BE_A_KEY = /^[^.:[\]]{28,}$/;

/** @returns undefined for what is no address, or says more than where to connect to */
export function endpointUrl(text: unknown): URL | undefined {
  if (typeof text !== "string" || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isPlain = url.pathname === "/" && !url.search && !url.hash && !url.username && !url.password;
  const isHost = url.hostname !== "" && !MAY_BE_A_KEY.test(url.hostname);
  return isPlain && /^https?:$/.test(url.protocol) && isHost ? url : undefined;
}

/** What state records of a place. */
export function endpointOutputs({ endpoint, site }: RecordedEndpoint): Record<string, unknown> {
  return site === undefined ? { endpoint } : { endpoint, site };
}

/** @returns undefined where state does not say: that of before 0.2, and what is not legible */
export function recordedEndpoint(
  properties: Readonly<Record<string, unknown>>,
): RecordedEndpoint | undefined {
  const { endpoint, site } = properties;
  if (typeof endpoint !== "string" || endpoint === "") return undefined;
  return typeof site === "string" && site !== "" ? { endpoint, site } : { endpoint };
}

/** Whether a share was certainly made at another place than the run calls. */
export function isElsewhere(recorded: RecordedEndpoint | undefined, now: RecordedEndpoint): boolean {
  if (recorded === undefined) return false;
  return recorded.endpoint !== now.endpoint || differs(recorded.site, now.site);
}

/** What is not recorded is not known. */
function differs(recorded: string | undefined, now: string | undefined): boolean {
  return recorded !== undefined && now !== undefined && recorded !== now;
}

/** A share that was made at one place, in a run that calls another. */
export interface MovedShare {
  readonly target: ImageTarget;
  readonly recorded: RecordedEndpoint;
  readonly now: CurrentEndpoint;
  /** Whom the share gave access, according to state. */
  readonly owned: readonly AccountId[];
}

/** What messages call the two places: the site is worth a word where the sites differ. */
function named({ recorded, now }: MovedShare): { there: string; here: string } {
  const areSites = differs(recorded.site, now.site);
  const name = ({ endpoint, site }: RecordedEndpoint) => {
    const host = endpoint === VENDOR ? "the vendor's own hosts" : endpoint;
    return areSites ? `${host} (site ${site})` : host;
  };
  return { there: name(recorded), here: name(now) };
}

/** @param isOfLastRun whether the engine has handed over the configuration of the last run, and not the present one */
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

/** What the configuration has to say for the run to call the place that state names. */
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

/** Who is let go of at the old place, said of a share that moves. */
export function moveLine(displaced: MovedShare): string {
  const { there, here } = named(displaced);
  return `${imageLabel(displaced.target)}: moves from ${there} to ${here} (image-share:moveEndpoint)${keeping(displaced)}`;
}

/** The same of a share that ends in a run that calls another place: there, it has given nobody access. */
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

/** Said of a refresh, which moves nothing. */
export function notRefreshedLine(displaced: MovedShare): string {
  const { there, here } = named(displaced);
  return (
    `${imageLabel(displaced.target)}: not refreshed: state names ${there}, and the share moves to ${here} with the ` +
    "next up (image-share:moveEndpoint)"
  );
}

/**
 * Where calls go instead of to the vendors, in one line; none where no endpoint is set.
 *
 * @param general the one of all clouds that have none of their own
 * @param own those of single clouds and profiles
 */
export function endpointLines(general: Endpoint | undefined, own: readonly Endpoint[]): string[] {
  const name = ({ url, source }: Endpoint) => `${url.origin} (${source})`;
  if (own.length === 0) return general === undefined ? [] : [`image-share: calls go to ${name(general)}`];
  const others = general === undefined ? "the vendors" : name(general);
  return [`image-share: calls go to ${own.map(name).join(", ")}; all others to ${others}`];
}
