/** Keys that the vendor's SDK fetches and refreshes, through our HTTP client. */
import {
  CLIProfileCredentialsProvider,
  type CredentialsProvider,
  ECSRAMRoleCredentialsProvider,
  OIDCRoleArnCredentialsProvider,
  URICredentialsProvider,
} from "@alicloud/credentials";
import type { KeySource, Keys } from "../../core/cloud-access";
import { reasonOf, SESSION_NAME } from "../credentials/assumed-role";
import { changingKeys } from "../credentials/key-source";
import { requireKeys } from "../credentials/source";
import { alicloudWords } from "./config";
import { LOOKUP_TIMEOUT_MS, throughOurHttp } from "./sdk-http";

interface OidcRole {
  readonly arn: string;
  readonly provider: string;
  readonly tokenFile: string;
  readonly sessionName: string | undefined;
  readonly region?: string | undefined;
}

/** @param role the instance's own by default @throws ConfigurationError */
export function instanceKeys(place: string, role: string | undefined): Promise<KeySource> {
  const builder = ECSRAMRoleCredentialsProvider.builder();
  return namedKeys(place, () => (role === undefined ? builder : builder.withRoleName(role)).build());
}

/** For a machine that may not be an instance. @throws Error that says why there are no keys */
export function anyInstanceKeys(place: string): Promise<KeySource> {
  return sdkKeys(place, () => ECSRAMRoleCredentialsProvider.builder().build());
}

/** @throws ConfigurationError */
export function oidcKeys(
  place: string,
  { arn, provider, tokenFile, sessionName = SESSION_NAME, region }: OidcRole,
): Promise<KeySource> {
  const builder = OIDCRoleArnCredentialsProvider.builder()
    .withRoleArn(arn)
    .withOIDCProviderArn(provider)
    .withOIDCTokenFilePath(tokenFile)
    .withRoleSessionName(sessionName);
  return namedKeys(place, () => (region === undefined ? builder : builder.withStsRegionId(region)).build());
}

/** @throws ConfigurationError */
export function addressKeys(place: string, uri: string): Promise<KeySource> {
  return namedKeys(place, () => URICredentialsProvider.builder().withCredentialsURI(uri).build());
}

/** Of a profile in ~/.aliyun/config.json that logs in by the vendor's SDK. @throws ConfigurationError */
export function loginKeys(place: string, profile: string): Promise<KeySource> {
  return namedKeys(place, () => CLIProfileCredentialsProvider.builder().withProfileName(profile).build());
}

/** Keys of a named place. A failure ends the search. */
function namedKeys(place: string, build: () => CredentialsProvider): Promise<KeySource> {
  return requireKeys(place, alicloudWords, () => sdkKeys(place, build));
}

/** Fetches the keys once, so that a mistake is reported early. @throws Error whose message holds no secret */
async function sdkKeys(place: string, build: () => CredentialsProvider): Promise<KeySource> {
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

/** Cuts the message here, because the SDK appends whole files and answers, with secrets. */
function discreet(error: unknown): string {
  const message = reasonOf(error).replace(/^\w*Error: /, "");
  return (
    message.split(/ failed: |,? result: |, message = | OIDC: /)[0]?.replaceAll(/https?:\/\/\S+/g, "…") ?? ""
  );
}
