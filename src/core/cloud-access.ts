import type { Backend } from "./backend";
import type { ServiceFacts } from "./service-facts";

/** What a backend needs to reach its cloud, as far as the user configured it. */
export interface CloudAccess {
  /** The cloud's section of the configuration, checked by the cloud's own schema; absent: the vendor's default chain. */
  readonly credentials: unknown;
  /** Where every request goes instead of to the vendor: the emulator, or a proxy. */
  readonly endpoint: URL | undefined;
}

/** One line of the registry. */
export interface ServiceEntry {
  readonly facts: ServiceFacts;
  /** Loads the vendor's SDK and finds credentials; fails with a ConfigurationError that says what is missing. */
  open(access: CloudAccess): Promise<Backend>;
}
