/**
 * Finds shares that end, and the access that ends with them. The provider gets no call for them before
 * the up. The engine has many operations for it, and hides some of them.
 */
import { imageLabel } from "../../core/target";
import type { EngineResource, Operation, Preview, Step } from "./preview";
import { heldBy, isShare } from "./share";
import type { KnownState, StackState } from "./stack-state";

export interface Ending {
  /** The share in state. */
  readonly share: EngineResource;
  /** Completes "will lose access (…)". */
  readonly why: string;
  /** Why its accounts keep access; completes "keeps access (…)". */
  readonly spared: string | undefined;
  /** The resource that replaces it after its deletion; undefined if the deletion comes later, or there is no replacement. */
  readonly deletedFirstBy: string | undefined;
}

export interface Endings {
  readonly endings: readonly Ending[];
  /** Shares that the preview does not show, and that do not change. */
  readonly hidden: readonly EngineResource[];
  /** Shares that the preview does not show, and whose changes are not known. */
  readonly lost: readonly EngineResource[];
  /** What is not known, in whole sentences. */
  readonly gaps: readonly string[];
}

const deleting: readonly Operation[] = ["delete", "delete-replaced", "discard", "discard-replaced"];

/** @param hasFailed whether the preview itself failed */
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

/** Whether this is a replacement whose deletion the engine did not show. */
function isReplacedUnseen(
  { op, urn, before }: Step,
  { isWhole, steps }: Preview,
  state: StackState | undefined,
): boolean {
  if (op !== "replace" || before === undefined) return false;
  if (isWhole || steps.some((step) => step.urn === urn && deleting.includes(step.op))) return false;
  // The mark may come from this preview. Only state tells whether the deletion is done.
  const wasDeleted = state?.some((old) => old.urn === before.urn && old.isPendingReplacement) === true;
  return !(before.isPendingReplacement && wasDeleted);
}

/** The step that replaces the share that this step deletes. */
function replacementOf({ op, urn, before }: Step, steps: readonly Step[]): Step | undefined {
  if (op === "delete" || op === "discard") return undefined;
  const replacement = steps.find((step) => step.urn === urn && step.op === "replace");
  return replacement === undefined || isOtherGeneration(replacement, before) ? undefined : replacement;
}

function whyDeleted({ op }: Step, replacement: Step | undefined): string {
  if (op === "delete" || op === "discard") return "the resource is deleted";
  return replacement === undefined ? LEFT_BEHIND : whyReplaced(replacement);
}

/** A share without a mark for a later deletion is deleted first. */
function deletedFirstBy({ urn, before }: Step): string | undefined {
  return before?.isPendingDelete === true ? undefined : urn;
}

/** Whether the step is about an older share than the one that is replaced now. */
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

/** Resources in state that the preview does not show: unchanged ones, if their number allows it. */
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
  // A resource that is replaced along with another is neither shown nor counted.
  return rest.length <= same ? { hidden: rest, lost: nothing } : { hidden: nothing, lost: rest };
}

function noState(why: string): string {
  return (
    "whether an earlier run left deletions behind is not known: the preview does not show them, and the stack's state " +
    `could not be read (${why}). Name it with --state: pulumi stack export > state.json`
  );
}

/** Whether a refresh in this preview dropped the share from state, so that it is not deleted. */
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

/** Whether this is only a refresh, whose deletions only drop resources from state. */
function isOnlyRefreshed(steps: readonly Step[]): boolean {
  const stacks = steps.filter(({ urn }) => urn.includes("::pulumi:pulumi:Stack::"));
  return stacks.length > 0 && stacks.every(({ op }) => op === "refresh");
}

/** URNs of deleted resources, for the option deletedWith. */
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
  // Without an error, the engine accepts the deletion.
  if (share.protect && hasFailed) return "protect: the engine refuses to delete the resource";
  const recorded = state?.find(({ urn, id }) => urn === share.urn && id === share.id);
  const other = share.deletedWith ?? recorded?.deletedWith;
  return other !== undefined && gone.has(other)
    ? "deletedWith: nothing is revoked, and state forgets them"
    : undefined;
}

/** Steps whose resource the engine could not print. */
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
