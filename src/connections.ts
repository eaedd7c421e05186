import { createHash } from "node:crypto";
import { findService } from "./backends/registry";
import type { Backend } from "./core/backend";
import { ConfigurationError } from "./core/errors";
import type { ServiceFacts } from "./core/service-facts";
import { type Configuration, readSettings, type ServiceBudgets, type Settings, sectionFor } from "./settings";

/** A service, opened: what is known about it and how to speak to it. */
export interface Connection {
  readonly facts: ServiceFacts;
  readonly backend: Backend;
  /** Whom the vendor counts calls for, as far as the configuration tells: two names of the same keys are one. */
  readonly payer: string;
}

/** Opens each service once per set of credentials, with what the configuration says. */
export class Connections {
  private readonly configuration: Configuration;
  private read: Settings | undefined;
  private readonly opened = new Map<string, Promise<Connection>>();

  constructor(configuration: Configuration) {
    this.configuration = configuration;
  }

  /** @throws ConfigurationError */
  get settings(): Settings {
    this.read ??= readSettings(this.configuration);
    return this.read;
  }

  /**
   * @param profile name of a credentials profile; undefined: the stack's own
   * @throws ConfigurationError when the service is unknown, or its credentials are missing or incomplete
   */
  open(service: string, profile: string | undefined): Promise<Connection> {
    const key = JSON.stringify([service, profile]);
    const known = this.opened.get(key);
    if (known !== undefined) return known;
    const connection = this.openAnew(service, profile);
    this.opened.set(key, connection);
    // What has failed may work the next time it is asked for: a metadata service that was slow to answer, say.
    connection.catch(() => this.opened.delete(key));
    return connection;
  }

  private async openAnew(service: string, profile: string | undefined): Promise<Connection> {
    const entry = findService(service);
    if (entry === undefined) {
      throw new ConfigurationError(
        `this version of pulumi-image-share does not know the service "${service}": install one that does`,
      );
    }
    const { endpoint } = this.settings;
    const credentials = sectionFor(this.settings, entry.facts.cloud, profile);
    return {
      facts: withBudgets(entry.facts, this.settings.budgets[service]),
      backend: await entry.open({ credentials, endpoint }),
      payer: payerOf(credentials),
    };
  }
}

/** What the configuration says of an action replaces what the vendor's pages say. */
function withBudgets(facts: ServiceFacts, settings: ServiceBudgets = {}): ServiceFacts {
  const changed = Object.entries(settings).map(([action, { calls, perMs }]) => [
    action,
    { calls, perMs, per: facts.budgets[action]?.per ?? "region" },
  ]);
  return { ...facts, budgets: { ...facts.budgets, ...Object.fromEntries(changed) } };
}

/** Tells sets of keys apart without holding them. */
function payerOf(credentials: unknown): string {
  return createHash("sha256")
    .update(JSON.stringify(credentials ?? null))
    .digest("hex");
}
