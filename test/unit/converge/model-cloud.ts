import type { Clock } from "../../../src/converge/clock";
import type { OperationContext } from "../../../src/converge/context";
import type { AccountPage, Backend, CallOptions, ImagePage } from "../../../src/core/backend";
import { VendorError } from "../../../src/core/errors";
import type { Write } from "../../../src/core/schedule";
import type { CallCapacity, ErrorMeaning, ServiceFacts } from "../../../src/core/service-facts";

/** Time that passes only when somebody sleeps. */
export class VirtualClock implements Clock {
  time = 0;
  now(): number {
    return this.time;
  }
  random(): number {
    return 0.5;
  }
  async sleep(ms: number, _signal?: AbortSignal): Promise<void> {
    this.time += ms;
  }
}

function vendorError(meaning: ErrorMeaning, action = "Write", code = "Code"): VendorError {
  return new VendorError({ meaning, action, message: `it is ${meaning}`, code, requestId: "R-1" });
}

/** What a call does besides, or instead of, what it should. */
export interface Twist {
  readonly before?: ErrorMeaning;
  readonly after?: ErrorMeaning;
  /** Accounts that the write silently leaves out. */
  readonly drop?: readonly string[];
}

/** A cloud with one image, in memory, whose calls can be made to go wrong one by one. */
export class ModelCloud implements Backend {
  readonly clock = new VirtualClock();
  readonly log: string[] = [];
  readonly lines: string[] = [];
  /** Lines about how far the run is, which are replaced. */
  readonly progress: string[] = [];
  readonly writeTwists: Twist[] = [];
  readonly readTwists: Twist[] = [];
  readonly identityTwists: Twist[] = [];
  /** The account that the credentials act for. */
  caller = "900";
  live: Set<string>;
  /** Another process, after each write. */
  afterWrite: () => void = () => undefined;
  pages: (accounts: string[], page: string | undefined) => AccountPage = (accounts) => ({ accounts });
  imagePages: (page: string | undefined) => ImagePage = () => ({ images: [] });
  /** Accounts because of which the vendor refuses a whole call. */
  bad: readonly string[] = [];
  /** What the vendor says of writes that it refuses. */
  code = "Code";
  lagMs = 0;
  private readonly history: { at: number; live: Set<string> }[] = [];

  constructor(live: readonly string[] = []) {
    this.live = new Set(live);
    this.history.push({ at: Number.NEGATIVE_INFINITY, live: this.live });
  }

  async describe(
    _target: unknown,
    _scope: unknown,
    page: string | undefined,
    _options?: CallOptions,
  ): Promise<AccountPage> {
    this.log.push("describe");
    const twist = this.readTwists.shift();
    if (twist?.before) throw vendorError(twist.before, "Describe");
    const seen = this.history.filter(({ at }) => at <= this.clock.time - this.lagMs).at(-1);
    const accounts = this.lagMs > 0 ? (seen?.live ?? new Set()) : this.live;
    return this.pages([...accounts], page);
  }

  async write(_target: unknown, write: Write, _options?: CallOptions): Promise<void> {
    this.log.push(`+${write.add.join(",")} -${write.remove.join(",")}`);
    const twist = this.writeTwists.shift();
    if (twist?.before) throw vendorError(twist.before, "Write", this.code);
    if ([...write.add, ...write.remove].some((account) => this.bad.includes(account))) {
      throw vendorError("account-refused", "Write", this.code);
    }
    const kept = [...this.live].filter((account) => !write.remove.includes(account));
    const added = write.add.filter((account) => !twist?.drop?.includes(account));
    this.live = new Set([...kept, ...added]);
    this.history.push({ at: this.clock.time, live: this.live });
    this.afterWrite();
    if (twist?.after) throw vendorError(twist.after);
  }

  async imageCondition(): Promise<{ kind: "usable" }> {
    return { kind: "usable" };
  }

  async listImages(
    _region: string | undefined,
    page: string | undefined,
    options: CallOptions,
  ): Promise<ImagePage> {
    await options.acquire("List");
    this.log.push("list");
    const twist = this.readTwists.shift();
    if (twist?.before) throw vendorError(twist.before, "List");
    return this.imagePages(page);
  }

  async callerAccount(_region: string | undefined, options: CallOptions): Promise<string> {
    await options.acquire("Identify");
    this.log.push("identify");
    const twist = this.identityTwists.shift();
    if (twist?.before) throw vendorError(twist.before, "Identify");
    return this.caller;
  }

  /** What a share manager says. */
  readonly says = {
    report: (line: string) => void this.lines.push(line),
    status: (line: string, about: "image" | "run") =>
      void (about === "run" ? this.progress : this.lines).push(line),
  };

  context(
    options: { capacity?: CallCapacity; timeoutMs?: number; signal?: AbortSignal } = {},
  ): OperationContext {
    const capacity = options.capacity ?? { add: 10, remove: 10, together: "never" };
    return {
      label: "img-1 (moon-1)",
      target: { service: "model", region: "moon-1", imageId: "img-1" },
      scope: { accounts: true, ownEcs: false },
      facts: { ...modelFacts, capacity },
      backend: this,
      keys: () => undefined,
      clock: this.clock,
      deadline: this.clock.time + (options.timeoutMs ?? 900_000),
      signal: options.signal ?? new AbortController().signal,
      writeSignal: new AbortController().signal,
      acquire: async () => undefined,
      report: (line) => this.lines.push(`img-1 (moon-1): ${line}`),
      status: (line) => this.lines.push(`img-1 (moon-1): ${line}`),
    };
  }
}

const anything = { pattern: /./, description: "anything", example: "x" };

const modelFacts: Omit<ServiceFacts, "capacity"> = {
  service: "model",
  title: "Model Cloud",
  grantees: [],
  cloud: "model",
  imageId: anything,
  account: anything,
  errors: {},
  closedAccountCodes: ["Closed"],
  bareCodes: ["Bare"],
  actions: [],
  rateLimits: {},
  assumptions: [],
};
