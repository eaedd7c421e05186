/** Converts the engine's values to those of the product. */

import type { App } from "../app/app";
import { requestFromState } from "../app/request";
import type { AccountId } from "../core/accounts";
import type { ArgFailure } from "../core/arg-failures";
import { computedOutputs, imageArguments, type ShareArgs } from "../core/arguments";
import { withTopic } from "../core/error-topics";
import { ConfigurationError } from "../core/errors";
import { lastListedIn, ownedIn, snapshotGoalOf } from "../core/goal";
import { granteeLists } from "../core/grantees";
import { ownership } from "../core/plan";
import { listedBeside, readState, recordedTarget, type ShareState, shares } from "../core/state";
import { type ImageTarget, imageLabel, parseShareId } from "../core/target";
import { partialLabel } from "../core/unknown-values";

export type Properties = Record<string, unknown>;

/** The engine's sentinel for a value that is not known at preview (`pulumi.runtime.unknownValue`). */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export type Method = "check" | "diff" | "create" | "update" | "read" | "delete";

/** The label of the image that a call of the engine is about. */
export function labelOfCall(method: Method, args: readonly unknown[]): string {
  const [first, second] = args;
  if (method === "check" || method === "create") {
    const properties = ((method === "check" ? second : first) ?? {}) as Properties;
    const target = recordedTarget(properties);
    if (target === undefined) return "image-share";
    const isUnknown = (key: "region" | "imageId") => properties[key] === unknownValue;
    return partialLabel(target, { region: isUnknown("region"), imageId: isUnknown("imageId") });
  }
  const target = parseShareId(String(first));
  return target === undefined ? String(first) : imageLabel(target);
}

/** A failed check, as the engine shows it. */
export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

/** Omits the property, because the engine would print its value, secret or not. The reason names it. */
export function toCheckFailure(app: App, { reason, topic }: ArgFailure): CheckFailure {
  return { property: "", reason: app.present(withTopic(reason, topic)) };
}

export function requireState(id: string, properties: Properties): ShareState {
  const state = readState(id, properties);
  if (state !== undefined) return state;
  const { __provider, credentials, ...recorded } = properties;
  throw Object.values(recorded).every((value) => value === undefined)
    ? new ConfigurationError(
        `the id "${id}" names no image: write <service>/<region>/<imageId>, or alicloud-ens/<imageId>`,
        "invalid-argument",
      )
    : new ConfigurationError(`the state of the resource with the id "${id}" does not name an image`, "state");
}

/** The outputs of a read: the state before, with access as it is now. */
export function readOutputs(
  properties: Properties,
  state: ShareState,
  live: ReadonlySet<AccountId>,
): { props: Properties; inputs: Properties } {
  // `ImageShare.get` has no foreign accounts: it returns all that have access.
  const isOnlyLooking = state.isLookup || !state.isRecorded;
  const held = ownership(live, {
    ...{ listed: [], owned: isOnlyLooking ? [...live] : ownedIn(state) },
    ...(state.snapshots === true ? { snapshots: snapshotGoalOf(state) } : {}),
  });
  const { __provider, ...known } = properties;
  const found = shares(held, requestFromState(state).scope);
  const outputs: Properties = {
    ...known,
    ...state.target,
    ...(isOnlyLooking ? withoutEmptyLists(found) : found),
  };
  const isOutput = (key: string) => key === "isLookup" || computedOutputs.some((name) => name === key);
  const inputs = Object.fromEntries(Object.entries(outputs).filter(([key]) => !isOutput(key)));
  const isKept = (key: string) => keptOutputs.some((name) => name === key) || Object.hasOwn(found, key);
  const computed = {
    ...Object.fromEntries(
      Object.entries(outputs).filter(([key, value]) => isOutput(key) && isKept(key) && value !== undefined),
    ),
    // The program's list stays, even if access changed outside of Pulumi.
    ...(isOnlyLooking ? {} : listedBeside(lastListedIn(state), inputs)),
  };
  return { props: { ...inputs, ...computed, ...(isOnlyLooking ? { isLookup: true } : {}) }, inputs };
}

/** Outputs that a read takes over as they are. */
const keptOutputs = ["closedAccounts", "owner", "snapshotIds", "endpoint", "site"] as const;

/** A look at an image has the lists of accounts, and of other kinds those that are not empty. */
function withoutEmptyLists(found: Properties): Properties {
  const isEmpty = (key: string) =>
    granteeLists.some(({ argument }) => argument === key && argument !== "accounts") &&
    Array.isArray(found[key]) &&
    found[key].length === 0;
  return Object.fromEntries(Object.entries(found).filter(([key]) => !isEmpty(key)));
}

/** Checked arguments; undefined while a value is not known. */
function knownArgs(checked: Properties): ShareArgs | undefined {
  const values = Object.values(checked).flat();
  return values.includes(unknownValue) ? undefined : (checked as unknown as ShareArgs);
}

/** At create and update all values are known, and check has validated them. */
export function resolvedArgs(inputs: Properties): ShareArgs {
  const args = knownArgs(inputs);
  if (args === undefined)
    throw new ConfigurationError("an argument is still unknown when the share is to be made");
  return args;
}

/** Failures of configuration and credentials, which a preview must show as well. */
export async function checkConnection(app: App, args: Properties): Promise<CheckFailure[]> {
  if (args.credentials === unknownValue) return [];
  const profile = args.credentials as string | undefined;
  try {
    await app.connections.open(String(args.service), profile);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return [{ property: "", reason: app.explain(error) }];
    throw error;
  }
}

/** A map key for checked arguments, independent of the order of properties. */
export function keyOf(checked: Properties): string {
  return JSON.stringify(
    Object.entries(checked)
      .filter(([key]) => key !== "__provider")
      .sort(),
  );
}

/** Unknown arguments that may name the same image; empty if a known argument differs. */
export function unknownOf(news: Properties, olds: Properties | ImageTarget): string[] {
  const before: Properties = { ...olds };
  const replaces = imageArguments.filter((key) => news[key] !== before[key]);
  return replaces.every((key) => news[key] === unknownValue) ? replaces : [];
}

/** Whether an answer of check has failures: the engine then stops as after an error. */
export function hasFailures(answer: unknown): boolean {
  return (
    isObject(answer) && "failures" in answer && Array.isArray(answer.failures) && answer.failures.length > 0
  );
}

export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
