/** Approvals: what the gate of a pipeline lets through, as a file that a run is held to. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readPreview } from "../../../src/cli/review/preview";
import { approvedChanges } from "../../../src/cli/review/report";
import { isApprovable, review } from "../../../src/cli/review/review";
import { readStackState } from "../../../src/cli/review/stack-state";
import { approvalText } from "../../../src/core/approval";
import type { Documents } from "./documents";
import type { World } from "./world";

/** Who may gain and who may lose access, by the ID of the image. */
export interface Approved {
  /** The file's text. */
  readonly text: string;
  readonly images: ReadonlyMap<
    string,
    { readonly gains: readonly string[]; readonly losses: readonly string[] }
  >;
}

/** @returns undefined where nothing can be approved: a pipeline ends there */
export function approve({ preview, state }: Documents): Approved | undefined {
  const resources = readStackState(state, "state");
  const found = review(readPreview(preview, "preview"), { resources });
  if (!isApprovable(found)) return undefined;
  const changes = approvedChanges(found);
  return { text: approvalText(changes), images: new Map(changes.map((image) => [image.imageId, image])) };
}

/** Runs with the approval in the environment, as a pipeline's deploying job does. */
export async function heldTo<T>(approved: Approved | undefined, work: () => Promise<T>): Promise<T> {
  if (approved === undefined) return work();
  const folder = mkdtempSync(join(tmpdir(), "soak-"));
  try {
    const path = join(folder, "approved.json");
    writeFileSync(path, approved.text);
    process.env.IMAGE_SHARE_APPROVED = path;
    return await work();
  } finally {
    delete process.env.IMAGE_SHARE_APPROVED;
    rmSync(folder, { recursive: true });
  }
}

/** Accounts of an image that must stay as they are, among those that changed. */
export function beyond(
  { images }: Approved,
  world: World,
  image: 0 | 1,
  { added, removed }: { readonly added: readonly string[]; readonly removed: readonly string[] },
): string[] {
  const { gains = [], losses = [] } = images.get(world.target(image).imageId) ?? {};
  return [
    ...added.filter((account) => !gains.includes(account)),
    ...removed.filter((account) => !losses.includes(account)),
  ];
}
