/** What the engine hands over, in the product's own terms. */

import type { App } from "../app/app";
import { requestFromState } from "../app/request";
import type { AccountId } from "../core/accounts";
import type { ArgFailure, ShareArgs } from "../core/args";
import { withTopic } from "../core/error-topics";
import { ConfigurationError } from "../core/errors";
import { lastListedIn, ownedIn } from "../core/goal";
import { ownership } from "../core/plan";
import { listedBeside, readState, recordedTarget, type ShareState, shares } from "../core/state";
import { type ImageTarget, imageLabel, parseShareId } from "../core/target";
import { partialLabel } from "../core/unknown-values";

export type Properties = Record<string, unknown>;

/** What the engine sends at preview in place of a value that is not known yet (`pulumi.runtime.unknownValue`). */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Arguments that name the image: another value replaces the share. */
export const replaceOnChanges = ["service", "region", "imageId"] as const;

export type Method = "check" | "diff" | "create" | "update" | "read" | "delete";

/** The image that a call of the engine is about, as messages name it. */
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

/** What the engine shows of a failed check. */
export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

/** The engine prints the value of a property that a failure names, secret or not; the reasons name it as well. */
export function toCheckFailure({ reason, topic }: ArgFailure): CheckFailure {
  return { property: "", reason: withTopic(reason, topic) };
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

/** What a read records: who has access now, beside everything that was recorded before. */
export function readOutputs(
  properties: Properties,
  state: ShareState,
  live: ReadonlySet<AccountId>,
): { props: Properties; inputs: Properties } {
  // For `ImageShare.get` nobody is foreign: the reader asks who has access.
  const isOnlyLooking = state.isLookup || !state.isRecorded;
  const held = ownership(live, { listed: [], owned: isOnlyLooking ? [...live] : ownedIn(state) });
  const { __provider, ...known } = properties;
  const outputs: Properties = { ...known, ...state.target, ...shares(held, requestFromState(state).scope) };
  const { foreignAccounts, closedAccounts, listedAccounts: _, listedShareToEcs: __, ...others } = outputs;
  const { owner, endpoint, site, isLookup: ___, ...inputs } = others;
  const computed = {
    foreignAccounts,
    // What the program listed survives whatever was done outside.
    ...(isOnlyLooking ? {} : listedBeside(lastListedIn(state), inputs)),
    ...(closedAccounts === undefined ? {} : { closedAccounts }),
    ...Object.fromEntries(Object.entries({ owner, endpoint, site }).filter(([, said]) => said !== undefined)),
  };
  return { props: { ...inputs, ...computed, ...(isOnlyLooking ? { isLookup: true } : {}) }, inputs };
}

/** Checked arguments, or undefined while some value is not known. */
function knownArgs(checked: Properties): ShareArgs | undefined {
  const values = Object.values(checked).flat();
  return values.includes(unknownValue) ? undefined : (checked as unknown as ShareArgs);
}

/** At create and update everything is known, and check has been there before. */
export function resolvedArgs(inputs: Properties): ShareArgs {
  const args = knownArgs(inputs);
  if (args === undefined)
    throw new ConfigurationError("an argument is still unknown when the share is to be made");
  return args;
}

/** Complaints about configuration and credentials, which a preview must show as well. */
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

/** Stands for checked arguments, in whatever order the engine hands them over. */
export function keyOf(checked: Properties): string {
  return JSON.stringify(
    Object.entries(checked)
      .filter(([key]) => key !== "__provider")
      .sort(),
  );
}

/** What may turn out to name the same image, where nothing else names another one. */
export function unknownOf(news: Properties, olds: Properties | ImageTarget): string[] {
  const before: Properties = { ...olds };
  const replaces = replaceOnChanges.filter((key) => news[key] !== before[key]);
  return replaces.every((key) => news[key] === unknownValue) ? replaces : [];
}

/** Whether an answer of check complains: the engine stops then as after an error. */
export function hasFailures(answer: unknown): boolean {
  return (
    isObject(answer) && "failures" in answer && Array.isArray(answer.failures) && answer.failures.length > 0
  );
}

export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
