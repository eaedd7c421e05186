/** Keys of a role that other keys assume. */
import { setTimeout as delay } from "node:timers/promises";
import { isNativeError } from "node:util/types";
import type { CallOptions } from "../../core/backend";
import type { KeySource } from "../../core/cloud-access";
import { ConfigurationError, VendorError } from "../../core/errors";
import { stripControlChars } from "../../core/printable";
import type { ErrorMeaning } from "../../core/service-facts";
import { member } from "../json";
import { unexpectedResponse } from "../vendor-errors";
import { describeKeys } from "./key-source";
import { type Session, sessionKeys } from "./session-keys";

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

/** Calls AssumeRole of a cloud. @throws VendorError */
export type Assume = (role: Role, base: KeySource, options: CallOptions) => Promise<Session>;

/** The session's name in the vendor's logs. */
export const SESSION_NAME = "pulumi-image-share";

/** A part of the keys in an answer. */
export function credentialIn(action: string, answer: unknown, name: string): string {
  const value = member(answer, "Credentials", name);
  if (typeof value === "string" && value !== "") return value;
  throw unexpectedResponse(action, `without Credentials.${name}`);
}

/** Limits of a request for keys, which has no rate limit. */
export const lookupOptions = (): CallOptions => ({
  timeoutMs: 10_000,
  signal: new AbortController().signal,
  acquire: async () => undefined,
});

/** Assumes the role at once, so that a mistake is reported early. @throws ConfigurationError */
export async function assumedRole(
  role: Role,
  base: KeySource,
  assume: Assume,
  now: () => number = Date.now,
): Promise<KeySource> {
  const place = `role ${role.arn} (${role.namedBy})`;
  const source = sessionKeys(
    () => assume(role, base, lookupOptions()),
    (id) => `${describeKeys(place, id)}, assumed with the keys of ${base.describe()}`,
    now,
  );
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

/** Retries here, because no loop repeats calls that happen before a share. */
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

const passing: ReadonlySet<ErrorMeaning> = new Set(["throttled", "not-sent"]);

/** The reason of a failure to get keys, for a message. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof VendorError)) return isNativeError(error) ? error.message : String(error);
  const said = error.code === undefined ? error.message : `${error.code}: ${error.message}`;
  return stripControlChars(error.requestId ? `${said} (RequestId ${error.requestId})` : said);
}
