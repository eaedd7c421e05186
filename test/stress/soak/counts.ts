/** What a soak did, counted: steps, how operations ended, and calls. */
export type Table = Record<string, Record<string, number>>;

export class Counts {
  steps = 0;
  episodes = 0;
  /** By kind of step, and by how it ended. */
  readonly byStep: Table = {};
  /** By question of the engine, and by how it was answered. */
  readonly byAnswer: Table = {};
  /** By service, and by what is counted. */
  readonly byService: Table = {};

  add(table: Table, row: string, column: string, number = 1): void {
    table[row] ??= {};
    table[row][column] = (table[row][column] ?? 0) + number;
  }
}

/** Section of docs/errors.md that an error points to. */
export function topicOf(message: string): string {
  return /docs\/errors\.md#([\w-]+)/.exec(message)?.[1] ?? "without a topic";
}
