/** Which lists of the program are shown beside the lines of a preview: a reader of both can complete a line that is cut. */
import type { PlanReport } from "../core/plan-messages";
import { type ImageTarget, shareId } from "../core/target";
import { isAllKnown, type UnknownValues } from "../core/unknown-values";

export class ShownLists {
  private readonly shown = new Set<string>();
  private readonly hidden = new Set<string>();

  /** @param isShown whether the engine shows the lists: it hides secrets. Undefined if that is not known */
  note(target: ImageTarget, isShown: boolean | undefined): void {
    (isShown === true ? this.shown : this.hidden).add(shareId(target));
  }

  /** The report; if the lists are not shown, its lines name every account. */
  of<T extends PlanReport>(report: T, unknown?: UnknownValues): T {
    const id = shareId(report.target);
    const isWhole = unknown === undefined || isAllKnown(unknown);
    const isShown = isWhole && this.shown.has(id) && !this.hidden.has(id);
    return isShown ? report : { ...report, listing: undefined };
  }
}
