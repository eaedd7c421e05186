/** One service against one emulator: what every theme of the suite starts from. */
import { findService } from "../../src/backends/registry";
import type { Backend, CallOptions } from "../../src/core/backend";
import type { ServiceEntry } from "../../src/core/cloud-access";
import { VendorError } from "../../src/core/errors";
import type { ErrorMeaning } from "../../src/core/service-facts";
import type { Emulator, EmulatorOptions, ImageSeed } from "../../src/emulator";
import { start } from "../emulator/support/start";
import type { DocumentedRequest, Key, Subject } from "../support/services";

export const KEY: Key = { id: "conformance", secret: "conformance-secret-0123456789" };
export const SCOPE = { accounts: true, ownEcs: false };

export const CALL_OPTIONS: CallOptions = {
  timeoutMs: 5_000,
  signal: new AbortController().signal,
  acquire: async () => undefined,
};

export interface Bench {
  readonly emulator: Emulator;
  readonly backend: Backend;
  /** Who has access, page after page as announced. */
  readAll(): Promise<string[]>;
  /** As the emulator logged them. */
  requests(): { action: string; parameters: unknown }[];
}

export function entryOf({ target }: Subject): ServiceEntry {
  const entry = findService(target.service);
  if (entry === undefined) throw new Error(`the registry has no ${target.service}`);
  return entry;
}

/** A documented request, as a call of the emulator's log has to look. */
export function expected({ action, parameters }: DocumentedRequest): DocumentedRequest {
  const members = Object.entries(parameters).map(([name, value]) => [
    name,
    value instanceof RegExp ? expect.stringMatching(value) : value,
  ]);
  return { action, parameters: Object.fromEntries(members) };
}

/** Opens the service as a program's configuration would, with one image seeded. */
export async function setUp(
  subject: Subject,
  seed: Partial<ImageSeed> = {},
  { emulator: options = {}, key = KEY }: { emulator?: EmulatorOptions; key?: Key } = {},
): Promise<Bench> {
  const emulator = await start({ rateLimits: false, credentials: [KEY], ...options });
  emulator.putImage({ ...subject.target, ...seed });
  const backend = await connect(subject, emulator.url, key);
  // A login is no request about an image. One that is refused is refused again, in the test.
  if (subject.login !== undefined) {
    await backend.callerAccount(subject.target.region, CALL_OPTIONS).catch(() => undefined);
    emulator.clearCalls();
  }
  return {
    emulator,
    backend,
    readAll: () => readAll(subject, backend),
    requests: () => emulator.calls().map(({ action, parameters }) => ({ action, parameters })),
  };
}

export function connect(subject: Subject, url: string, key: Key = KEY): Promise<Backend> {
  return entryOf(subject).open({ credentials: subject.section(key), endpoint: new URL(url) });
}

async function readAll(subject: Subject, backend: Backend): Promise<string[]> {
  const accounts: string[] = [];
  let page: string | undefined;
  do {
    const answer = await backend.describe(subject.target, SCOPE, page, CALL_OPTIONS);
    accounts.push(...answer.accounts);
    page = answer.next;
  } while (page !== undefined);
  return accounts;
}

export function someAccounts(subject: Subject, count: number, from = 0): string[] {
  return Array.from({ length: count }, (_, index) => subject.account(from + index));
}

/** The error that a call ends with; fails the test if it does not, or if the error does not say what it means. */
export async function failureOf(call: Promise<unknown>): Promise<VendorError> {
  const error = await call.then(
    () => new Error("the call succeeded"),
    (reason: unknown) => reason,
  );
  if (error instanceof VendorError) return error;
  throw error;
}

/** What a call comes to: the meaning of its failure, or success. */
export async function outcomeOf(call: Promise<unknown>): Promise<ErrorMeaning | "success"> {
  const isDone = await call.then(
    () => true,
    () => false,
  );
  return isDone ? "success" : (await failureOf(call)).meaning;
}
