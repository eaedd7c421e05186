import { setTimeout as sleep } from "node:timers/promises";

/**
 * Lines that should not get mixed up with those of other images. The engine asks about many images at once; what
 * there is to say of each is kept until no question is open, and then printed image by image. As the engine does not
 * go on before its questions are answered, nothing is lost.
 */
export class GroupedOutput {
  private readonly write: (...lines: string[]) => void;
  private readonly blocks = new Map<string, readonly string[]>();
  private readonly said = new Set<string>();
  private open = 0;
  /** Whether the engine asks about several images at once (PULUMI_PARALLEL_DIFF): only then is there an order to mend. */
  isParallel = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(write: (...lines: string[]) => void) {
    this.write = write;
  }

  /**
   * Says each line once: of a replacement, the engine asks twice.
   *
   * @param image what to sort by
   */
  queue(image: string, lines: readonly string[]): void {
    const news = this.unsaid(lines);
    if (news.length > 0) this.blocks.set(image, [...(this.blocks.get(image) ?? []), ...news]);
  }

  /** Says at once what was not said yet. */
  print(lines: readonly string[]): void {
    const news = this.unsaid(lines);
    if (news.length > 0) this.write(...news);
  }

  /** Answers one question of the engine, and prints what there is to say before the last open one is answered. */
  async track<T>(question: () => Promise<T>): Promise<T> {
    this.open++;
    this.isParallel ||= this.open > 1;
    // A question that is open for long must not keep the others' lines back.
    this.timer ??= setTimeout(() => this.flush(), MAX_DELAY_MS).unref();
    try {
      return await question();
    } finally {
      // The next questions may be on their way; theirs should not come after ours just because we were quick.
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

/** How long a moment without questions has to be to count as the end of them. */
const QUIET_PERIOD_MS = 200;

const MAX_DELAY_MS = 3_000;
