/** Keys that are fetched: of instances and of pods. */
import type { KeySource } from "../../core/cloud-access";
import { reasonOf } from "../assumed-role";
import { broken } from "../key-search";
import { describeKeys } from "../key-source";
import { type Session, sessionKeys } from "../session-keys";
import { tencentcloudWords } from "./words";

/** Asks for the keys once, so that a mistake shows at once. */
export async function openedSession(place: string, open: () => Promise<Session>): Promise<KeySource> {
  const source = sessionKeys(open, (id) => describeKeys(place, id));
  await source.current();
  return source;
}

/** Keys for a place that was named: they are there, or the search ends. @throws ConfigurationError */
export async function namedSession(place: string, open: () => Promise<Session>): Promise<KeySource> {
  try {
    return await openedSession(place, open);
  } catch (error) {
    throw broken(`${place}: ${reasonOf(error)}`, tencentcloudWords);
  }
}
