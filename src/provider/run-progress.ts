import { setTimeout as sleep } from "node:timers/promises";

/** How far the engine has come with one image. */
interface Entry {
  readonly label: string;
  /** Whether it is known what there is to do: a share that is still to be made needs no comparison. */
  isCompared: boolean;
  hasChanges: boolean;
  isBegun: boolean;
}

/**
 * Which images the engine has asked about, and how far it has come with each. When a call fails, the engine finishes
 * what is under way and drops the rest without a word: the images that were not begun are named here instead.
 */
export class RunProgress {
  /** Whether nothing is carried out in this process: then a comparison is all that an image waits for. */
  isPreview = false;
  private readonly say: (line: string) => void;
  private readonly entries = new Map<string, Entry>();
  private readonly failed = new Set<string>();
  private readonly named = new Set<string>();
  private open = 0;

  constructor(say: (line: string) => void) {
    this.say = say;
  }

  /** @param isNew whether the share is still to be made */
  checked(id: string, label: string, isNew: boolean): void {
    const isBegun = this.entries.get(id)?.isBegun ?? false;
    this.entries.set(id, { label, isCompared: isNew, hasChanges: isNew, isBegun });
  }

  compared(id: string, hasChanges: boolean): void {
    const entry = this.entries.get(id);
    if (entry !== undefined) Object.assign(entry, { isCompared: true, hasChanges });
  }

  /** Notes that something is about to be carried out; with `--continue-on-error`, also after a failure. */
  begun(id: string): void {
    const entry = this.entries.get(id);
    if (entry === undefined) return;
    if (this.named.has(id) && !entry.isBegun) this.say(`${entry.label}: started after all`);
    entry.isBegun = true;
  }

  /**
   * Answers one call of the engine. After a failure, the last call that is open names what was not begun: by then,
   * nothing more is.
   *
   * @param label the image that the call is about
   * @param isFailure whether an answer tells the engine to stop
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
      // What the engine has asked for already may be on its way.
      if (this.open === 1 && this.left().length > 0) await sleep(QUIET_PERIOD_MS);
      this.open--;
      if (this.open === 0) this.nameLeft();
    }
  }

  /** What will not be begun any more; nothing as long as nothing has failed. */
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

/** How long a moment without calls has to be to count as the end of them. */
const QUIET_PERIOD_MS = 200;
