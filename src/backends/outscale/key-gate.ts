/**
 * Sends no call with keys that were refused. OUTSCALE counts failed attempts, and locks the account: for a minute at
 * first, then until its support unlocks it. So the first call with new keys goes alone; the others wait for its answer.
 */
import type { KeySource } from "../../core/cloud-access";
import { VendorError } from "../../core/errors";

/** Gates by the source of the keys: one for all services, regions and images that use it. */
const gates = new WeakMap<KeySource, KeyGate>();

export function gateOf(keys: KeySource, isRefusal: (error: VendorError) => boolean): KeyGate {
  const gate = gates.get(keys) ?? new KeyGate(isRefusal);
  gates.set(keys, gate);
  return gate;
}

class KeyGate {
  private readonly isRefusal: (error: VendorError) => boolean;
  private refusal: VendorError | undefined;
  private areProven = false;
  /** The call that goes alone, while it is under way. Never fails. */
  private first: Promise<void> | undefined;

  constructor(isRefusal: (error: VendorError) => boolean) {
    this.isRefusal = isRefusal;
  }

  /** @throws VendorError with the meaning auth, without a call, once the keys were refused */
  async pass<T>(action: string, send: () => Promise<T>): Promise<T> {
    while (!this.areProven && this.refusal === undefined && this.first !== undefined) await this.first;
    if (this.refusal !== undefined) throw notSent(action, this.refusal);
    if (this.areProven) return this.watch(send);
    const answer = this.watch(send);
    this.first = answer.then(
      () => undefined,
      () => undefined,
    );
    try {
      return await answer;
    } finally {
      this.first = undefined;
    }
  }

  /** Only an answer of the vendor tells: after a call without one, the next call goes alone. */
  private async watch<T>(send: () => Promise<T>): Promise<T> {
    try {
      const result = await send();
      this.areProven = true;
      return result;
    } catch (error) {
      if (error instanceof VendorError && this.isRefusal(error)) this.refusal ??= error;
      else if (error instanceof VendorError && error.code !== undefined) this.areProven = true;
      throw error;
    }
  }
}

function notSent(action: string, { code, message, requestId, meaning }: VendorError): VendorError {
  const why =
    "Not sent again: the vendor has refused these keys in this run, and locks accounts after failed attempts";
  return new VendorError({
    meaning,
    action,
    message: `${message.replace(/\.$/, "")}. ${why}`,
    code,
    requestId,
  });
}
