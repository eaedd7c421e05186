/** Keys of a role that other keys assume: replaced before they expire, by one request at a time. */
import { setTimeout as delay } from "node:timers/promises";
import type { CallOptions } from "../core/backend";
import type { KeySource, Keys } from "../core/cloud-access";
import { ConfigurationError, VendorError } from "../core/errors";
import { printable } from "../core/presentable";
import type { ErrorMeaning } from "../core/service-facts";
import { member, senseless } from "./answers";
import { describeKeys } from "./key-source";

/** A role, and the session to open as it. */
export interface Role {
  readonly arn: string;
  readonly sessionName?: string | undefined;
  readonly externalId?: string | undefined;
  readonly durationSeconds?: number | undefined;
  /** Narrows what the session may do. */
  readonly policy?: string | undefined;
  /** Where the role is named: "image-share:alicloud.roleArn". */
  readonly namedBy: string;
}

/** Temporary keys, and when they end, in milliseconds. */
interface Session {
  readonly keys: Keys;
  readonly expiresAt: number;
}

/** How a cloud's token service is asked. @throws VendorError */
export type Assume = (role: Role, base: KeySource, options: CallOptions) => Promise<Session>;

/** What a session is called in the vendor's logs. */
export const SESSION_NAME = "pulumi-image-share";

/** A part of the keys in an answer. */
export function credentialIn(action: string, answer: unknown, name: string): string {
  const value = member(answer, "Credentials", name);
  if (typeof value === "string" && value !== "") return value;
  throw senseless(action, `without Credentials.${name}`);
}

const TIMEOUT_MS = 10_000;
/** Keys are replaced this long before they expire, or in the last fifth of a short session. */
const MARGIN_MS = 5 * 60_000;
const MARGIN_SHARE = 0.2;

/** Assumes the role, so that a mistake shows at once. @throws ConfigurationError */
export async function assumedRole(
  role: Role,
  base: KeySource,
  assume: Assume,
  now: () => number = Date.now,
): Promise<KeySource> {
  const source = new AssumedRole(role, base, assume, now);
  try {
    await opened(source);
  } catch (error) {
    throw new ConfigurationError(
      `${role.namedBy} names the role ${role.arn}, which cannot be assumed with the keys of ${base.describe()}: ` +
        reasonOf(error),
      "credentials",
      error,
    );
  }
  return source;
}

/** Nobody repeats what is asked before there is anything to share: so a hiccup is waited out here. */
async function opened(source: KeySource): Promise<void> {
  for (const pauseMs of [300, 900]) {
    try {
      await source.current();
      return;
    } catch (error) {
      if (!(error instanceof VendorError) || !passing.has(error.meaning)) throw error;
      await delay(pauseMs);
    }
  }
  await source.current();
}

class AssumedRole implements KeySource {
  private readonly role: Role;
  private readonly base: KeySource;
  private readonly assume: Assume;
  private readonly now: () => number;
  private session: Session | undefined;
  private renewAt = 0;
  private renewal: Promise<Session> | undefined;

  constructor(role: Role, base: KeySource, assume: Assume, now: () => number) {
    this.role = role;
    this.base = base;
    this.assume = assume;
    this.now = now;
  }

  async current(): Promise<Keys> {
    if (this.session !== undefined && this.now() < this.renewAt) return this.session.keys;
    this.renewal ??= this.renew().finally(() => {
      this.renewal = undefined;
    });
    try {
      return (await this.renewal).keys;
    } catch (error) {
      // The keys at hand are good for some minutes yet, and the next request asks again.
      if (this.session !== undefined && this.now() < this.session.expiresAt) return this.session.keys;
      throw unsent(error);
    }
  }

  describe(): string {
    const role = `role ${this.role.arn} (${this.role.namedBy})`;
    return `${describeKeys(role, this.session?.keys.id)}, assumed with the keys of ${this.base.describe()}`;
  }

  private async renew(): Promise<Session> {
    const options = {
      timeoutMs: TIMEOUT_MS,
      signal: new AbortController().signal,
      admit: async () => undefined,
    };
    const session = await this.assume(this.role, this.base, options);
    const life = session.expiresAt - this.now();
    this.session = session;
    this.renewAt = session.expiresAt - Math.min(MARGIN_MS, life * MARGIN_SHARE);
    return session;
  }
}

const lasting: ReadonlySet<ErrorMeaning> = new Set(["auth", "permanent"]);
const passing: ReadonlySet<ErrorMeaning> = new Set(["throttled", "not-sent"]);

/** To the request that wanted the keys: it was not sent, whatever became of the one for the keys. */
function unsent(error: unknown): unknown {
  if (!(error instanceof VendorError)) return error;
  if (lasting.has(error.meaning) || passing.has(error.meaning)) return error;
  const { action, message, code, requestId } = error;
  return new VendorError({ meaning: "not-sent", action, message, code, requestId, cause: error });
}

function reasonOf(error: unknown): string {
  if (!(error instanceof VendorError)) return error instanceof Error ? error.message : String(error);
  const said = error.code === undefined ? error.message : `${error.code}: ${error.message}`;
  return printable(error.requestId ? `${said} (RequestId ${error.requestId})` : said);
}
