/** Idempotence by ClientToken: a repeated request is answered as the first time, and nothing is done again. */
import type { Parameters } from "./api";

type Payload = Readonly<Record<string, unknown>>;

export class ClientTokens {
  readonly #answers = new Map<string, { readonly request: string; readonly payload: Payload }>();

  /** Only successes are kept, because a failure may be retried. Undefined: the token belongs to another request. */
  once(key: string, parameters: Parameters, work: () => Payload): Payload | undefined {
    const request = JSON.stringify(Object.entries(parameters).sort());
    const earlier = this.#answers.get(key);
    if (earlier !== undefined) {
      return earlier.request === request ? earlier.payload : undefined;
    }
    const payload = work();
    this.#answers.set(key, { request, payload });
    return payload;
  }

  clear(): void {
    this.#answers.clear();
  }
}
