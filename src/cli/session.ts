/** The session of show, discover, check and apply: an app, output, and Ctrl-C. */

import { App } from "../app/app";
import { type ConfigSource, parseConfig } from "../app/config";
import { type AccountId, formatAccounts, sortedUnique } from "../core/accounts";
import type { ErrorTopic } from "../core/error-topics";
import { ExplainedError } from "../core/errors";
import type { ExitCode } from "./exit-codes";
import { UsageError } from "./report-failure";
import { emptyFile, readShareFile, readStack, type ShareFile } from "./share-file";
import { styled, type Terminal } from "./terminal";

/** Options of every command that reaches a cloud. */
export interface CommonOptions {
  readonly config?: string;
  /** The stack whose configuration Pulumi prints, in place of a file. */
  readonly stack?: string;
  readonly endpoint?: string;
  readonly json: boolean;
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

/** How often to print progress. */
const PROGRESS_MS = 3_000;

export class Session {
  readonly app: App;
  readonly file: ShareFile;
  private readonly terminal: Terminal;
  private readonly json: boolean;

  private constructor(terminal: Terminal, json: boolean, file: ShareFile, configuration: ConfigSource) {
    this.terminal = terminal;
    this.json = json;
    this.file = file;
    this.app = new App(configuration, (text) => terminal.stderr.write(`${text}\n`));
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
    const session = new Session(terminal, json, file, configuration);
    session.note(...file.notes);
    session.app.sayEndpoint();
    return session;
  }

  get interrupted(): boolean {
    return this.terminal.interrupted.aborted;
  }

  /** Prints results, one per line; nothing with --json. */
  print(...lines: readonly string[]): void {
    if (this.json) return;
    for (const line of lines) this.terminal.stdout.write(`${this.app.present(line)}\n`);
  }

  /** Prints results that need attention. */
  printProblem(...lines: readonly string[]): void {
    if (this.json) return;
    const { stdout } = this.terminal;
    for (const line of lines) stdout.write(`${styled(stdout, "red", this.app.present(line))}\n`);
  }

  /** Prints what the user is to confirm, to stderr if stdout is redirected. */
  printPreview(...lines: readonly string[]): void {
    if (this.json) this.note(...lines);
    else this.print(...lines);
  }

  /** Prints accounts below the line before them. */
  printAccounts(accounts: readonly AccountId[]): void {
    if (this.json) return;
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

  /** Prints to stderr. */
  note(...lines: readonly string[]): void {
    this.app.print(...lines);
  }

  /** Prints an error that does not end the command. @param label prefixed, unless the message begins with it */
  printError(error: unknown, label = ""): void {
    const { stderr } = this.terminal;
    const text = this.app.explain(error);
    const whole = text.startsWith(label) ? text : `${label}: ${text}`;
    stderr.write(`${styled(stderr, "red", whole)}\n`);
  }

  asDocument(error: unknown): ErrorDocument {
    const message = error instanceof Error ? error.message : String(error);
    const topic = error instanceof ExplainedError ? error.topic : "unexpected";
    return { message: this.app.present(message), topic };
  }

  /** Does the work, and prints progress while it takes long. */
  async withProgress<T>(what: string, total: number, work: (done: () => void) => Promise<T>): Promise<T> {
    let count = 0;
    const timer = setInterval(() => this.note(`${what} ${count} of ${total} images`), PROGRESS_MS);
    try {
      return await work(() => count++);
    } finally {
      clearInterval(timer);
    }
  }
}

function fileOf({ config, stack }: CommonOptions, terminal: Terminal): Promise<ShareFile> | ShareFile {
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
