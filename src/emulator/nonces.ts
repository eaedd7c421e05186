/** Nonces that were used, by credential, for as long as the vendor's clock window would accept them again. */
export class Nonces {
  readonly #used = new Map<string, number>();

  /** False when the credential has used this nonce within the window. */
  use(credentialId: string, nonce: string, now: number, windowMs: number): boolean {
    this.#forget(now);
    const key = `${credentialId}\n${nonce}`;
    if (this.#used.has(key)) {
      return false;
    }
    // A request may be stamped up to one window ahead, so its nonce must be remembered for two.
    this.#used.set(key, now + 2 * windowMs);
    return true;
  }

  clear(): void {
    this.#used.clear();
  }

  /** Entries expire in the order of their use, so only the front is checked. */
  #forget(now: number): void {
    for (const [key, expires] of this.#used) {
      if (expires > now) {
        return;
      }
      this.#used.delete(key);
    }
  }
}
