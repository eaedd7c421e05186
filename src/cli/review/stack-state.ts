/** Parses the output of `pulumi stack export`, because a preview omits parts of state. */
import { z } from "zod";
import { checked, type EngineResource, engineResource, notUnderstood, type Preview } from "./preview";

export type StackState = readonly EngineResource[];

/** The state of a preview, or why it could not be read. */
export type KnownState = { readonly resources: StackState } | { readonly missing: string };

/** The versions of the engine's state that are tested. */
const knownVersions = [3, 4];

const exported = z.object({
  version: z.number(),
  deployment: z.object({ resources: z.array(engineResource).nullish() }),
});

/** @throws ConfigurationError */
export function readStackState(text: string, label: string): StackState {
  const { version, deployment } = checked(exported, fromJson(text, label), label, "pulumi stack export");
  if (!knownVersions.includes(version)) {
    throw notUnderstood(`${label} is state of version ${version}, which this version does not know`);
  }
  return deployment.resources ?? [];
}

/** Whether the preview was made of this state, judged by the resources that the preview shows. */
export function isStateOf(state: StackState, { steps }: Preview): boolean {
  if (steps.some(({ op, after }) => op === "create" && after?.type === "pulumi:pulumi:Stack")) {
    return state.length === 0;
  }
  const refreshed = steps.filter(({ op }) => op === "refresh");
  // After a refresh, the steps begin with the refreshed resources.
  const before = (refreshed.length > 0 ? refreshed : steps).flatMap((step) => step.before ?? []);
  const known = new Set(
    state.flatMap((resource) => [markOf(resource), markOf({ ...resource, modified: undefined })]),
  );
  return before.every((resource) => known.has(markOf(resource)));
}

/** Events have no time of the last change; the document does. */
function markOf({ urn, id, modified }: Pick<EngineResource, "urn" | "id" | "modified">): string {
  return JSON.stringify([urn, id, modified ?? ""]);
}

function fromJson(text: string, label: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notUnderstood(`${label} is not what pulumi stack export prints`);
  }
}
