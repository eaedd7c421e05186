import { createHash } from "node:crypto";
import { findService, isGranteeId } from "../backends/registry";
import type { OpenService } from "../converge/share-manager";
import { type ApprovedChanges, approvedOf, type LoadedApproval } from "../core/approval";
import type { Backend } from "../core/backend";
import type { CloudAccess, KeySource, ServiceEntry } from "../core/cloud-access";
import { ConfigurationError } from "../core/errors";
import type { ServiceFacts } from "../core/service-facts";
import type { ImageTarget } from "../core/target";
import { readApproval } from "./approval-file";
import { type Config, type ConfigSource, parseConfig, sectionFor, sectionName } from "./config";
import { endpointFor } from "./endpoints";

/** An open service: its facts, backend and keys. */
export interface Connection extends Required<Pick<OpenService, "principal">> {
  readonly facts: ServiceFacts;
  readonly backend: Backend;
  /** The source of the keys. */
  readonly keys: KeySource;
}

/** Opens each service once per set of credentials, as configured. */
export class Connections {
  private readonly configuration: ConfigSource;
  private read: Config | undefined;
  private approval: LoadedApproval | undefined;
  /** Made once, because every line that is printed needs them. */
  private labels: Readonly<Record<string, string>> | undefined;
  /** Each is made once, because it is the cache key of the arguments' schema. */
  private readonly facts = new Map<string, ServiceFacts>();
  private readonly opened = new Map<string, Promise<Connection>>();
  /** By cloud and profile, so that services of one cloud find keys and assume a role once. */
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

  /** Undefined if the configuration cannot be read, for code that must not fail for this reason. */
  get legibleSettings(): Config | undefined {
    try {
      return this.settings;
    } catch (error) {
      if (error instanceof ConfigurationError) return undefined;
      throw error;
    }
  }

  /** The approved changes of an image; undefined if the run needs no approval. @throws ConfigurationError */
  approvedOf(target: ImageTarget): ApprovedChanges | undefined {
    const approval = this.loadApproval();
    return approval === undefined ? undefined : approvedOf(approval, target);
  }

  private loadApproval(): LoadedApproval | undefined {
    const { approved } = this.settings;
    if (approved !== undefined) this.approval ??= { images: readApproval(approved), file: approved.path };
    return this.approval;
  }

  /** The names of accounts whose ID is valid for some service. */
  get accountLabels(): Readonly<Record<string, string>> {
    const names = this.legibleSettings?.accountNames;
    if (names === undefined) return {};
    this.labels ??= Object.fromEntries(Object.entries(names).filter(([id]) => isGranteeId(id)));
    return this.labels;
  }

  /** The facts of a service with the configuration's limits, or with the vendor's if the configuration cannot be read. */
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
    // A file that cannot be read is an error before any call.
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
      // Two profiles with the same keys are one principal.
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

/** A search for keys, running or done. */
interface Search {
  readonly keys: Promise<KeySource>;
  readonly repeatableAt: number;
}

/** How long a failed search is cached, because hundreds of images may ask for the same keys. */
const FAILED_MS = 5_000;

/** Caches a success. A failure may be retried, for example after a slow metadata service. */
function once<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const made = known.get(key) ?? make();
  if (!known.has(key)) {
    known.set(key, made);
    made.catch(() => known.delete(key));
  }
  return made;
}

/** Configured rate limits and limits of accounts replace those of the vendor's pages. */
function withSettings(facts: ServiceFacts, settings: Config): ServiceFacts {
  const { rateLimits, limits, accountNames, knownAccountsOnly } = settings;
  const changed = Object.entries(rateLimits[facts.service] ?? {}).map(([action, { calls, perMs }]) => [
    action,
    { calls, perMs, per: facts.rateLimits[action]?.per ?? "region" },
  ]);
  const limit = limits[facts.service];
  return {
    ...facts,
    ...(limit === undefined ? {} : { accountLimit: limit, isLimitConfigured: true }),
    ...(knownAccountsOnly ? { knownAccounts: new Set(Object.keys(accountNames)) } : {}),
    rateLimits: { ...facts.rateLimits, ...Object.fromEntries(changed) },
  };
}

/** Identifies a set of keys without holding it. The setting that names an endpoint does not matter. */
function fingerprint(credentials: unknown, endpoint: URL | undefined): string {
  const { endpoint: _, ...keys } = (credentials ?? {}) as Readonly<Record<string, unknown>>;
  return createHash("sha256")
    .update(JSON.stringify([keys, endpoint?.origin ?? null]))
    .digest("hex");
}
