/** One of Alibaba Cloud's services before an emulator, and a share manager above it in virtual time. */
import { findService } from "../../../src/backends/registry";
import { ShareManager } from "../../../src/converge/share-manager";
import type { Backend, Scope } from "../../../src/core/backend";
import { VendorError } from "../../../src/core/errors";
import type { ReadRequest } from "../../../src/core/share-request";
import type { ImageTarget } from "../../../src/core/target";
import type { Emulator, EmulatorOptions, ImageSeed, ServiceName } from "../../../src/emulator";
import { start } from "../../emulator/support/start";

export { CALL_OPTIONS } from "./support";

export const KEYS = { accessKeyId: "emulator", accessKeySecret: "emulator-secret" };

export const ACCOUNTS: Scope = { accounts: true, ownEcs: false };

interface Bench {
  readonly emulator: Emulator;
  readonly backend: Backend;
  readonly manager: ShareManager;
  /** Progress as the user would read it. */
  readonly lines: string[];
  /** Called for every wait. */
  onSleep: () => void;
  /** Action and parameters of every call so far. */
  requests(): [action: string, parameters: unknown][];
  /** How often each action was called. */
  counts(): Record<string, number>;
}

/** @param url undefined: the vendor itself */
export function connect(
  service: string,
  url: string | undefined,
  credentials: unknown = KEYS,
): Promise<Backend> {
  const entry = findService(service);
  if (entry === undefined) throw new Error(`the registry has no ${service}`);
  return entry.open({ credentials, endpoint: url === undefined ? undefined : new URL(url) });
}

export async function setUp(
  target: ImageTarget & { readonly service: ServiceName },
  seed: Partial<ImageSeed> = {},
  options: EmulatorOptions = {},
): Promise<Bench> {
  const emulator = await start({ rateLimits: false, ...options });
  emulator.putImage({ ...target, ...seed });
  const backend = await connect(target.service, emulator.url);
  const facts = findService(target.service)?.facts;
  if (facts === undefined) throw new Error(`the registry has no ${target.service}`);
  const lines: string[] = [];
  let now = 0;
  const clock = {
    now: () => now,
    random: () => 0.5,
    sleep: async (ms: number) => {
      now += ms;
      bench.onSleep();
    },
  };
  const bench: Bench = {
    emulator,
    backend,
    lines,
    onSleep: () => undefined,
    manager: new ShareManager({
      clock,
      report: (line) => lines.push(line),
      open: async () => ({ facts, backend }),
    }),
    requests: () => emulator.calls().map(({ action, parameters }) => [action, parameters]),
    counts: () => {
      const counts: Record<string, number> = {};
      for (const { action } of emulator.calls()) counts[action] = (counts[action] ?? 0) + 1;
      return counts;
    },
  };
  return bench;
}

export function reference(target: ImageTarget, scope: Scope = ACCOUNTS): ReadRequest {
  return { target, scope, credentials: undefined, timeoutSeconds: undefined };
}

export const anyPolicy = { protectedAccounts: [] };

export function wanting(listed: readonly string[], owned: readonly string[] = []) {
  return { listed, owned, exclusive: true };
}

/** `count` account IDs of sixteen digits. */
export function someAccounts(count: number, from = 0): string[] {
  return Array.from({ length: count }, (_, index) => String(1_000_000_000_000_001 + from + index));
}

/** The error that a call ends with; fails the test if it succeeds, or fails otherwise. */
export async function failureOf(call: Promise<unknown>): Promise<VendorError> {
  const error = await call.then(
    () => new Error("the call succeeded"),
    (reason: unknown) => reason,
  );
  if (error instanceof VendorError) return error;
  throw error;
}
