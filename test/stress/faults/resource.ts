import { ShareManager } from "../../../src/converge/share-manager";
import type { ShareArgs } from "../../../src/core/arguments";
import type { Backend } from "../../../src/core/backend";
import { ShareError } from "../../../src/core/errors";
import { goalOf, ownedIn, policyOf, targetOf } from "../../../src/core/goal";
import { scopeOf } from "../../../src/core/managed-parts";
import { ownership } from "../../../src/core/plan";
import type { ServiceFacts } from "../../../src/core/service-facts";
import type { ReadRequest } from "../../../src/core/share-request";
import { readState, type ShareState, stateOf } from "../../../src/core/state";
import { shareId } from "../../../src/core/target";
import type { VirtualTime } from "./virtual-time";

/**
 * One resource of a program, and what the engine remembers of it. Each run is a process of its own; what it leaves
 * in state is what src/provider/dynamic/handle.ts would have the engine record.
 */
export class Resource {
  /** Undefined: the engine knows no such resource. */
  state: Record<string, unknown> | undefined;
  readonly #args: ShareArgs;
  readonly #time: VirtualTime;
  #connection: { facts: ServiceFacts; backend: Backend };

  constructor(args: ShareArgs, time: VirtualTime, connection: { facts: ServiceFacts; backend: Backend }) {
    this.#args = args;
    this.#time = time;
    this.#connection = connection;
  }

  /** From now on, a process with another connection: what the last one learned of its keys is forgotten. */
  reconnect(connection: { facts: ServiceFacts; backend: Backend }): void {
    this.#connection = connection;
  }

  /** Creates or updates. @returns what it ended with, if not with success */
  async up(): Promise<unknown> {
    const goal = goalOf(this.#args, this.#recorded);
    const guards = policyOf(this.#args, { facts: this.#connection.facts, state: this.#recorded });
    try {
      const { live } = await this.#time.spentOn(() =>
        this.#process().apply({ ...this.#reference, goal, guards }),
      );
      this.state = stateOf(this.#args, ownership(live, goal));
      return undefined;
    } catch (error) {
      if (!(error instanceof ShareError) || !error.wrote || error.live === undefined) return error;
      const held = ownership(error.live, goal);
      if (this.state !== undefined || held.accounts.length > 0) this.state = stateOf(this.#args, held);
      return error;
    }
  }

  async destroy(): Promise<unknown> {
    const recorded = this.#recorded;
    if (recorded === undefined) return undefined;
    const { protectedAccounts } = recorded;
    try {
      await this.#time.spentOn(() =>
        this.#process().revoke({
          ...this.#reference,
          owned: ownedIn(recorded),
          protectedAccounts: protectedAccounts,
        }),
      );
      this.state = undefined;
      return undefined;
    } catch (error) {
      return error;
    }
  }

  get #recorded(): ShareState | undefined {
    return this.state === undefined ? undefined : readState(shareId(targetOf(this.#args)), this.state);
  }

  get #reference(): ReadRequest {
    const args = this.#args;
    const { credentials, timeoutSeconds } = args;
    return { target: targetOf(args), scope: scopeOf(args), credentials, timeoutSeconds };
  }

  #process(): ShareManager {
    return new ShareManager({
      clock: this.#time,
      report: () => undefined,
      open: async () => this.#connection,
    });
  }
}
