/** What every file of the suite begins with: a cloud, and a stack that reaches it. */
import { type CallRecord, type Emulator, startEmulator } from "../../../src/emulator";
import { type ShareSpec, Stack } from "./stack";

export interface World {
  readonly emulator: Emulator;
  readonly stack: Stack;
}

/** A test runs a few commands of the CLI, each of some seconds on a busy machine. */
const TIMEOUT_MS = 120_000;

/** Words of their own, so that a test can tell whether they turn up where they should not. */
const credential = { id: "AKIDengineSuite", secret: "secret-of-the-engine-suite" };

/**
 * Sets up an emulator and a stack before the tests of a file, and leaves nothing of them behind.
 *
 * @param onCall told of every call, once it has been answered
 */
export function useWorld(
  prepare?: (folder: string) => void,
  onCall: (call: CallRecord) => void = () => undefined,
): World {
  jest.setTimeout(TIMEOUT_MS);
  let emulator: Emulator | undefined;
  let stack: Stack | undefined;
  beforeAll(async () => {
    emulator = await startEmulator({ credentials: [credential], onCall });
    stack = await Stack.create(emulator, prepare);
  });
  afterAll(async () => {
    stack?.dispose();
    await emulator?.close();
  });
  return {
    get emulator() {
      return started(emulator);
    },
    get stack() {
      return started(stack);
    },
  };
}

function started<T>(part: T | undefined): T {
  if (part === undefined) throw new Error("to be used in tests and hooks only, once the world was set up");
  return part;
}

/** An image of Tencent Cloud; the name makes its ID. */
export function image(name: string, region = "ap-guangzhou") {
  return { service: "tencentcloud-cvm", region, imageId: `img-${name.padEnd(8, "0")}` } as const;
}

export type Image = ReturnType<typeof image>;

export const alice = "100000000001";
export const bob = "100000000002";
export const carol = "100000000003";
export const dave = "100000000004";
/** Never listed by a program. */
export const stranger = "100000000099";

export function manyAccounts(count: number): string[] {
  return Array.from({ length: count }, (_, index) => String(200_000_000_000 + index));
}

/** A resource that shares an image with accounts; `more` are its other arguments. */
export function share(
  name: string,
  target: Image,
  accounts: readonly unknown[],
  more: Readonly<Record<string, unknown>> = {},
): ShareSpec {
  return { name, args: { ...target, accounts, ...more } };
}
