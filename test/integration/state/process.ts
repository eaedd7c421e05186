/** The provider object, configured for every cloud of one emulator, as a process of the engine's has it. */
import type { Emulator } from "../../../src/emulator";
import { handle } from "../../../src/provider/dynamic/handle";
import { sections } from "../../support/services";

export type Properties = Record<string, unknown>;

interface Answer {
  readonly id: string;
  readonly outs: Properties;
  readonly props: Properties;
  readonly inputs: Properties;
  readonly failures: readonly { readonly reason: string }[];
  readonly changes: boolean;
  readonly replaces?: readonly string[];
}

export type Process = (method: Parameters<typeof handle>[0], ...args: unknown[]) => Promise<Answer>;

/** Each is a process of its own: it remembers no read, and no list, of another. */
export function providerProcess(
  emulator: Emulator,
  settings: Readonly<Record<string, string>> = {},
): Process {
  const config: Readonly<Record<string, string>> = { ...configuration(emulator), ...settings };
  const own = { get: (key: string) => config[key] };
  return (method, ...args) => handle(method, own, args) as Promise<Answer>;
}

/** Stack configuration with keys for every cloud, and a profile named `customers`. */
export function configuration(emulator: Emulator): Record<string, string> {
  const { id, secret } = emulator.credentials;
  const tencentcloud = { secretId: id, secretKey: secret };
  return {
    "image-share:endpoint": emulator.url,
    ...Object.fromEntries(
      Object.entries(sections({ id, secret })).map(([key, section]) => [key, JSON.stringify(section)]),
    ),
    "image-share:profiles": JSON.stringify({ customers: { tencentcloud } }),
  };
}

/** What a call failed with; fails the test when it did not. */
export async function failureOf(call: Promise<unknown>): Promise<Error> {
  const error = await call.then(
    () => new Error("the call was expected to fail"),
    (reason: unknown) => reason,
  );
  if (error instanceof Error) return error;
  throw error;
}
