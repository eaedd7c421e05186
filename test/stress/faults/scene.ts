import type { Backend } from "../../../src/core/backend";
import { type CallRecord, type Emulator, type Fault, startEmulator } from "../../../src/emulator";
import { accounts, type Service, writeIn } from "./services";
import { VirtualTime } from "./virtual-time";

export const columns = ["create", "create, additive", "update", "update, additive", "delete"] as const;
export type Column = (typeof columns)[number];

/**
 * What each operation begins with and asks for, by the numbers of the accounts:
 *
 *   operation | live and owned | listed  | so
 *   ----------|----------------|---------|-----------------------------------
 *   create    |                | 0 to 11 | adds 12
 *   update    | 0 to 12        | 12 to 23| adds 11, keeps 1, removes 12
 *   delete    | 0 to 11        |         | removes 12
 *
 * Somebody else's account is live from the start.
 */
const numbers = {
  create: { owned: { from: 0, to: 0 }, listed: { from: 0, to: 12 } },
  update: { owned: { from: 0, to: 13 }, listed: { from: 12, to: 24 } },
  delete: { owned: { from: 0, to: 12 }, listed: { from: 0, to: 0 } },
};

const FOREIGN = 90;
const STRANGER = 91;

/** One cloud with one image, before and while an operation meets a fault. */
export class Scenario {
  readonly service: Service;
  readonly column: Column;
  readonly time = new VirtualTime();
  readonly owned: readonly string[];
  readonly listed: readonly string[];
  /** Shared by others, before and while the operation runs. */
  readonly foreign: Set<string>;
  /** Accounts that others take away or give back on the way, so that touching them is right. */
  readonly changedByOthers = new Set<string>();
  /** Who had access when the image was deleted. */
  goneWith: readonly string[] | undefined;
  /** Whether what is read may be old: then an error may list more accounts than have access, but never fewer. */
  readsLag = false;
  /** How long the product waits for the answer to its first write, in real time. */
  callTimeoutMs = Number.POSITIVE_INFINITY;
  readonly #listeners: ((record: CallRecord) => void)[] = [];
  readonly #lifts: (() => void)[] = [];
  #emulator: Emulator | undefined;

  constructor(service: Service, column: Column) {
    this.service = service;
    this.column = column;
    const { owned, listed } = numbers[this.operation];
    this.owned = accounts(service, owned.from, owned.to);
    this.listed = accounts(service, listed.from, listed.to);
    this.foreign = new Set([service.account(FOREIGN)]);
  }

  async begin(): Promise<void> {
    this.#emulator = await startEmulator({
      clock: this.time,
      credentials: [{ id: "matrix-key", secret: "matrix-secret-0123456789" }],
      onCall: (record) => {
        for (const listener of this.#listeners) listener(record);
      },
    });
    this.putImage([...this.owned, ...this.foreign]);
  }

  get operation(): "create" | "update" | "delete" {
    return this.column.replace(", additive", "") as keyof typeof numbers;
  }

  get exclusive(): boolean {
    return this.operation !== "delete" && !this.column.endsWith("additive");
  }

  get emulator(): Emulator {
    if (this.#emulator === undefined) throw new Error("the scene has not begun");
    return this.#emulator;
  }

  /** Who has access; nobody has to an image that is gone. */
  get live(): string[] {
    const image = this.emulator.image(this.service.target);
    return [...(image?.accounts ?? [])].sort();
  }

  /** Who has access once the operation has done what it should. */
  get demanded(): string[] {
    if (this.emulator.image(this.service.target) === undefined) return [];
    return [...this.listed, ...(this.exclusive ? [] : this.foreign)].sort();
  }

  get stranger(): string {
    return this.service.account(STRANGER);
  }

  putImage(shared: readonly string[]): void {
    this.emulator.putImage({ ...this.service.target, accounts: [...shared] });
  }

  /** The action of the operation's first write. */
  get writing(): string {
    return this.operation === "delete" ? this.service.removing : this.service.adding;
  }

  inject(fault: Fault): () => void {
    const handle = this.emulator.injectFault(fault);
    this.onLift(() => handle.remove());
    return () => handle.remove();
  }

  /** Does something after each write that was carried out, before its answer arrives. */
  afterWrites(what: (count: number) => void): void {
    let count = 0;
    this.#listeners.push((record) => {
      if (writeIn(this.service, record) === undefined || record.outcome.kind !== "ok") return;
      count += 1;
      what(count);
    });
    this.onLift(() => {
      this.#listeners.length = 0;
    });
  }

  afterFirstRead(what: () => void): void {
    let isFirst = true;
    this.#listeners.push(({ action }) => {
      if (action === this.service.reading && isFirst) what();
      isFirst &&= action !== this.service.reading;
    });
  }

  /** How the fault is taken away before the next run. */
  onLift(what: () => void): void {
    this.#lifts.push(what);
  }

  lift(): void {
    for (const what of this.#lifts.splice(0)) what();
  }

  /** The backend, except that its first write waits no longer than callTimeoutMs. */
  impatient(backend: Backend): Backend {
    let isFirst = true;
    return {
      describe: (...args) => backend.describe(...args),
      imageCondition: (...args) => backend.imageCondition(...args),
      listImages: (...args) => backend.listImages(...args),
      callerAccount: (...args) => backend.callerAccount(...args),
      write: (target, write, options) => {
        const timeoutMs = isFirst ? Math.min(options.timeoutMs, this.callTimeoutMs) : options.timeoutMs;
        isFirst = false;
        return backend.write(target, write, { ...options, timeoutMs });
      },
    };
  }
}
