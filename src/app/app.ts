import { systemClock } from "../converge/clock";
import { RunRemovals } from "../converge/run-removals";
import { ShareManager } from "../converge/share-manager";
import { explain } from "../core/errors";
import { nameCaller } from "../core/owner";
import { formatForTerminal } from "../core/printable";
import { endpointLines } from "../core/recorded-endpoint";
import type { ReadRequest } from "../core/share-request";
import type { ConfigSource } from "./config";
import { Connections } from "./connections";
import { ownEndpoints } from "./endpoints";

/** Shows a line that is true for the moment. */
export type ShowStatus = (text: string, about: "image" | "run") => void;

/** The application behind every front end: the provider process, the command line, and lookups in programs. */
export class App {
  readonly connections: Connections;
  readonly manager: ShareManager;
  /** The removals of this run, over all images. */
  readonly removals: RunRemovals;
  private readonly write: (text: string) => void;
  private hasSaidEndpoint = false;

  /**
   * @param write takes whole lines, one or more at a time
   * @param status takes a line that is true for the moment: one about the run replaces the last one about it. Without
   *   it, such lines are written as well
   */
  constructor(config: ConfigSource, write: (text: string) => void, status?: ShowStatus) {
    this.write = write;
    this.connections = new Connections(config);
    // A removal opens a service first, which fails if the configuration cannot be read.
    this.removals = new RunRemovals(() => this.connections.legibleSettings?.runBound);
    this.manager = new ShareManager({
      removals: this.removals,
      clock: systemClock,
      report: (line) => this.print(line),
      ...(status === undefined
        ? {}
        : { status: (line: string, about: "image" | "run") => status(this.present(line), about) }),
      open: (service, profile) => this.connections.open(service, profile),
      approvedOf: (target) => this.connections.approvedOf(target),
    });
  }

  /** Describes the keys of a service, for messages. @throws ConfigurationError */
  async describeKeys(service: string, profile: string | undefined): Promise<string> {
    return (await this.connections.open(service, profile)).keys.describe();
  }

  /** Describes the keys and their account, for an image that was not found. One call per process. */
  async describeCaller(image: Pick<ReadRequest, "target" | "credentials">): Promise<string> {
    const caller = await this.manager.caller(image);
    return nameCaller(caller) ?? (await this.describeKeys(image.target.service, image.credentials));
  }

  /** Prints the endpoints once. Without a readable configuration, there are no calls. */
  sayEndpoint(): void {
    const settings = this.connections.legibleSettings;
    if (this.hasSaidEndpoint || settings === undefined) return;
    this.hasSaidEndpoint = true;
    this.print(...endpointLines(settings.endpointOption ?? settings.endpoint, ownEndpoints(settings)));
  }

  /** Prints lines, formatted for a terminal. */
  print(...lines: readonly string[]): void {
    if (lines.length > 0) this.write(lines.map((line) => this.present(line)).join("\n"));
  }

  /** The error's message, formatted for a terminal. */
  explain(error: unknown): string {
    return this.present(explain(error));
  }

  /** One line without control characters, with the names of accounts. */
  present(text: string): string {
    return formatForTerminal(text, this.connections.accountLabels);
  }
}
