/**
 * Shares that come to their end, and with them the access that they gave: the provider is not asked about those before
 * the up. The engine has many names for it, and leaves some of them out of what it shows.
 */
import { imageLabel } from "../../core/target";
import type { EngineResource, Operation, Preview, Step } from "./preview";
import { heldBy, isShare } from "./share";
import type { KnownState, StackState } from "./stack-state";

export interface Ending {
  /** As state holds it. */
  readonly share: EngineResource;
  /** Completes "will lose access (…)". */
  readonly why: string;
  /** Why nobody loses access all the same; completes "keeps access (…)". */
  readonly spared: string | undefined;
  /** Of the resource that takes its place after it was deleted; undefined where the deletion comes later, or is the end. */
  readonly deletedFirstBy: string | undefined;
}

export interface Endings {
  readonly endings: readonly Ending[];
  /** Shares that the preview does not show, and that stay as they are. */
  readonly hidden: readonly EngineResource[];
  /** Shares that the preview does not show, and of which it cannot be told what becomes. */
  readonly lost: readonly EngineResource[];
  /** What cannot be told, in whole sentences. */
  readonly gaps: readonly string[];
}

const deleting: readonly Operation[] = ["delete", "delete-replaced", "discard", "discard-replaced"];

/** @param hasFailed whether the preview itself did */
export function endingsIn(preview: Preview, known: KnownState, hasFailed: boolean): Endings {
  const { steps } = preview;
  const state = "resources" in known ? known.resources : undefined;
  const isRefreshOnly = isOnlyRefreshed(steps);
  const deletes = isRefreshOnly ? [] : steps.filter(({ op }) => deleting.includes(op));
  const replaced = steps.filter((step) => isReplacedUnseen(step, preview, state));
  const left =
    preview.isWhole || isRefreshOnly ? [] : (state ?? []).filter(({ isPendingDelete }) => isPendingDelete);
  const { hidden, lost } = unshown(preview, state, isRefreshOnly);
  const missing = "missing" in known && !preview.isWhole && !isRefreshOnly ? [noState(known.missing)] : [];
  const ours = (resources: readonly EngineResource[]) =>
    resources.filter((resource) => isShare(resource) && !resource.external);
  const gone = goneUrns(steps, replaced, left);
  const spare = (share: EngineResource) => sparedBy(share, state, gone, hasFailed);
  const ends = (share: EngineResource | undefined, why: string, deletedFirstBy?: string): Ending[] =>
    share === undefined || !isShare(share) || share.external
      ? []
      : [{ share, why, spared: spare(share), deletedFirstBy }];
  return {
    endings: [
      ...deletes.flatMap((step) => {
        const replacement = replacementOf(step, steps);
        return ends(step.before, whyDeleted(step, replacement), replacement && deletedFirstBy(replacement));
      }),
      ...replaced.flatMap((step) => ends(step.before, whyReplaced(step), deletedFirstBy(step))),
      ...left.flatMap((share) => ends(share, `${LEFT_BEHIND}, unless --target leaves it out`)),
    ],
    hidden: ours(hidden),
    lost: ours(lost),
    gaps: [...missing, ...illegible(steps)],
  };
}

const LEFT_BEHIND = "an earlier run replaced the resource, and its deletion is still to be done";

/** A replacement of which the engine did not show the half that deletes. */
function isReplacedUnseen(
  { op, urn, before }: Step,
  { isWhole, steps }: Preview,
  state: StackState | undefined,
): boolean {
  if (op !== "replace" || before === undefined) return false;
  if (isWhole || steps.some((step) => step.urn === urn && deleting.includes(step.op))) return false;
  // The mark may be of this very preview. Only state tells whether the deletion has been done.
  const wasDeleted = state?.some((old) => old.urn === before.urn && old.isPendingReplacement) === true;
  return !(before.isPendingReplacement && wasDeleted);
}

/** The step that replaces what this one deletes. */
function replacementOf({ op, urn, before }: Step, steps: readonly Step[]): Step | undefined {
  if (op === "delete" || op === "discard") return undefined;
  const replacement = steps.find((step) => step.urn === urn && step.op === "replace");
  return replacement === undefined || isOtherGeneration(replacement, before) ? undefined : replacement;
}

function whyDeleted({ op }: Step, replacement: Step | undefined): string {
  if (op === "delete" || op === "discard") return "the resource is deleted";
  return replacement === undefined ? LEFT_BEHIND : whyReplaced(replacement);
}

/** What is not marked for a deletion that comes later is deleted first. */
function deletedFirstBy({ urn, before }: Step): string | undefined {
  return before?.isPendingDelete === true ? undefined : urn;
}

/** Whether an older share than the one that is replaced now is meant. */
function isOtherGeneration({ before }: Step, share: EngineResource | undefined): boolean {
  return before?.id !== share?.id || before?.modified !== share?.modified;
}

function whyReplaced({ before, after }: Step): string {
  if (after?.external === true) return "the resource becomes a lookup, which gives no access";
  const [old, now] = [before?.outputs ?? {}, after?.inputs ?? {}];
  const isSame = ["service", "region", "imageId"].every((key) => old[key] === now[key]);
  if (isSame) return "the resource is replaced";
  const isSharedFirst = before?.isPendingDelete === true;
  return `another image takes its place${isSharedFirst ? ", and is shared first" : ""}`;
}

/** Resources of state that the preview says nothing of: unchanged ones, as far as their number tells. */
function unshown(preview: Preview, state: StackState | undefined, isRefreshOnly: boolean) {
  const { steps, unchanged } = preview;
  const nothing: readonly EngineResource[] = [];
  if (state === undefined || isRefreshOnly) return { hidden: nothing, lost: nothing };
  const isProgress = ({ op }: Step) => op !== "refresh" && op !== "diff";
  const shown = new Set(steps.filter(isProgress).flatMap(({ urn, before }) => [urn, before?.urn ?? urn]));
  const isIdle = ({ isPendingDelete, isPendingReplacement, isView }: EngineResource) =>
    isPendingDelete || isPendingReplacement || isView;
  const rest = state.filter(
    (resource) =>
      !shown.has(resource.urn) &&
      !isIdle(resource) &&
      !isDefaultProvider(resource) &&
      !isForgotten(resource, preview),
  );
  const same = unchanged - steps.filter(({ op }) => op === "same").length;
  // A resource that another one's replacement takes along is neither shown nor counted.
  return rest.length <= same ? { hidden: rest, lost: nothing } : { hidden: nothing, lost: rest };
}

function noState(why: string): string {
  return (
    "whether an earlier run left deletions behind is not known: the preview does not show them, and the stack's state " +
    `could not be read (${why}). Name it with --state: pulumi stack export > state.json`
  );
}

/** Whether a refresh of this preview has dropped the share from state: then no deletion comes to it. */
function isForgotten(resource: EngineResource, { steps, lines }: Preview): boolean {
  if (!isShare(resource) || !steps.some(({ op, urn }) => op === "refresh" && urn === resource.urn))
    return false;
  const { target } = heldBy(resource);
  const label = target === undefined ? "" : imageLabel(target);
  return lines.some(
    (line) => line.startsWith(`${label}: `) && line.endsWith("the share is dropped from state"),
  );
}

function isDefaultProvider({ urn, type }: EngineResource): boolean {
  return type.startsWith("pulumi:providers:") && /::default(_|$)/.test(urn);
}

/** Whether it is a refresh alone, whose deletions only forget. */
function isOnlyRefreshed(steps: readonly Step[]): boolean {
  const stacks = steps.filter(({ urn }) => urn.includes("::pulumi:pulumi:Stack::"));
  return stacks.length > 0 && stacks.every(({ op }) => op === "refresh");
}

/** What is deleted, for those that are spared by the deletion of another resource. */
function goneUrns(
  steps: readonly Step[],
  replaced: readonly Step[],
  left: readonly EngineResource[],
): ReadonlySet<string> {
  const ops: readonly Operation[] = [...deleting, "remove-pending-replace"];
  const deletes = steps.filter(({ op }) => ops.includes(op));
  return new Set([...deletes, ...replaced, ...left].map(({ urn }) => urn));
}

function sparedBy(
  share: EngineResource,
  state: StackState | undefined,
  gone: ReadonlySet<string>,
  hasFailed: boolean,
): string | undefined {
  if (share.retainOnDelete) return "retainOnDelete: nothing is revoked, and state forgets them";
  // Without an error, the engine was told not to mind.
  if (share.protect && hasFailed) return "protect: the engine refuses to delete the resource";
  const recorded = state?.find(({ urn, id }) => urn === share.urn && id === share.id);
  const other = share.deletedWith ?? recorded?.deletedWith;
  return other !== undefined && gone.has(other)
    ? "deletedWith: nothing is revoked, and state forgets them"
    : undefined;
}

/** Steps of which the engine could not print what they are about. */
function illegible(steps: readonly Step[]): string[] {
  const before: readonly Operation[] = [...deleting, "replace", "update"];
  const after: readonly Operation[] = [
    "create",
    "update",
    "create-replacement",
    "import",
    "import-replacement",
  ];
  return steps
    .filter(({ urn }) => isShare({ type: typeIn(urn) }))
    .flatMap((step) => {
      const isMissing =
        (before.includes(step.op) && step.before === undefined) ||
        (after.includes(step.op) && step.after === undefined);
      return isMissing
        ? [`what becomes of ${step.urn} is not known: the preview does not show it (${step.op})`]
        : [];
    });
}

/** `urn:pulumi:<stack>::<project>::<types>::<name>`, the last of the types being the resource's own. */
function typeIn(urn: string): string {
  const types = urn.split("::")[2] ?? "";
  return types.slice(types.lastIndexOf("$") + 1);
}
