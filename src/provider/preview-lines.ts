/** Makes the lines of a preview from parts. */
import type { PreviewLines } from "../core/partial-messages";

/** Lines that each say that `up` will or may fail, or that something is not known. */
export function obstacle(...lines: string[]): PreviewLines {
  return { lines, obstacles: lines };
}

export function together(...parts: readonly PreviewLines[]): PreviewLines {
  return {
    lines: parts.flatMap(({ lines }) => lines),
    obstacles: parts.flatMap(({ obstacles }) => obstacles),
  };
}
