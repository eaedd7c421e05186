import { stripControlChars } from "../core/printable";
import { type ImageTarget, shareId } from "../core/target";

/**
 * The organisations and organisational units that images are shared with, as reads have shown. Sharing does not manage
 * them, so each image's are reported once.
 */
export class OtherGrantees {
  private readonly told = new Map<string, string>();

  tell(target: ImageTarget, others: readonly string[], report: (line: string) => void): void {
    const id = shareId(target);
    const names = others.toSorted().join(", ");
    if (names !== "" && this.told.get(id) !== names) {
      report(`also shared with ${stripControlChars(names)}; this is not managed`);
    }
    this.told.set(id, names);
  }
}
