import { setTimeout as sleep } from "node:timers/promises";

/** The progress of the engine with one image. */
interface Entry {
  readonly label: string;
  /** Whether diff is done; a new share needs none. */
  isCompared: boolean;
  hasChanges: boolean;
  isBegun: boolean;
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
  private readonly failed = new Set<string>();
  private readonly named = new Set<string>();
  private open = 0;

  constructor(say: (line: string) => void) {
    this.say = say;
  }

  /** @param isNew whether the share does not exist yet */
  checked(id: string, label: string, isNew: boolean): void {
    const isBegun = this.entries.get(id)?.isBegun ?? false;
    this.entries.set(id, { label, isCompared: isNew, hasChanges: isNew, isBegun });
  }

  compared(id: string, hasChanges: boolean): void {
    const entry = this.entries.get(id);
    if (entry !== undefined) Object.assign(entry, { isCompared: true, hasChanges });
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
      if (isFailure(answer)) this.failed.add(label);
      return answer;
    } catch (error) {
      this.failed.add(label);
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
    this.say(`${[...this.failed].sort().join(", ")}: failed; ${what} because of that: ${labels.join(", ")}`);
  }
}

/** This long without a call counts as the end of the calls. */
const QUIET_PERIOD_MS = 200;
