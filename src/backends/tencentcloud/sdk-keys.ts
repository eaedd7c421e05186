/** Keys that the vendor's SDK fetches and replaces in time. */
import type { DynamicCredential } from "tencentcloud-sdk-nodejs/tencentcloud/common/interface";
import type { KeySource, Keys } from "../../core/cloud-access";
import { broken } from "../key-search";
import { changingKeys } from "../key-source";
import { tencentcloudWords } from "./words";

/** Off the cloud the metadata address may swallow packets: do not make anybody wait for the system's time-out. */
const LOOKUP_TIMEOUT_MS = 5_000;

/** Asks for the keys once, so that a mistake shows at once. */
export async function sdkKeys(place: string, build: () => DynamicCredential): Promise<KeySource> {
  let provider = build();
  const source = changingKeys(place, async () => {
    try {
      return await keysFrom(provider);
    } catch (error) {
      // The SDK remembers a failure, and would repeat it for ever.
      provider = build();
      throw error;
    }
  });
  await source.current();
  return source;
}

/** Keys for a place that was named: they are there, or the search ends. @throws ConfigurationError */
export async function fetchedKeys(place: string, build: () => DynamicCredential): Promise<KeySource> {
  try {
    return await sdkKeys(place, build);
  } catch (error) {
    throw broken(`${place}: ${error instanceof Error ? error.message : String(error)}`, tencentcloudWords);
  }
}

async function keysFrom(provider: DynamicCredential): Promise<Keys> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    const late = new Error(`no answer within ${LOOKUP_TIMEOUT_MS / 1000} s`);
    timer = setTimeout(() => reject(late), LOOKUP_TIMEOUT_MS);
  });
  try {
    const { secretId, secretKey, token } = await Promise.race([provider.getCredential(), timeout]);
    if (!secretId || !secretKey) throw new Error("the keys there are empty");
    return { id: secretId, secret: secretKey, token: token || undefined };
  } finally {
    clearTimeout(timer);
  }
}
