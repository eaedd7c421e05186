import { setTimeout as sleep } from "node:timers/promises";
import type { ShareArgs } from "../core/arguments";
import type { ErrorTopic } from "../core/error-topics";
import { describeKind, failureKinds, topicOf } from "../core/failure-kinds";
import type { Plan } from "../core/plan";
import { callsFor } from "../core/schedule";
import type { ServiceFacts } from "../core/service-facts";
import type { UpcomingCalls } from "../core/upcoming-calls";
import { PartialFailure } from "./partial-failure";

/** The progress of the engine with one image. */
interface Entry {
  readonly label: string;
  /** Whether diff is done; a new share needs none. */
  isCompared: boolean;
  hasChanges: boolean;
  isBegun: boolean;
  /** The calls that it will take, as far as is known. */
  calls?: UpcomingCalls | undefined;
}

/**
 * Tracks the engine's progress with each image. After a failed call, the engine finishes
 * running calls and silently drops the rest, so this class names the images that were not started.
 */
export class RunProgress {
  /** Whether this is a preview: an image then only waits for its diff. */
  isPreview = false;
  private readonly say: (line: string) => void;
  private readonly entries = new Map<string, Entry>();
  /** The topics of errors, by image. */
  private readonly failed = new Map<string, ErrorTopic | undefined>();
  private readonly named = new Set<string>();
  private open = 0;

  constructor(say: (line: string) => void) {
    this.say = say;
  }

  /**
   * @param isNew whether the share does not exist yet
   * @param calls what a new share will take
   */
  checked(id: string, label: string, isNew: boolean, calls?: UpcomingCalls): void {
    const isBegun = this.entries.get(id)?.isBegun ?? false;
    this.entries.set(id, { label, isCompared: isNew, hasChanges: isNew, isBegun, calls });
  }

  /** @param calls what the changes will take */
  compared(id: string, hasChanges: boolean, calls?: UpcomingCalls): void {
    const entry = this.entries.get(id);
    if (entry !== undefined) Object.assign(entry, { isCompared: true, hasChanges, calls });
  }

  /** The calls of images that are not begun. A preview begins none, and after a failure the engine may begin no more. */
  upcoming(): readonly UpcomingCalls[] {
    if (this.isPreview || this.failed.size > 0) return [];
    return [...this.entries.values()].flatMap(({ hasChanges, isBegun, calls }) =>
      hasChanges && !isBegun && calls !== undefined ? [calls] : [],
    );
  }

  /** Records the start of an operation; with `--continue-on-error`, also after a failure. */
  begun(id: string): void {
    const entry = this.entries.get(id);
    if (entry === undefined) return;
    if (this.named.has(id) && !entry.isBegun) this.say(`${entry.label}: started after all`);
    entry.isBegun = true;
  }

  /**
   * Answers one call of the engine. After a failure, the last open call names the images that were not started,
   * because no more calls follow.
   *
   * @param label the image that the call is about
   * @param isFailure whether an answer stops the engine
   */
  async track<T>(label: string, call: () => Promise<T>, isFailure: (answer: T) => boolean): Promise<T> {
    this.open++;
    try {
      const answer = await call();
      if (isFailure(answer)) this.failed.set(label, undefined);
      return answer;
    } catch (error) {
      this.failed.set(label, error instanceof PartialFailure ? error.topic : topicOf(error));
      throw error;
    } finally {
      // More calls of the engine may be about to arrive.
      if (this.open === 1 && this.left().length > 0) await sleep(QUIET_PERIOD_MS);
      this.open--;
      if (this.open === 0) this.nameLeft();
    }
  }

  /** Images that will not be started; empty without a failure. */
  private left(): [id: string, entry: Entry][] {
    if (this.failed.size === 0) return [];
    return [...this.entries].filter(
      ([id, { label, isCompared, hasChanges, isBegun }]) =>
        !this.named.has(id) &&
        !this.failed.has(label) &&
        !isBegun &&
        (!isCompared || (hasChanges && !this.isPreview)),
    );
  }

  private nameLeft(): void {
    const left = this.left();
    if (left.length === 0) return;
    for (const [id] of left) this.named.add(id);
    const what = this.isPreview ? "not compared" : "not begun";
    const labels = left.map(([, { label }]) => label).sort();
    const kinds = failureKinds(this.failed).map((kind) => `${kind.images.join(", ")}: ${describeKind(kind)}`);
    const done = [...this.entries.values()].filter(
      ({ label, isBegun }) => isBegun && !this.failed.has(label),
    );
    const parts = [
      ...kinds,
      ...(this.isPreview || done.length === 0
        ? []
        : [done.length === 1 ? "1 image done" : `${done.length} images done`]),
      `${what} because of that: ${labels.join(", ")}`,
    ];
    this.say(parts.join("; "));
  }
}

/** The calls that a change of one image will take, for progress. */
export function upcomingCalls(
  facts: ServiceFacts | undefined,
  { service, credentials }: Pick<ShareArgs, "service" | "credentials">,
  plan: Pick<Plan, "add" | "remove">,
): UpcomingCalls | undefined {
  return facts === undefined ? undefined : { service, credentials, calls: callsFor(facts, plan) };
}

/** This long without a call counts as the end of the calls. */
const QUIET_PERIOD_MS = 200;
