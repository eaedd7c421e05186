import {
  CLIProfileCredentialsProvider,
  type CredentialsProvider,
  ECSRAMRoleCredentialsProvider,
  EnvironmentVariableCredentialsProvider,
  OIDCRoleArnCredentialsProvider,
  ProfileCredentialsProvider,
  URICredentialsProvider,
} from "@alicloud/credentials";
import type { CloudAccess, KeySource, Keys } from "../../core/cloud-access";
import { ConfigurationError } from "../../core/errors";
import { changingKeys, fixedKeys } from "../key-source";
import type { AlicloudSection } from "./section";

/** Off the cloud the metadata address may swallow packets: do not make anybody wait for the system's time-out. */
const LOOKUP_TIMEOUT_MS = 5_000;

interface Source {
  readonly name: string;
  /** Why there is no point in asking, or undefined. */
  readonly unavailable?: string | undefined;
  build(): CredentialsProvider;
}

/**
 * Credentials from the configuration, else from the vendor's default chain, in the vendor's order.
 *
 * The SDK's own chain is not used: it takes half an environment for none, and after it has failed once it asks only
 * its last provider.
 *
 * @throws ConfigurationError that says what was tried
 */
export async function findKeys(access: CloudAccess): Promise<KeySource> {
  const section = access.credentials as AlicloudSection | undefined;
  const { accessKeyId, accessKeySecret, securityToken } = section ?? {};
  if (accessKeyId !== undefined && accessKeySecret !== undefined) {
    const keys = { id: accessKeyId, secret: accessKeySecret, token: securityToken };
    return fixedKeys(access.section ?? "image-share:alicloud", keys);
  }
  const tried: string[] = [];
  for (const source of defaultChain()) {
    if (source.unavailable !== undefined) {
      tried.push(`${source.name}: ${source.unavailable}`);
      continue;
    }
    try {
      const provider = source.build();
      const keys = changingKeys(source.name, () => keysFrom(provider, source.name));
      await keys.current();
      return keys;
    } catch (error) {
      tried.push(error instanceof LookupError ? error.message : `${source.name}: ${discreet(error)}`);
    }
  }
  throw new ConfigurationError(
    "no credentials for Alibaba Cloud. Set image-share:alicloud.accessKeyId and image-share:alicloud.accessKeySecret " +
      "(pulumi config set --secret --path image-share:alicloud.accessKeySecret …), or the environment variables " +
      `ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET. Tried ${tried.join("; ")}`,
    "credentials",
  );
}

function defaultChain(): Source[] {
  const { env } = process;
  const missing = (...names: string[]) => {
    const absent = names.filter((name) => !env[name]);
    return absent.length > 0 ? `${absent.join(" and ")} not set` : undefined;
  };
  const disabled = (name: string) =>
    env[name]?.toLowerCase() === "true" ? `disabled by ${name}` : undefined;
  return [
    {
      name: "environment",
      unavailable: environmentProblem(),
      build: () => EnvironmentVariableCredentialsProvider.builder().build(),
    },
    {
      name: "OIDC role of the pod",
      unavailable: missing(
        "ALIBABA_CLOUD_ROLE_ARN",
        "ALIBABA_CLOUD_OIDC_PROVIDER_ARN",
        "ALIBABA_CLOUD_OIDC_TOKEN_FILE",
      ),
      build: () => OIDCRoleArnCredentialsProvider.builder().build(),
    },
    {
      name: "~/.aliyun/config.json",
      unavailable: disabled("ALIBABA_CLOUD_CLI_PROFILE_DISABLED"),
      build: () => CLIProfileCredentialsProvider.builder().build(),
    },
    {
      name: env.ALIBABA_CLOUD_CREDENTIALS_FILE || "~/.alibabacloud/credentials",
      build: () => ProfileCredentialsProvider.builder().build(),
    },
    {
      name: "role of the ECS instance",
      unavailable: disabled("ALIBABA_CLOUD_ECS_METADATA_DISABLED"),
      build: () => ECSRAMRoleCredentialsProvider.builder().build(),
    },
    {
      name: "ALIBABA_CLOUD_CREDENTIALS_URI",
      unavailable: missing("ALIBABA_CLOUD_CREDENTIALS_URI"),
      build: () => URICredentialsProvider.builder().build(),
    },
  ];
}

/** Half an environment is a mistake to report, not a reason to go on with somebody else's keys. */
function environmentProblem(): string | undefined {
  const names = ["ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"] as const;
  const missing = names.filter((name) => !process.env[name]);
  if (missing.length === 1) {
    const present = names.find((name) => process.env[name]);
    throw new ConfigurationError(
      `half of the credentials for Alibaba Cloud: the environment has ${present} but ${missing[0]} is missing or empty`,
      "credentials",
    );
  }
  return missing.length === 0 ? undefined : `${missing.join(" and ")} not set`;
}

/** A source that gave no keys; its message names the source and no secret. */
class LookupError extends Error {
  override readonly name = "LookupError";
}

async function keysFrom(provider: CredentialsProvider, source: string): Promise<Keys> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    const late = new LookupError(`${source}: no answer within ${LOOKUP_TIMEOUT_MS / 1000} s`);
    timer = setTimeout(() => reject(late), LOOKUP_TIMEOUT_MS);
  });
  try {
    const { accessKeyId, accessKeySecret, securityToken } = await Promise.race([
      provider.getCredentials(),
      timeout,
    ]);
    if (!accessKeyId || !accessKeySecret) throw new LookupError(`${source}: the keys there are empty`);
    return { id: accessKeyId, secret: accessKeySecret, token: securityToken || undefined };
  } catch (error) {
    if (error instanceof LookupError) throw error;
    throw new LookupError(`${source}: ${discreet(error)}`);
  } finally {
    clearTimeout(timer);
  }
}

/** The SDK quotes whole files and answers behind these words, with the secrets in them. */
function discreet(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split(/ failed: |,? result: |, message = /)[0]?.replaceAll(/https?:\/\/\S+/g, "…") ?? "";
}
