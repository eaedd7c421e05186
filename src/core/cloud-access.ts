import type { Backend } from "./backend";
import type { ServiceFacts } from "./service-facts";

/** An access key of a cloud. */
export interface Keys {
  /** Names the key, in requests and in the vendor's console. */
  readonly id: string;
  readonly secret: string;
  /** What goes with temporary keys. */
  readonly token?: string | undefined;
}

/** Where the keys for a cloud come from. */
export interface KeySource {
  /** To be asked for every request: temporary keys are replaced before they expire. @throws VendorError */
  current(): Promise<Keys>;
  /** For people: the place, and the end of the key's ID. "environment (ALICLOUD_ACCESS_KEY), key ID …abcd" */
  describe(): string;
}

/** What reaching a cloud takes, as far as the user configured it. */
export interface CloudAccess {
  /** The cloud's section of the configuration, checked by the cloud's own schema; absent: the vendor's default chain. */
  readonly credentials: unknown;
  /** What messages call that section: `image-share:alicloud`, `image-share:profiles.prod.alicloud`. */
  readonly section?: string;
  /** Where every request goes instead of to the vendor: the emulator, or a proxy. */
  readonly endpoint: URL | undefined;
}

/** The same, once the keys are found. */
export interface OpenAccess extends CloudAccess {
  readonly keys: KeySource;
}

/** One line of the registry. */
export interface ServiceEntry {
  readonly facts: ServiceFacts;
  /** Finds the keys for the service's cloud; fails with a ConfigurationError that says what is missing or broken. */
  findKeys(access: CloudAccess): Promise<KeySource>;
  /** Loads the vendor's SDK. @param access without keys, they are found first */
  open(access: CloudAccess | OpenAccess): Promise<Backend>;
}
