/** What conversations with the plugin's service have in common. */
import type { Emulator } from "../../../src/emulator";
import { CallFailure, type Properties } from "./engine";

/** As the engine hands it over: without the prefix, objects as JSON. */
export function configurationFor({ url, credentials }: Emulator, more: Properties = {}): Properties {
  const { id: secretId, secret: secretKey } = credentials;
  return { endpoint: url, tencentcloud: JSON.stringify({ secretId, secretKey }), ...more };
}

let images = 0;

/** A new image that is shared with these accounts. */
export function seedImage(emulator: Emulator, accounts: readonly string[]) {
  images += 1;
  const image = {
    service: "tencentcloud-cvm",
    region: "ap-guangzhou",
    imageId: `img-plugin${100 + images}`,
  } as const;
  emulator.putImage({ ...image, accounts: [...accounts] });
  emulator.clearCalls();
  return { image, id: `tencentcloud-cvm/ap-guangzhou/${image.imageId}` };
}

export async function failureOf(call: Promise<unknown>): Promise<CallFailure> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof CallFailure) return error;
  throw new Error(`the call should have failed, and ended with ${String(error)}`);
}

/** As the engine marks it. */
export function secret(value: unknown): Properties {
  return {
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    value,
  };
}
