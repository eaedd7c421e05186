/** Keys, whose they are, what they may do, and the clock: by the calls that every command makes, once each. */
import type { Connection, Connections } from "../../app/connections";
import type { Backend, CallOptions } from "../../core/backend";
import { VendorError } from "../../core/errors";
import type { ShareFile } from "../share-file";
import { checkProfiles } from "../share-file";
import { clockFinding } from "./clock";
import type { Endpoints } from "./endpoint";
import { adviceFor, type Failure, findingOf, isFailure, isRefused, isWithoutAnswer, saidBy } from "./failure";
import { type Finding, note, ok, problem } from "./finding";
import { permissionFor } from "./permissions";
import type { Asked, KeysToTry } from "./places";
import type { Secrets } from "./secrets";

/** A call that takes longer is a finding of its own. */
const TIMEOUT_MS = 15_000;

export interface Asking {
  readonly connections: Connections;
  readonly endpoints: Endpoints;
  readonly file: ShareFile;
  readonly secrets: Secrets;
  readonly signal: AbortSignal;
}

/** What one set of keys can do. */
export async function keyFindings(group: KeysToTry, asking: Asking): Promise<Finding[]> {
  const { cloud, profile, asked } = group;
  const { connections, endpoints, file } = asking;
  const label = profile === undefined ? cloud : `${cloud}, profile "${profile}"`;
  const endpoint = await endpoints.finding(cloud, profile, label);
  const [first] = asked;
  if (first === undefined) return [endpoint];
  let connection: Connection;
  try {
    checkProfiles(file, [profile]);
    connection = await connections.open(first.service, profile);
  } catch (error) {
    const advice = `give keys for ${cloud}: docs/services/${cloud}-credentials.md has the places in their order`;
    return [endpoint, findingOf("keys", label, error, advice)];
  }
  if (endpoint.status === "problem") {
    return [endpoint, note("keys", `${label}: ${connection.keys.describe()}; nothing was called`)];
  }
  const ears = new Ears(asking.signal);
  const calls = await callFindings(group, label, connection, ears, asking);
  const keys = await answerOf(() => connection.keys.current());
  if ("answer" in keys)
    for (const secret of [keys.answer.secret, keys.answer.token]) asking.secrets.add(secret);
  return [endpoint, ok("keys", `${label}: ${connection.keys.describe()}`), ...calls, ...ears.findings(label)];
}

/** The options of each call; hears the vendor's clock in the answers. */
class Ears {
  readonly options: CallOptions;
  private skew: number | undefined;

  constructor(signal: AbortSignal) {
    this.options = {
      timeoutMs: TIMEOUT_MS,
      signal,
      // One call of each action keeps every rate limit.
      acquire: async () => undefined,
      hearDate: (date) => this.hear(Date.parse(date) - Date.now()),
    };
  }

  /** A slow answer makes the vendor look late, so the nearest counts. */
  private hear(skew: number): void {
    if (Number.isNaN(skew)) return;
    if (this.skew === undefined || Math.abs(skew) < Math.abs(this.skew)) this.skew = skew;
  }

  findings(label: string): Finding[] {
    return this.skew === undefined ? [] : [clockFinding(label, this.skew)];
  }
}

async function callFindings(
  group: KeysToTry,
  label: string,
  { backend, keys }: Connection,
  { options }: Ears,
  asking: Asking,
): Promise<Finding[]> {
  const { cloud, asked, profile } = group;
  const caller = await answerOf(() => backend.callerAccount(asked[0]?.region, options));
  // Side by side, because a network that answers nothing takes the whole time-out of each.
  const reading = await Promise.all(asked.map((place) => readOf(place, profile, options, asking)));
  const services = asked.map(({ service }) => service).join(", ");
  const works = reading.some(({ error }) => error === undefined);
  if ("error" in caller && isWithoutAnswer(caller.error) && !works) {
    const account = findingOf("account", label, caller.error, adviceFor(caller.error));
    return [account, note("permission", `${services}: not known while no call is answered`)];
  }
  if ("error" in caller && isRefused(caller.error) && !works) {
    const advice = `give other keys, or renew these: docs/services/${cloud}-credentials.md has the places in their order`;
    const account = problem(
      "account",
      `${label}: ${saidBy(caller.error)}. Keys: ${keys.describe()}`,
      advice,
      "auth",
    );
    return [account, note("permission", `${services}: not known while the keys are refused`)];
  }
  const reads = reading.map((read) => readFindings(read, group.isNamed || !works));
  const account =
    "answer" in caller
      ? ok("account", `${label}: the keys act for account ${caller.answer}`)
      : works
        ? note("account", `${label}: ${saidBy(caller.error)}. It works without, and the owner is not checked`)
        : findingOf("account", label, caller.error, adviceFor(caller.error));
  return [account, ...reads.flat()];
}

/** Whether one read of a service came about. */
interface Read extends Asked {
  /** Undefined if it did. */
  readonly error?: Failure;
  readonly images: number;
  /** Whether it was also asked who has access to an image. */
  readonly isShareRead: boolean;
}

/** Operators of OpenStack name their regions; the login's catalogue holds them, so this is no further call. */
async function placeIn(asked: Asked, backend: Backend, options: CallOptions): Promise<Asked> {
  if (asked.service !== "openstack-glance" || !asked.isUsual) return asked;
  const listed = await answerOf(async () => backend.listRegions?.(undefined, options));
  const [region] = "answer" in listed ? (listed.answer?.regions ?? []) : [];
  return region === undefined ? asked : { ...asked, region };
}

/** The first page of the images, and of one of them who has access. */
async function readOf(
  asked: Asked,
  profile: string | undefined,
  options: CallOptions,
  { connections }: Asking,
): Promise<Read> {
  const { backend } = await connections.open(asked.service, profile);
  const place = await placeIn(asked, backend, options);
  const { service, region } = place;
  const list = await answerOf(async () => {
    const first = await backend.listImages(region, undefined, options);
    // OUTSCALE's first page only asks whose images they are.
    const isOpening = first.images.length === 0 && first.next !== undefined;
    return isOpening ? backend.listImages(region, first.next, options) : first;
  });
  if ("error" in list) return { ...place, error: list.error, images: 0, isShareRead: false };
  const { images } = list.answer;
  const image = images.find(({ condition }) => condition.kind === "usable");
  if (image === undefined) return { ...place, images: images.length, isShareRead: false };
  const target = { service, ...(region === undefined ? {} : { region }), imageId: image.imageId };
  const scope = { accounts: true, ownEcs: false };
  const share = await answerOf(() => backend.describe(target, scope, undefined, options));
  // Some lists hold images of others, which answer in their own way.
  const error = "error" in share && isRefused(share.error) ? share.error : undefined;
  return { ...place, images: images.length, isShareRead: true, ...(error === undefined ? {} : { error }) };
}

/** @param counts whether a refusal is a problem: of a service that is perhaps not in use, it is none */
function readFindings({ service, region, error, images, isShareRead }: Read, counts: boolean): Finding[] {
  const place = region === undefined ? service : `${service} in ${region}`;
  if (error === undefined) {
    const share = isShareRead
      ? "and who has access to one"
      : "and no image that could show whether the keys may read who has access";
    const count = images === 1 ? "1 image" : `${images} images`;
    return [ok("permission", `${place}: the keys may list images (${count} on the first page), ${share}`)];
  }
  const text = `${place}: ${saidBy(error)}`;
  if (!counts && isRefused(error))
    return [note("permission", `${text}. It matters only where ${service} is used`)];
  if (!(error instanceof VendorError) || !isRefused(error)) {
    return [findingOf("permission", place, error, adviceFor(error))];
  }
  const advice = `allow the keys ${permissionFor(service, error.action)}: docs/services/${service}.md#permissions-that-the-credentials-need`;
  return [problem("permission", text, advice, "auth")];
}

async function answerOf<T>(call: () => Promise<T>): Promise<{ answer: T } | { error: Failure }> {
  try {
    return { answer: await call() };
  } catch (error) {
    if (isFailure(error)) return { error };
    throw error;
  }
}
