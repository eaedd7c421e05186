/** Keys and the place that they were found in. */
import type { KeySource, Keys } from "../../core/cloud-access";
import { ConfigurationError, VendorError } from "../../core/errors";
import { maskedId } from "../redaction";

/** @param place "environment (ALICLOUD_ACCESS_KEY)" @param id of the key that is used now; undefined before the first */
export function describeKeys(place: string, id: string | undefined): string {
  const shown = maskedId(id ?? "");
  return shown === "" ? place : `${place}, key ID ${shown}`;
}

/** Keys that stay the same. */
export function fixedKeys(place: string, keys: Keys): KeySource {
  return { current: async () => keys, describe: () => describeKeys(place, keys.id) };
}

/** Keys that a vendor's SDK replaces before they expire. */
export function changingKeys(place: string, ask: () => Promise<Keys>): KeySource {
  let id: string | undefined;
  return {
    async current() {
      const keys = await ask();
      id = keys.id;
      return keys;
    },
    describe: () => describeKeys(place, id),
  };
}

/** The keys for one request. @throws VendorError with the meaning not-sent, if there are none */
export async function keysFor<Held extends Keys>(
  action: string,
  source: { current(): Promise<Held>; describe(): string },
): Promise<Held> {
  try {
    return await source.current();
  } catch (error) {
    if (error instanceof VendorError) throw error;
    // A proxy that cannot be used is no matter of keys.
    if (error instanceof ConfigurationError && error.topic === "proxy") throw error;
    const reason = error instanceof Error ? error.message : String(error);
    const message = `no keys from ${source.describe()}: ${reason}`;
    throw new VendorError({ meaning: "not-sent", action, message });
  }
}
