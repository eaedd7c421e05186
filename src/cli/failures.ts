/** The failures of a command, told once for each kind at its end: many images often fail for one reason. */

import { describeKind, failureKinds, topicOf } from "../core/failure-kinds";
import { type ImageTarget, imageLabel, shareId } from "../core/target";
import type { Session } from "./session";
import { images } from "./summary";

/** An image that failed. */
export interface Failed {
  readonly target: ImageTarget;
  readonly error: unknown;
}

/** Prints the images by the reason of their failure; nothing for a single failure, whose error says it all. */
export function printFailureKinds(session: Session, failed: readonly Failed[]): void {
  if (failed.length < 2) return;
  const topics = new Map(failed.map(({ target, error }) => [imageLabel(target), topicOf(error)]));
  for (const kind of failureKinds(topics)) {
    session.warn(`${describeKind(kind)}: ${images(kind.images.length)}: ${kind.images.join(", ")}`);
  }
}

/** The same for JSON: by topic, with the first error's message. */
export function failureDocuments(session: Session, failed: readonly Failed[]): object[] {
  const topics = new Map(failed.map(({ target, error }) => [shareId(target), topicOf(error)]));
  return failureKinds(topics).map((kind) => {
    const first = failed.find(({ target }) => shareId(target) === kind.images[0]);
    return { ...session.asDocument(first?.error), images: kind.images };
  });
}
