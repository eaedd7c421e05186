/** Splits arguments into unknown values and the known part. */
import { sortedUnique } from "./accounts";
import type { ShareArgs } from "./arguments";
import { granteeLists } from "./grantees";
import type { ListArgument } from "./service-facts";
import type { ImageTarget } from "./target";

/** The unknown values in the arguments of a share. */
export interface UnknownValues {
  /** How many listed accounts are unknown; Infinity if the whole list is. */
  readonly accounts: number;
  /** The same of organisations, and of organisational units. */
  readonly organizationArns: number;
  readonly organizationalUnitArns: number;
  /** How many protected accounts are unknown; Infinity if the whole list is. */
  readonly protectedAccounts: number;
  readonly region: boolean;
  readonly imageId: boolean;
  readonly shareToEcs: boolean;
  readonly snapshots: boolean;
  readonly exclusive: boolean;
  readonly maxRemovals: boolean;
  readonly allowEmpty: boolean;
  readonly credentials: boolean;
  readonly timeoutSeconds: boolean;
}

export interface KnownPart {
  /**
   * The arguments without unknown values: the known accounts, the mode that revokes most, and no bound that may turn
   * out to be higher. An unknown image has the sentinel as its names, which must not be used.
   */
  readonly args: ShareArgs;
  readonly unknown: UnknownValues;
}

type Checked = Readonly<Record<string, unknown>>;

/** @param checked arguments that passed `checkArgs` */
export function knownPart(checked: Checked, unknownValue: unknown): KnownPart {
  const isUnknown = (key: keyof ShareArgs) => checked[key] === unknownValue;
  const unknownOf = (key: ListArgument | "protectedAccounts") => {
    const list = checked[key];
    if (list === unknownValue) return Number.POSITIVE_INFINITY;
    return Array.isArray(list) ? list.filter((value) => value === unknownValue).length : 0;
  };
  const unknown: UnknownValues = {
    accounts: unknownOf("accounts"),
    organizationArns: unknownOf("organizationArns"),
    organizationalUnitArns: unknownOf("organizationalUnitArns"),
    protectedAccounts: unknownOf("protectedAccounts"),
    region: isUnknown("region"),
    imageId: isUnknown("imageId"),
    shareToEcs: isUnknown("shareToEcs"),
    snapshots: isUnknown("snapshots"),
    exclusive: isUnknown("exclusive"),
    maxRemovals: isUnknown("maxRemovals"),
    allowEmpty: isUnknown("allowEmpty"),
    credentials: isUnknown("credentials"),
    timeoutSeconds: isUnknown("timeoutSeconds"),
  };
  const known = Object.entries(checked).flatMap(([key, value]): [string, unknown][] => {
    if (granteeLists.some(({ argument }) => argument === key) && value === unknownValue) return [[key, []]];
    // Without this, the whole image would be out of scope.
    if (key === "shareToEcs" && value === unknownValue) return [[key, false]];
    // Who has access to the snapshots may lose it; a plan promises nobody access to them.
    if (key === "snapshots" && value === unknownValue) return [[key, true]];
    if (key === "exclusive" && value === unknownValue) return [[key, true]];
    // The program sets it, so a large removal is not refused for a missing maxRemovals.
    if (key === "maxRemovals" && value === unknownValue) return [[key, Number.MAX_SAFE_INTEGER]];
    if (value === unknownValue && key !== "imageId" && key !== "region") return [];
    if (!isList(key) || !Array.isArray(value)) return [[key, value]];
    return [[key, sortedUnique(value.filter((element) => element !== unknownValue))]];
  });
  return { args: Object.fromEntries(known) as unknown as ShareArgs, unknown };
}

function isList(key: string): boolean {
  return key === "protectedAccounts" || granteeLists.some(({ argument }) => argument === key);
}

export function isAllKnown(unknown: UnknownValues): boolean {
  return Object.values(unknown).every((value) => value === false || value === 0);
}

/** Whether the resulting access depends on an unknown value. */
export function decidesAccess(unknown: UnknownValues): boolean {
  const { region, imageId, shareToEcs, snapshots, exclusive, credentials } = unknown;
  const isSetting = shareToEcs || snapshots || exclusive || credentials;
  return unknownGrantees(unknown) > 0 || region || imageId || isSetting;
}

/** How many listed grantees are not known, of all kinds; Infinity if a whole list is. */
export function unknownGrantees(unknown: Pick<UnknownValues, ListArgument>): number {
  return granteeLists.reduce((sum, { argument }) => sum + unknown[argument], 0);
}

/** Whether the image is not known. */
export function isTargetUnknown({ region, imageId }: UnknownValues): boolean {
  return region || imageId;
}

/** How messages name an image if its region or ID is not known. */
export function partialLabel(
  { service, region, imageId }: ImageTarget,
  unknown: Pick<UnknownValues, "region" | "imageId">,
): string {
  const place = unknown.region ? "region not known yet" : region;
  if (!unknown.imageId) return place === undefined ? imageId : `${imageId} (${place})`;
  return `an image not known yet (${[service, place].filter((part) => part !== undefined).join(", ")})`;
}

/** The arguments that are not known and decide who has access, in words: "accounts has 1 value that is not known yet". */
export function describeUnknown(unknown: UnknownValues): string {
  const parts = [
    unknown.imageId ? "imageId is not known yet" : "",
    unknown.region ? "region is not known yet" : "",
    unknown.credentials ? "credentials is not known yet" : "",
    ...granteeLists.map(({ argument }) => unknownList(argument, unknown[argument])),
    unknown.shareToEcs ? "shareToEcs is not known yet" : "",
    unknown.snapshots ? "snapshots is not known yet" : "",
    unknown.exclusive ? "exclusive is not known yet" : "",
  ];
  return parts.filter((part) => part !== "").join(", ");
}

/** Of one list, in words; empty when all of it is known. */
export function unknownList(name: string, count: number): string {
  if (count === 0) return "";
  if (count === Number.POSITIVE_INFINITY) return `${name} is not known yet`;
  return count === 1
    ? `${name} has 1 value that is not known yet`
    : `${name} has ${count} values that are not known yet`;
}
