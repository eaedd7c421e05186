import { setTimeout as sleep } from "node:timers/promises";

/**
 * Groups lines by image. The engine calls for many images concurrently, so lines are
 * kept until no call is open, and then printed image by image. No line is lost, because the engine
 * waits for the answers.
 */
export class GroupedOutput {
  private readonly write: (...lines: string[]) => void;
  private readonly blocks = new Map<string, readonly string[]>();
  private readonly said = new Set<string>();
  private open = 0;
  /** Whether the engine makes concurrent calls (PULUMI_PARALLEL_DIFF): only then do lines need an order. */
  isParallel = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(write: (...lines: string[]) => void) {
    this.write = write;
  }

  /**
   * Queues each line once, because the engine calls twice for a replacement.
   *
   * @param image the sort key
   */
  queue(image: string, lines: readonly string[]): void {
    const news = this.unsaid(lines);
    if (news.length > 0) this.blocks.set(image, [...(this.blocks.get(image) ?? []), ...news]);
  }

  /** Prints lines at once, unless they were printed before. */
  print(lines: readonly string[]): void {
    const news = this.unsaid(lines);
    if (news.length > 0) this.write(...news);
  }

  /** Answers one call of the engine. Before the last open answer, the queued lines are printed. */
  async track<T>(question: () => Promise<T>): Promise<T> {
    this.open++;
    this.isParallel ||= this.open > 1;
    // A slow call must not hold back the lines of others.
    this.timer ??= setTimeout(() => this.flush(), MAX_DELAY_MS).unref();
    try {
      return await question();
    } finally {
      // More calls may be about to arrive; wait briefly so their lines are sorted with these.
      if (this.open === 1 && this.isParallel && this.blocks.size > 0) await sleep(QUIET_PERIOD_MS);
      this.open--;
      if (this.open === 0) this.flush();
    }
  }

  private unsaid(lines: readonly string[]): readonly string[] {
    const news = lines.filter((line) => !this.said.has(line));
    for (const line of news) this.said.add(line);
    return news;
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const images = [...this.blocks.keys()].sort();
    for (const image of images) this.write(...(this.blocks.get(image) ?? []));
    this.blocks.clear();
  }
}

/** This long without a call counts as the end of the calls. */
const QUIET_PERIOD_MS = 200;

const MAX_DELAY_MS = 3_000;
