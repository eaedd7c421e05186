/** The session of show, discover, check and apply: an app, output, and Ctrl-C. */

import { App } from "../app/app";
import { type ConfigSource, parseConfig } from "../app/config";
import { type AccountId, formatAccounts, sortedUnique } from "../core/accounts";
import type { ErrorTopic } from "../core/error-topics";
import { ExplainedError } from "../core/errors";
import type { UpcomingCalls } from "../core/upcoming-calls";
import type { ExitCode } from "./exit-codes";
import { UsageError } from "./report-failure";
import { emptyFile, readShareFile, readStack, type ShareFile } from "./share-file";
import { StatusLine } from "./status-line";
import { lineFor, type Terminal } from "./terminal";

/** Options of every command that has a result. */
export interface OutputOptions {
  /** Whether the result is one JSON document. */
  readonly json: boolean;
  /** Whether only problems are printed. */
  readonly quiet: boolean;
  /** The file that the result goes to; `report` has several. */
  readonly output?: string | readonly string[];
}

/** Options of every command that reaches a cloud. */
export interface CommonOptions extends OutputOptions {
  readonly config?: string;
  /** The stack whose configuration Pulumi prints, in place of a file. */
  readonly stack?: string;
  readonly endpoint?: string;
  /** Another format than lines for stdout. */
  readonly csv?: boolean;
  readonly markdown?: boolean;
}

/** A command's exit code, and its document with --json. */
export interface Outcome {
  readonly code: ExitCode;
  readonly document: unknown;
}

/** An error in a JSON document. */
export interface ErrorDocument {
  readonly message: string;
  readonly topic: ErrorTopic;
}

/** When to print progress, as lines and on one line of a terminal. Milliseconds. */
const PROGRESS = { first: 3_000, next: 10_000 };
const STATUS = { first: 500, next: 500 };

/** Lines of the application that are printed even with --quiet. */
const WARNING = /\bwarning: /;

export class Session {
  readonly app: App;
  readonly file: ShareFile;
  private readonly terminal: Terminal;
  private readonly json: boolean;
  private readonly quiet: boolean;
  private readonly status: StatusLine;
  private readonly upcoming = new Set<UpcomingCalls>();
  private isWatched = false;

  private constructor(
    terminal: Terminal,
    { json, quiet }: Pick<OutputOptions, "json" | "quiet">,
    file: ShareFile,
    configuration: ConfigSource,
  ) {
    this.terminal = terminal;
    this.json = json;
    this.quiet = quiet;
    this.file = file;
    this.status = new StatusLine(terminal.stderr);
    this.app = new App(
      configuration,
      (text) => this.tell(text.split("\n")),
      (text, about) => {
        // What withProgress prints includes the run's line.
        if (about === "image" || !this.isWatched) this.tell([text]);
      },
    );
    this.app.manager.progress.count(() => this.upcoming);
    const stop = () => this.app.manager.cancel();
    if (terminal.interrupted.aborted) stop();
    else terminal.interrupted.addEventListener("abort", stop, { once: true });
  }

  /** Reads the file that the options name, and the settings in it. @throws ConfigurationError */
  static async open(terminal: Terminal, options: CommonOptions): Promise<Session> {
    const { endpoint } = options;
    const json = options.json || options.csv === true || options.markdown === true;
    const file = await fileOf(options, terminal);
    const configuration =
      endpoint === undefined ? file.configuration : { ...file.configuration, endpointOption: endpoint };
    // Refuses a misspelled key before any call.
    parseConfig(configuration);
    const session = new Session(terminal, { json, quiet: options.quiet }, file, configuration);
    session.note(...file.notes);
    session.app.sayEndpoint();
    return session;
  }

  get interrupted(): boolean {
    return this.terminal.interrupted.aborted;
  }

  /** Prints results, one per line; nothing with --json or --quiet. */
  print(...lines: readonly string[]): void {
    if (!this.json && !this.quiet) this.write("stdout", lines);
  }

  /** Prints results that need attention; nothing with --json. */
  printProblem(...lines: readonly string[]): void {
    if (!this.json) this.write("stdout", lines, true);
  }

  /** Prints what the user is to confirm, to stderr if the result goes elsewhere. */
  printPreview(...lines: readonly string[]): void {
    const isElsewhere = this.json || this.terminal.stdout.isFile === true;
    this.write(isElsewhere ? "stderr" : "stdout", lines);
  }

  /** Prints accounts below the line before them. */
  printAccounts(accounts: readonly AccountId[]): void {
    if (this.json || this.quiet) return;
    for (const account of accounts) {
      this.terminal.stdout.write(`  ${this.app.present(formatAccounts([account]))}\n`);
    }
  }

  /** Prints a sanitized text as the command's only result. */
  printText(text: string): void {
    this.terminal.stdout.write(text);
  }

  /** The configured names of these accounts. */
  namesOf(accounts: Iterable<AccountId>): Record<AccountId, string> {
    const names = this.app.connections.settings.accountNames;
    const known = sortedUnique(accounts).filter((account) => Object.hasOwn(names, account));
    return Object.fromEntries(known.map((account) => [account, names[account] ?? ""]));
  }

  /** Prints to stderr; nothing with --quiet. */
  note(...lines: readonly string[]): void {
    this.app.print(...lines);
  }

  /** Prints what went another way than asked for, to stderr. */
  warn(...lines: readonly string[]): void {
    this.write("stderr", lines);
  }

  /** Prints an error that does not end the command. @param label prefixed, unless the message begins with it */
  printError(error: unknown, label = ""): void {
    const text = this.app.explain(error);
    this.write("stderr", [text.startsWith(label) ? text : `${label}: ${text}`], true);
  }

  private write(name: "stdout" | "stderr", lines: readonly string[], isProblem = false): void {
    this.status.clear();
    const stream = this.terminal[name];
    for (const line of lines) stream.write(lineFor(stream, this.app.present(line), isProblem));
  }

  /** What the application says while it works. */
  private tell(lines: readonly string[]): void {
    const { stderr } = this.terminal;
    for (const line of lines) {
      if (this.quiet && !WARNING.test(line)) continue;
      this.status.clear();
      stderr.write(lineFor(stderr, line));
    }
  }

  asDocument(error: unknown): ErrorDocument {
    const message = error instanceof Error ? error.message : String(error);
    const topic = error instanceof ExplainedError ? error.topic : "unexpected";
    return { message: this.app.present(message), topic };
  }

  /** Counts the calls of images that are not begun in progress. @returns to be called when an item is begun */
  foresee<Item>(items: readonly Item[], callsOf: (item: Item) => UpcomingCalls): (item: Item) => void {
    const calls = new Map(items.map((item) => [item, callsOf(item)]));
    for (const one of calls.values()) this.upcoming.add(one);
    return (item) => {
      const begun = calls.get(item);
      if (begun !== undefined) this.upcoming.delete(begun);
    };
  }

  /** Does the work, and prints progress while it takes long. */
  async withProgress<T>(what: string, total: number, work: (done: () => void) => Promise<T>): Promise<T> {
    let count = 0;
    const { status, quiet } = this;
    const words = () =>
      [`${what} ${count} of ${total} images`, ...this.app.manager.progress.lines()].join("; ");
    const tell = () => (status.overwrites ? status.show(words()) : this.note(words()));
    const stop = quiet ? () => undefined : repeated(tell, status.overwrites ? STATUS : PROGRESS);
    this.isWatched = true;
    try {
      return await work(() => count++);
    } finally {
      this.isWatched = false;
      stop();
      status.clear();
    }
  }
}

/** @returns stops it */
function repeated(act: () => void, { first, next }: { readonly first: number; readonly next: number }) {
  const again = () => {
    act();
    timer = setTimeout(again, next);
  };
  let timer = setTimeout(again, first);
  return () => clearTimeout(timer);
}

/** The file that the options name. @throws UsageError, ConfigurationError */
export function fileOf({ config, stack }: CommonOptions, terminal: Terminal): Promise<ShareFile> | ShareFile {
  if (config !== undefined && stack !== undefined) {
    throw new UsageError("--config and --stack both name the shares: give one of them");
  }
  if (stack !== undefined) return readStack(stack, terminal);
  return config === undefined ? emptyFile : readShareFile(config, terminal);
}

/** Whether an error only means that the user pressed Ctrl-C before a write. */
export function isCancellation(error: unknown): boolean {
  const wrote = error instanceof Error && "wrote" in error && error.wrote === true;
  return error instanceof ExplainedError && error.topic === "cancelled" && !wrote;
}
