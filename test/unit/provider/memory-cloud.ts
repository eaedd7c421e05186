/** Clouds in memory behind the provider object: no wire, no rate limits, so that thousands of programs can be tried. */

import { type Connection, Connections } from "../../../src/app/connections";
import { findService } from "../../../src/backends/registry";
import { OWN_ECS } from "../../../src/core/accounts";
import type { Backend } from "../../../src/core/backend";
import { VendorError } from "../../../src/core/errors";
import { type ImageTarget, shareId } from "../../../src/core/target";

/** Whose images they are; no vendor shares an image with its owner. */
export const OWNER = "100000000000";

/** What one write changed. */
export interface Change {
  readonly id: string;
  readonly gained: readonly string[];
  readonly lost: readonly string[];
}

export class MemoryCloud {
  /** Who has access, by the id of the share; an image that is not there is gone. */
  readonly images = new Map<string, Set<string>>();
  /** What was written, in order: who gained and who lost access by it. */
  readonly changes: Change[] = [];
  /** Called after every call. */
  afterCall: () => void = () => undefined;
  readonly #refused = new Set<string>();

  /**
   * Replaces every service's connection, whatever the credentials, until mocks are restored.
   *
   * @returns what is called with the service and the profile whose connection is wanted
   */
  install(): jest.SpyInstance {
    return jest
      .spyOn(Connections.prototype, "open")
      .mockImplementation(async (service: string): Promise<Connection> => {
        const facts = findService(service)?.facts;
        if (facts === undefined) throw new Error(`no service ${service}`);
        const keys = { current: async () => ({ id: "x", secret: "y" }), describe: () => "the test's keys" };
        return { principal: "one", keys, facts: { ...facts, rateLimits: {} }, backend: this.#backend };
      });
  }

  put(target: ImageTarget, accounts: readonly string[]): void {
    this.images.set(shareId(target), new Set(accounts));
  }

  /** Takes the credentials' right to the image away. */
  refuse(target: ImageTarget): void {
    this.#refused.add(shareId(target));
  }

  accounts(target: ImageTarget): string[] {
    return [...(this.images.get(shareId(target)) ?? [])].sort();
  }

  /** A copy of who has access, to be compared with later. */
  snapshot(): Map<string, ReadonlySet<string>> {
    return new Map([...this.images].map(([id, accounts]) => [id, new Set(accounts)]));
  }

  #liveOn(target: ImageTarget): Set<string> {
    const live = this.images.get(shareId(target));
    if (this.#refused.has(shareId(target)))
      throw new VendorError({
        meaning: "auth",
        action: "Describe",
        message: "not yours",
        code: "Unauthorized",
      });
    if (live !== undefined) return live;
    throw new VendorError({
      meaning: "image-gone",
      action: "Describe",
      message: "not found",
      code: "NotFound",
    });
  }

  readonly #backend = {
    describe: async (target, scope) => {
      const live = [...this.#liveOn(target)];
      this.afterCall();
      return {
        accounts: live.filter((account) => (account === OWN_ECS ? scope.ownEcs : scope.accounts)),
      };
    },
    write: async (target, { add, remove }) => {
      const live = this.#liveOn(target);
      this.changes.push({
        id: shareId(target),
        gained: add.filter((account) => !live.has(account)),
        lost: remove.filter((account) => live.has(account)),
      });
      for (const account of add) live.add(account);
      for (const account of remove) live.delete(account);
      this.afterCall();
    },
    imageCondition: async (target) => {
      this.#liveOn(target);
      return { kind: "usable" };
    },
    listImages: async () => ({ images: [] }),
    callerAccount: async () => OWNER,
  } as Backend;
}
