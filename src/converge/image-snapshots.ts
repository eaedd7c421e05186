import { type ImageTarget, shareId } from "../core/target";

/** What a read shows of the snapshots behind an image. */
export interface SnapshotsSeen {
  /** All of them. */
  readonly ids: readonly string[];
  /** Those that every account of the cloud can copy. */
  readonly publicIds: readonly string[];
}

/**
 * The snapshots behind images. An image keeps its snapshots for life, so they are looked up once. That an image has none
 * and that one is public is reported once for each image.
 */
export class ImageSnapshots {
  private readonly ids = new Map<string, readonly string[]>();
  private readonly told = new Map<string, string>();

  /** Takes over what state records. */
  note(target: ImageTarget, ids: readonly string[] | undefined): void {
    // An image without snapshots is looked up again, because a line tells of it.
    if (ids !== undefined && ids.length > 0) this.ids.set(shareId(target), ids);
  }

  tell(target: ImageTarget, { ids, publicIds }: SnapshotsSeen, report: (line: string) => void): void {
    const id = shareId(target);
    this.ids.set(id, ids);
    const line = lineOf(ids, publicIds);
    if (line !== undefined && this.told.get(id) !== line) report(line);
    this.told.set(id, line ?? "");
  }

  /** Undefined before they were looked up. */
  of(target: ImageTarget): readonly string[] | undefined {
    return this.ids.get(shareId(target));
  }
}

function lineOf(ids: readonly string[], publicIds: readonly string[]): string | undefined {
  if (ids.length === 0) return "has no snapshots behind it, so snapshots: true shares nothing more";
  if (publicIds.length === 0) return undefined;
  const [which, one] = publicIds.length === 1 ? ["snapshot", "is"] : ["snapshots", "are"];
  const list = [...publicIds].sort().join(", ");
  return `${which} ${list} behind it ${one} public: every account can copy it, listed or not; this is not managed`;
}
