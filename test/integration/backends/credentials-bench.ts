/** Places of credentials, one by one: what is found there, and that a broken one is the end of the search. */
import { inspect } from "node:util";
import type { CloudAccess, KeySource } from "../../../src/core/cloud-access";
import { ConfigurationError } from "../../../src/core/errors";
import { useCleanEnvironment } from "./support";

/** Every secret and token of these tests has this in it, and no message may. */
const HIDDEN = "hidden";
export const secret = (name: string) => `${HIDDEN}-${name}-secret`;
export const token = (name: string) => `${HIDDEN}-${name}-token`;
/** IDs as long as the vendors', of which the last four characters are shown. */
export const id = (name: string) => `KEY0123456789${name}`;

export interface Circumstances {
  /** Variables; undefined unsets one that the test is set up with. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Files by their path in the home directory; what is no text is written as JSON. */
  readonly files?: Readonly<Record<string, unknown>>;
  readonly section?: unknown;
  readonly endpoint?: URL;
}

export interface Bench {
  find(circumstances: Circumstances): Promise<KeySource>;
  /** The message that the search ends with. It names no secret, and nothing in the error does. */
  refusal(circumstances: Circumstances): Promise<string>;
  home(): string;
}

export function useCredentials(
  findKeys: (access: CloudAccess) => Promise<KeySource>,
  names: RegExp,
  /** Of the machine, in every test. */
  always: Readonly<Record<string, string>> = {},
): Bench {
  const machine = useCleanEnvironment(names);
  const find = async ({ env = {}, files = {}, section, endpoint }: Circumstances) => {
    for (const [name, value] of Object.entries({ ...always, ...env })) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value.replaceAll("~", machine.home());
    }
    for (const [path, content] of Object.entries(files)) {
      machine.write(path, typeof content === "string" ? content : JSON.stringify(content));
    }
    return findKeys({ credentials: section, endpoint });
  };
  return {
    find,
    home: machine.home,
    async refusal(circumstances) {
      const error: unknown = await find(circumstances).then(
        (source) => new Error(`found ${source.describe()}`),
        (reason: unknown) => reason,
      );
      if (!(error instanceof ConfigurationError)) throw error;
      expect(error.topic).toBe("credentials");
      expect(inspect(error, { depth: 12, showHidden: true })).not.toContain(HIDDEN);
      return error.message.replaceAll(machine.home(), "~");
    },
  };
}
