import { stripControlChars } from "../core/printable";
import { type ImageTarget, shareId } from "../core/target";

/**
 * Grantees of kinds that no argument lists, as reads have shown. Sharing does not manage them, so each image's are
 * reported once.
 */
export class OtherGrantees {
  private readonly told = new Map<string, readonly string[]>();

  tell(target: ImageTarget, others: readonly string[], report: (line: string) => void): void {
    const id = shareId(target);
    const sorted = others.toSorted();
    const names = sorted.join(", ");
    if (names !== "" && this.told.get(id)?.join(", ") !== names) {
      report(`also shared with ${stripControlChars(names)}; this is not managed`);
    }
    this.told.set(id, sorted);
  }

  /** As the last read has shown them, sorted. */
  of(target: ImageTarget): readonly string[] {
    return this.told.get(shareId(target)) ?? [];
  }
}
