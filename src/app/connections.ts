import { createHash } from "node:crypto";
import { findService, isAccountId } from "../backends/registry";
import type { Opened } from "../converge/share-manager";
import { type ApprovedChanges, approvedOf, type LoadedApproval } from "../core/approval";
import type { Backend } from "../core/backend";
import type { CloudAccess, KeySource, ServiceEntry } from "../core/cloud-access";
import { ConfigurationError } from "../core/errors";
import type { ServiceFacts } from "../core/service-facts";
import type { ImageTarget } from "../core/target";
import { readApproval } from "./approval-file";
import { type Config, type ConfigSource, parseConfig, sectionFor, sectionName } from "./config";
import { endpointFor } from "./endpoints";

/** A service, opened: what is known about it and how to speak to it. */
export interface Connection extends Required<Pick<Opened, "principal">> {
  readonly facts: ServiceFacts;
  readonly backend: Backend;
  /** Whose keys it is spoken to with. */
  readonly keys: KeySource;
}

/** Opens each service once per set of credentials, with what the configuration says. */
export class Connections {
  private readonly configuration: ConfigSource;
  private read: Config | undefined;
  private approval: LoadedApproval | undefined;
  /** Each made once: the schema of the arguments is kept by it. */
  private readonly facts = new Map<string, ServiceFacts>();
  private readonly opened = new Map<string, Promise<Connection>>();
  /** By cloud and profile: services of one cloud look for keys, and assume a role, once. */
  private readonly found = new Map<string, Search>();
  private readonly now: () => number;

  constructor(configuration: ConfigSource, now: () => number = Date.now) {
    this.configuration = configuration;
    this.now = now;
  }

  /** @throws ConfigurationError */
  get settings(): Config {
    this.read ??= parseConfig(this.configuration);
    return this.read;
  }

  /** Undefined where the configuration cannot be read: what says so must not fail for the same reason. */
  get legibleSettings(): Config | undefined {
    try {
      return this.settings;
    } catch (error) {
      if (error instanceof ConfigurationError) return undefined;
      throw error;
    }
  }

  /** What was approved of an image; undefined where the run is not held to an approval. @throws ConfigurationError */
  approvedOf(target: ImageTarget): ApprovedChanges | undefined {
    const approval = this.loadApproval();
    return approval === undefined ? undefined : approvedOf(approval, target);
  }

  private loadApproval(): LoadedApproval | undefined {
    const { approved } = this.settings;
    if (approved !== undefined) this.approval ??= { images: readApproval(approved), file: approved.path };
    return this.approval;
  }

  /** The names of accounts, without those of what is no account of any service. */
  get accountLabels(): Readonly<Record<string, string>> {
    const names = Object.entries(this.legibleSettings?.accountNames ?? {});
    return Object.fromEntries(names.filter(([id]) => isAccountId(id)));
  }

  /** A service with what the configuration says of it; with the vendor's figures alone where that cannot be read. */
  factsOf(service: unknown): ServiceFacts | undefined {
    const facts = findService(service)?.facts;
    if (facts === undefined) return undefined;
    const known = this.facts.get(facts.service) ?? this.configured(facts);
    this.facts.set(facts.service, known);
    return known;
  }

  private configured(facts: ServiceFacts): ServiceFacts {
    const settings = this.legibleSettings;
    return settings === undefined ? facts : withSettings(facts, settings);
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
    // A file that cannot be read is said before anything is called.
    this.loadApproval();
    const credentials = sectionFor(this.settings, cloud, profile);
    const section = sectionName(cloud, profile);
    const endpoint = endpointFor(this.settings, cloud, profile)?.url;
    const access = { credentials, section, endpoint };
    const keys = await this.keysFor(entry, access);
    return {
      facts: withSettings(entry.facts, this.settings),
      backend: await entry.open({ ...access, keys }),
      keys,
      // As far as the configuration tells: two names of the same keys are one.
      principal: fingerprint(credentials, endpoint),
    };
  }

  private keysFor(entry: ServiceEntry, access: CloudAccess & { section: string }): Promise<KeySource> {
    const known = this.found.get(access.section);
    if (known !== undefined && this.now() < known.repeatableAt) return known.keys;
    const search = { keys: entry.findKeys(access), repeatableAt: Number.POSITIVE_INFINITY };
    this.found.set(access.section, search);
    search.keys.catch(() => {
      search.repeatableAt = this.now() + FAILED_MS;
    });
    return search.keys;
  }
}

/** A search for keys, begun or ended. */
interface Search {
  readonly keys: Promise<KeySource>;
  readonly repeatableAt: number;
}

/** A stack has hundreds of images, and each asks for the keys: what has failed is not tried for each of them. */
const FAILED_MS = 5_000;

/** What has failed may work the next time it is asked for: a metadata service that was slow to answer, say. */
function once<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const made = known.get(key) ?? make();
  if (!known.has(key)) {
    known.set(key, made);
    made.catch(() => known.delete(key));
  }
  return made;
}

/** What the configuration says of an action, or of a limit, replaces what the vendor's pages say. */
function withSettings(facts: ServiceFacts, { rateLimits, limits }: Config): ServiceFacts {
  const changed = Object.entries(rateLimits[facts.service] ?? {}).map(([action, { calls, perMs }]) => [
    action,
    { calls, perMs, per: facts.rateLimits[action]?.per ?? "region" },
  ]);
  const limit = limits[facts.service];
  return {
    ...facts,
    ...(limit === undefined ? {} : { accountLimit: limit, isLimitConfigured: true }),
    rateLimits: { ...facts.rateLimits, ...Object.fromEntries(changed) },
  };
}

/** Tells sets of keys apart without holding them: wherever it is written, an endpoint is the same. */
function fingerprint(credentials: unknown, endpoint: URL | undefined): string {
  const { endpoint: _, ...keys } = (credentials ?? {}) as Readonly<Record<string, unknown>>;
  return createHash("sha256")
    .update(JSON.stringify([keys, endpoint?.origin ?? null]))
    .digest("hex");
}
