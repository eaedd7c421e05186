import { createHash } from "node:crypto";
import { findService } from "./backends/registry";
import type { Backend } from "./core/backend";
import type { CloudAccess, KeySource, ServiceEntry } from "./core/cloud-access";
import { ConfigurationError } from "./core/errors";
import type { ServiceFacts } from "./core/service-facts";
import {
  type Configuration,
  readSettings,
  type ServiceBudgets,
  type Settings,
  sectionFor,
  sectionName,
} from "./settings";

/** A service, opened: what is known about it and how to speak to it. */
export interface Connection {
  readonly facts: ServiceFacts;
  readonly backend: Backend;
  /** Whose keys it is spoken to with. */
  readonly keys: KeySource;
  /** Whom the vendor counts calls for, as far as the configuration tells: two names of the same keys are one. */
  readonly payer: string;
}

/** Opens each service once per set of credentials, with what the configuration says. */
export class Connections {
  private readonly configuration: Configuration;
  private read: Settings | undefined;
  private readonly opened = new Map<string, Promise<Connection>>();
  /** By cloud and profile: services of one cloud look for keys, and assume a role, once. */
  private readonly found = new Map<string, Promise<KeySource>>();

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
    return once(this.opened, JSON.stringify([service, profile]), () => this.openAnew(service, profile));
  }

  private async openAnew(service: string, profile: string | undefined): Promise<Connection> {
    const entry = findService(service);
    if (entry === undefined) {
      throw new ConfigurationError(
        `this version of pulumi-image-share does not know the service "${service}": install one that does`,
      );
    }
    const { cloud } = entry.facts;
    const credentials = sectionFor(this.settings, cloud, profile);
    const section = sectionName(cloud, profile);
    const access = { credentials, section, endpoint: this.settings.endpoint };
    const keys = await this.keysFor(entry, access);
    return {
      facts: withBudgets(entry.facts, this.settings.budgets[service]),
      backend: await entry.open({ ...access, keys }),
      keys,
      payer: payerOf(credentials),
    };
  }

  private keysFor(entry: ServiceEntry, access: CloudAccess & { section: string }): Promise<KeySource> {
    return once(this.found, access.section, () => entry.findKeys(access));
  }
}

/** What has failed may work the next time it is asked for: a metadata service that was slow to answer, say. */
function once<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const made = known.get(key) ?? make();
  if (!known.has(key)) {
    known.set(key, made);
    made.catch(() => known.delete(key));
  }
  return made;
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
