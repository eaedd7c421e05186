/** Failures of many images, told once for each kind. */
import type { ErrorTopic } from "./error-topics";
import { ExplainedError } from "./errors";

/** Images that failed for one reason. */
export interface FailureKind {
  /** The section of docs/errors.md; undefined where an error names none. */
  readonly topic: ErrorTopic | undefined;
  /** Labels, sorted. */
  readonly images: readonly string[];
}

/** @param failed the topic of each image's error, by label. @returns most images first */
export function failureKinds(failed: ReadonlyMap<string, ErrorTopic | undefined>): FailureKind[] {
  const byTopic = new Map<ErrorTopic | undefined, string[]>();
  for (const [image, topic] of failed) byTopic.set(topic, [...(byTopic.get(topic) ?? []), image]);
  return [...byTopic]
    .map(([topic, images]) => ({ topic, images: images.sort() }))
    .sort((left, right) => right.images.length - left.images.length);
}

/** "failed (throttled)", or "failed". */
export function describeKind({ topic }: FailureKind): string {
  return topic === undefined ? "failed" : `failed (${topic})`;
}

/** The section of docs/errors.md about an error; undefined for an error of another program. */
export function topicOf(error: unknown): ErrorTopic | undefined {
  return error instanceof ExplainedError ? error.topic : undefined;
}
