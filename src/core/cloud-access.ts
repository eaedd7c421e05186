import type { Backend } from "./backend";
import type { ServiceFacts } from "./service-facts";

/** An access key of a cloud. */
export interface Keys {
  /** The key's ID, in requests and in the vendor's console. */
  readonly id: string;
  readonly secret: string;
  /** The session token of temporary keys. */
  readonly token?: string | undefined;
}

/** Where the keys for a cloud come from. */
export interface KeySource {
  /** Call it for every request, because temporary keys are replaced before they expire. @throws VendorError */
  current(): Promise<Keys>;
  /** For messages: the place, and the end of the key's ID. "environment (ALICLOUD_ACCESS_KEY), key ID …abcd" */
  describe(): string;
}

/** The user's configuration for calls to a cloud. */
export interface CloudAccess {
  /** The cloud's section of the configuration, checked by the cloud's own schema; undefined: the vendor's default chain. */
  readonly credentials: unknown;
  /** The section's name in messages: `image-share:alicloud`, `image-share:profiles.prod.alicloud`. */
  readonly section?: string;
  /** The address that replaces the vendor's hosts: the emulator, or a proxy. */
  readonly endpoint: URL | undefined;
}

/** {@link CloudAccess} with the keys. */
export interface OpenAccess extends CloudAccess {
  readonly keys: KeySource;
}

/** One entry of the registry. */
export interface ServiceEntry {
  readonly facts: ServiceFacts;
  /** Finds the keys for the service's cloud. @throws ConfigurationError that names what is missing or broken */
  findKeys(access: CloudAccess): Promise<KeySource>;
  /** Loads the vendor's SDK. @param access if it has no keys, they are found first */
  open(access: CloudAccess | OpenAccess): Promise<Backend>;
}
