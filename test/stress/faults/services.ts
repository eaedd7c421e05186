/** The services, as far as faults are concerned. */
import { findService } from "../../../src/backends/registry";
import type { ServiceEntry } from "../../../src/core/cloud-access";
import type { CallRecord, Emulator, ServiceName } from "../../../src/emulator";
import { accountsOf, everySubject, type Subject } from "../../support/services";

export interface Service extends Subject {
  /** The actions that add, remove and read accounts. */
  readonly adding: string;
  readonly removing: string;
  readonly reading: string;
  readonly busyState: string;
  readonly readyState: string;
}

export const services = Object.fromEntries(
  everySubject.map((subject) => [subject.target.service, serviceOf(subject)]),
) as Readonly<Record<ServiceName, Service>>;

function serviceOf(subject: Subject): Service {
  const { requests, states } = subject;
  const state = (wanted: string) => states.find(([, kind]) => kind === wanted)?.[0] ?? "";
  return {
    ...subject,
    adding: requests.add([]).action,
    removing: requests.remove([]).action,
    reading: requests.describe.action,
    busyState: state("busy"),
    readyState: state("usable"),
  };
}

export function entryOf({ target }: Service): ServiceEntry {
  const entry = findService(target.service);
  if (entry === undefined) throw new Error(`the registry has no ${target.service}`);
  return entry;
}

/** Opens the service as a program's configuration would. */
export async function connect(service: Service, emulator: Emulator) {
  const { facts, open } = entryOf(service);
  const credentials = service.section(emulator.credentials);
  return { facts, backend: await open({ credentials, endpoint: new URL(emulator.url) }) };
}

export function accounts(service: Service, from: number, to: number): string[] {
  return accountsOf(service, from, to);
}

/** Parameters by their paths: `PermissionsToLaunch.Additions.AccountIds`. */
function flat(parameters: object): [path: string, value: unknown][] {
  return Object.entries(parameters).flatMap(([name, value]): [string, unknown][] =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? flat(value).map(([path, inner]) => [`${name}.${path}`, inner])
      : [[name, value]],
  );
}

/** Which accounts a call was to add and to remove; undefined when it is no write. */
export function writeIn({ adding, removing }: Service, { action, parameters }: CallRecord) {
  if (action !== adding && action !== removing) return undefined;
  const isRemoval = adding === removing ? parameters.Permission === "CANCEL" : action === removing;
  const named = flat(parameters).filter(([name]) => /Account|UserId|^member(_id)?$/.test(name));
  const listed = named.map(([name, value]) => ({
    isRemoval: isRemoval || /^Remove|\.Remov(e|als)\./.test(name),
    accounts: Array.isArray(value) ? value.map(String) : String(value).split(","),
  }));
  const those = (removal: boolean) =>
    listed.filter((entry) => entry.isRemoval === removal).flatMap((entry) => entry.accounts);
  return { add: those(false), remove: those(true) };
}
