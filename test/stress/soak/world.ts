/** One cloud in virtual time: two images, whatever befalls them, and a record of who had access when. */

import { OWN_ECS } from "../../../src/core/accounts";
import { manages } from "../../../src/core/grantees";
import type { ServiceFacts } from "../../../src/core/service-facts";
import { type CallRecord, type Emulator, startEmulator, type Target } from "../../../src/emulator";
import { accounts, entryOf, type Service } from "../faults/services";
import type { VirtualTime } from "../faults/virtual-time";
import { changesIn } from "./calls";
import {
  type Accident,
  type Environment,
  type ImageNumber,
  type Incident,
  images,
  type OutsideEvent,
  type Site,
  STALE_MS,
  type Trouble,
} from "./steps";

/** Undefined: the image is gone. */
export type Live = ReadonlySet<string> | undefined;

interface View {
  readonly at: number;
  readonly live: Live;
}

/** The stack's own, and those of the two profiles; one of them names the stack's once more. */
export const keys = {
  stack: { id: "soak-key-1", secret: "soak-secret-1" },
  blue: { id: "soak-key-1", secret: "soak-secret-1" },
  green: { id: "soak-key-2", secret: "soak-secret-2" },
};

/** First of the accounts that only crowd an image. */
const CROWD = 100;
/** Where no limit is known: so many more than fit on one page of the answer. */
const BEYOND_A_PAGE = 8;

export class World {
  readonly service: Service;
  readonly facts: ServiceFacts;
  readonly time: VirtualTime;
  readonly liveDiff: boolean;
  /** The process that is at work is lost, with all that it knew. */
  crashed = false;
  /** What the command that is at work has printed, line by line. */
  readonly printed: string[];
  readonly #views: View[][] = images.map(() => []);
  /** Who had access to an image when it was deleted. */
  readonly #goneWith = new Map<ImageNumber, readonly string[]>();
  #emulator: Emulator | undefined;
  #incidents: readonly Incident[] = [];
  #accident: Accident | undefined;
  #isCutOff = false;
  /** Whether others changed something while the operation was at work. */
  #isDisturbed = false;
  #made: CallRecord[] = [];
  /** By image: who has got access by a call of the command, and still has it. */
  readonly #given: Set<string>[] = images.map(() => new Set());
  /** Whether a fault gave the operation an old answer. */
  #sawOldAnswer = false;

  constructor(service: Service, liveDiff: boolean, time: VirtualTime, printed: string[]) {
    this.service = service;
    this.printed = printed;
    this.liveDiff = liveDiff;
    this.time = time;
    this.facts = entryOf(service).facts;
  }

  async begin(): Promise<void> {
    this.#emulator = await startEmulator({
      clock: this.time,
      credentials: [keys.stack, keys.green],
      onCall: (record) => this.#afterCall(record),
    });
    for (const image of images) this.emulator.putImage(this.target(image));
    this.#look();
  }

  get emulator(): Emulator {
    if (this.#emulator === undefined) throw new Error("the world has not begun");
    return this.#emulator;
  }

  target(image: ImageNumber): Target & { readonly imageId: string } {
    const { target } = this.service;
    return { ...target, imageId: `${target.imageId.slice(0, -1)}${image}` };
  }

  /** Two names of the same cloud. */
  endpoint(number: Site["endpoint"]): string {
    const { url } = this.emulator;
    return number === 0 ? url : url.replace("127.0.0.1", "localhost");
  }

  /** The image that arguments name. */
  imageIn({ imageId }: Readonly<Record<string, unknown>>): ImageNumber {
    return this.target(0).imageId === imageId ? 0 : 1;
  }

  live(image: ImageNumber): Live {
    const view = this.emulator.image(this.target(image));
    return view && new Set([...view.accounts, ...(view.shareToEcs ? [OWN_ECS] : [])]);
  }

  /** Everything that a look since then can have shown. */
  viewsSince(image: ImageNumber, moment: number): Live[] {
    const views = this.#views[image] ?? [];
    const first = views.findLastIndex(({ at }) => at <= moment);
    return views.slice(Math.max(0, first)).map(({ live }) => live);
  }

  /** What befalls the operation that is about to begin. */
  arm(incidents: readonly Incident[], accident: Accident | undefined): void {
    this.#incidents = incidents;
    this.#accident = accident;
    this.printed.length = 0;
    this.#isCutOff = false;
    this.#made = [];
    for (const given of this.#given) given.clear();
    this.#isDisturbed = false;
    this.#sawOldAnswer = false;
    this.crashed = false;
  }

  /** Calls of the process that is at work, or was last. */
  get calls(): readonly CallRecord[] {
    return this.#made;
  }

  /** Whom the command that is at work has given access. */
  given(image: ImageNumber): ReadonlySet<string> {
    return this.#given[image] ?? new Set();
  }

  /** From whom it has tried to take access. */
  taken(image: ImageNumber): string[] {
    const { imageId } = this.target(image);
    const calls = this.#made.filter(({ parameters }) => JSON.stringify(parameters).includes(imageId));
    return calls.flatMap((call) => changesIn(call).remove);
  }

  /** Whether nothing at all has gone wrong in the command. */
  get isPlain(): boolean {
    return this.isFresh && this.#made.every(({ outcome }) => outcome.kind === "ok" && !outcome.fault);
  }

  /** How old may be what the operation read. */
  get lagMs(): number {
    return Math.max(this.emulator.settings.readLagMs, this.#sawOldAnswer ? STALE_MS : 0);
  }

  /** Whether everything that the operation read is true to its end. */
  get isFresh(): boolean {
    return this.lagMs === 0 && !this.#isDisturbed;
  }

  /** The operation is over; what was to befall it does not befall the next. */
  disarm(): void {
    if (this.#isCutOff) this.emulator.clearFaults();
    this.arm([], undefined);
  }

  inject(faults: readonly Trouble[]): void {
    for (const { on, ...fault } of faults) {
      this.emulator.injectFault({ ...fault, action: this.service[on] });
    }
  }

  turn(environment: Environment): void {
    if (!("unknown" in environment)) this.emulator.configure(environment);
    else
      this.emulator.configure({
        unknownAccounts: environment.unknown.map((index) => this.service.account(index)),
      });
  }

  /**
   * Takes every fault away, and lets time pass until nothing that is read can be old.
   *
   * @param readLagMs how long what is written from now on takes to be seen
   */
  async settled(readLagMs: number): Promise<void> {
    const { emulator } = this;
    emulator.clearFaults();
    for (const image of images) {
      this.happen({ kind: "image back", image });
      emulator.setImageState(this.target(image), this.service.readyState);
    }
    // How much one call may carry is the vendor's to say, in every environment.
    const still = { readLagMs: 0, strict: false, atomic: true, netQuota: false };
    emulator.configure({ ...still, unknownAccounts: [] });
    await this.time.sleep(120_000);
    emulator.configure({ readLagMs });
  }

  happen(event: OutsideEvent): void {
    const { emulator, service } = this;
    const target = this.target(event.image);
    const isThere = emulator.image(target) !== undefined;
    if (event.kind === "image back" || event.kind === "image back, bare") {
      const shared = event.kind === "image back" ? (this.#goneWith.get(event.image) ?? []) : [];
      if (!isThere) emulator.putImage({ ...target, accounts: [...shared] });
    } else if (isThere) {
      switch (event.kind) {
        case "share":
          emulator.share(target, this.#withinLimit(event.image, this.#named(event.accounts)));
          break;
        case "unshare":
          emulator.unshare(target, this.#named(event.accounts));
          break;
        case "crowd":
          emulator.share(target, this.#crowd(event));
          break;
        case "own ecs":
          if (manages(this.facts, "own-ecs")) emulator.shareToEcs(target, event.on);
          break;
        case "image busy":
          emulator.setImageState(target, service.busyState);
          this.time.after(event.forMs, () => {
            if (emulator.image(target) !== undefined) emulator.setImageState(target, service.readyState);
          });
          break;
        case "image gone":
          this.#goneWith.set(event.image, emulator.accounts(target));
          emulator.removeImage(target);
          break;
      }
    }
    this.#look();
  }

  #named(numbers: readonly number[]): string[] {
    return numbers.map((index) => this.service.account(index));
  }

  /** Others are held to the vendor's limit as well. */
  #withinLimit(image: ImageNumber, wanted: readonly string[]): string[] {
    const shared = new Set(this.emulator.accounts(this.target(image)));
    const room = (this.facts.accountLimit ?? Number.POSITIVE_INFINITY) - shared.size;
    return wanted.filter((account) => !shared.has(account)).slice(0, Math.max(0, room));
  }

  #crowd({ image, room }: { image: ImageNumber; room: number }): string[] {
    const { accountLimit } = this.facts;
    const most = accountLimit ?? (this.service.accountsPerPage ?? 0) + BEYOND_A_PAGE;
    const count = most - room - this.emulator.accounts(this.target(image)).length;
    return accounts(this.service, CROWD, CROWD + Math.max(0, count));
  }

  #afterCall(call: CallRecord): void {
    this.#made.push(call);
    this.#sawOldAnswer ||= call.outcome.fault === "stale";
    this.#look((image, account) => this.#given[image]?.add(account));
    for (const { afterCall, event } of this.#incidents) {
      if (afterCall !== this.#made.length) continue;
      this.#isDisturbed = true;
      this.happen(event);
    }
    if (this.#made.length !== this.#accident?.afterCall) return;
    this.#isCutOff = true;
    this.crashed = this.#accident.isCrash;
    // Nothing that a lost process still does arrives anywhere, and nobody hears of it.
    this.emulator.clearFaults();
    this.emulator.injectFault({ kind: "reset", when: "before", times: "always" });
  }

  /** Notes who has access, where that has changed. @param onGain told of who has it now and had not before */
  #look(onGain: (image: ImageNumber, account: string) => void = () => undefined): void {
    for (const image of images) {
      const views = this.#views[image] ?? [];
      const live = this.live(image);
      const last = views.at(-1);
      if (last !== undefined && sameLive(last.live, live)) continue;
      views.push({ at: this.time.now(), live });
      for (const account of live ?? []) if (last?.live?.has(account) === false) onGain(image, account);
    }
  }
}

function sameLive(left: Live, right: Live): boolean {
  if (left === undefined || right === undefined) return left === right;
  return left.size === right.size && [...left].every((account) => right.has(account));
}
