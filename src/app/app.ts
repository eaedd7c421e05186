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

/** What every host of the product stands on: the provider process, the command line, a program that only reads. */
export class App {
  readonly connections: Connections;
  readonly manager: ShareManager;
  /** What this run takes, from all images together. */
  readonly removals: RunRemovals;
  private readonly write: (text: string) => void;
  private hasSaidEndpoint = false;

  /** @param write takes whole lines, one or more at a time */
  constructor(config: ConfigSource, write: (text: string) => void) {
    this.write = write;
    this.connections = new Connections(config);
    // What takes access opens a service first, and that fails where the configuration cannot be read.
    this.removals = new RunRemovals(() => this.connections.legibleSettings?.runBound);
    this.manager = new ShareManager({
      removals: this.removals,
      clock: systemClock,
      report: (line) => this.print(line),
      open: (service, profile) => this.connections.open(service, profile),
      approvedOf: (target) => this.connections.approvedOf(target),
    });
  }

  /** Whose keys a service is spoken to with, for people. @throws ConfigurationError */
  async describeKeys(service: string, profile: string | undefined): Promise<string> {
    return (await this.connections.open(service, profile)).keys.describe();
  }

  /** The same with the account that the keys act for: for an image that they did not find. One call per process. */
  async describeCaller(image: Pick<ReadRequest, "target" | "credentials">): Promise<string> {
    const caller = await this.manager.caller(image);
    return nameCaller(caller) ?? (await this.describeKeys(image.target.service, image.credentials));
  }

  /** Says, once, where calls go instead of to the vendors. Where the configuration cannot be read, none are made. */
  sayEndpoint(): void {
    const settings = this.connections.legibleSettings;
    if (this.hasSaidEndpoint || settings === undefined) return;
    this.hasSaidEndpoint = true;
    this.print(...endpointLines(settings.endpointOption ?? settings.endpoint, ownEndpoints(settings)));
  }

  /** Prints lines as people should see them; nothing when there are none. */
  print(...lines: readonly string[]): void {
    if (lines.length > 0) this.write(lines.map((line) => this.present(line)).join("\n"));
  }

  /** An error as people should see it. */
  explain(error: unknown): string {
    return this.present(explain(error));
  }

  /** One line as people should see it: harmless, with the names of accounts. */
  present(text: string): string {
    return formatForTerminal(text, this.connections.accountLabels);
  }
}
