/** Temporary keys: replaced before they expire, by one request at a time. */
import type { KeySource, Keys } from "../../core/cloud-access";
import { VendorError } from "../../core/errors";
import type { ErrorMeaning } from "../../core/service-facts";
import { describeKeys } from "./key-source";

/** Temporary keys, and when they end, in milliseconds. */
export interface Session<Held extends Keys = Keys> {
  readonly keys: Held;
  readonly expiresAt: number;
}

/** Temporary keys, each set used until shortly before it expires. */
export interface SessionKeys<Held extends Keys> extends KeySource {
  current(): Promise<Held>;
  /** The vendor refuses these keys before their time: the next request asks for new ones. */
  discard(keys: Held): void;
}

/** Keys are replaced this long before they expire, or in the last fifth of a short session. */
const MARGIN_MS = 5 * 60_000;
const MARGIN_SHARE = 0.2;

/** @param open asks for new keys @param describe @see KeySource.describe */
export function sessionKeys<Held extends Keys>(
  open: () => Promise<Session<Held>>,
  describe: (id: string | undefined) => string,
  now: () => number = Date.now,
): SessionKeys<Held> {
  let session: Session<Held> | undefined;
  let renewAt = 0;
  let renewal: Promise<Session<Held>> | undefined;
  const renew = async () => {
    session = await open();
    renewAt = session.expiresAt - Math.min(MARGIN_MS, (session.expiresAt - now()) * MARGIN_SHARE);
    return session;
  };
  return {
    async current() {
      if (session !== undefined && now() < renewAt) return session.keys;
      renewal ??= renew().finally(() => {
        renewal = undefined;
      });
      try {
        return (await renewal).keys;
      } catch (error) {
        // The current keys are valid for some minutes, and the next request tries again.
        if (session !== undefined && now() < session.expiresAt) return session.keys;
        throw unsent(error);
      }
    },
    discard(keys) {
      if (session?.keys === keys) session = undefined;
    },
    describe: () => describe(session?.keys.id),
  };
}

/** Opens a session at once, so that a mistake is reported early. */
export async function openedKeys(place: string, open: () => Promise<Session>): Promise<KeySource> {
  const source = sessionKeys(open, (id) => describeKeys(place, id));
  await source.current();
  return source;
}

/** Meanings that also hold for the request that needs the keys. */
const plain: ReadonlySet<ErrorMeaning> = new Set(["auth", "permanent", "throttled", "not-sent"]);

/** The error for the request that needs the keys: it was not sent. */
function unsent(error: unknown): unknown {
  if (!(error instanceof VendorError) || plain.has(error.meaning)) return error;
  const { action, message, code, requestId } = error;
  return new VendorError({ meaning: "not-sent", action, message, code, requestId, cause: error });
}
