/** Keys that the vendor's SDK fetches and replaces in time, by our HTTP. */
import type { CredentialsProvider } from "@alicloud/credentials";
import type { KeySource, Keys } from "../../core/cloud-access";
import { reasonOf } from "../assumed-role";
import { requireKeys } from "../credential-source";
import { changingKeys } from "../key-source";
import { alicloudWords } from "./config";
import { LOOKUP_TIMEOUT_MS, throughOurHttp } from "./sdk-http";

/** Asks for the keys once, so that a mistake shows at once. @throws Error whose message holds no secret */
export async function sdkKeys(place: string, build: () => CredentialsProvider): Promise<KeySource> {
  let provider: CredentialsProvider;
  try {
    provider = throughOurHttp(build());
  } catch (error) {
    throw new Error(discreet(error));
  }
  const source = changingKeys(place, () => keysFrom(provider));
  await source.current();
  return source;
}

/** Keys for a place that was named: they are there, or the search ends. @throws ConfigurationError */
export function fetchedKeys(place: string, build: () => CredentialsProvider): Promise<KeySource> {
  return requireKeys(place, alicloudWords, () => sdkKeys(place, build));
}

async function keysFrom(provider: CredentialsProvider): Promise<Keys> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    const late = new Error(`no answer within ${LOOKUP_TIMEOUT_MS / 1000} s`);
    timer = setTimeout(() => reject(late), LOOKUP_TIMEOUT_MS);
  });
  try {
    const asked = provider.getCredentials().catch((error: unknown) => {
      throw new Error(discreet(error));
    });
    const { accessKeyId, accessKeySecret, securityToken } = await Promise.race([asked, timeout]);
    if (!accessKeyId || !accessKeySecret) throw new Error("the keys there are empty");
    return { id: accessKeyId, secret: accessKeySecret, token: securityToken || undefined };
  } finally {
    clearTimeout(timer);
  }
}

/** The SDK quotes whole files and answers behind these words, with the secrets in them. */
function discreet(error: unknown): string {
  const message = reasonOf(error).replace(/^\w*Error: /, "");
  return (
    message.split(/ failed: |,? result: |, message = | OIDC: /)[0]?.replaceAll(/https?:\/\/\S+/g, "…") ?? ""
  );
}
