import {
  CvmRoleCredential,
  EnvironmentVariableCredential,
  OIDCRoleArnCredential,
  ProfileCredential,
} from "tencentcloud-sdk-nodejs/tencentcloud/common/credential";
import type { DynamicCredential } from "tencentcloud-sdk-nodejs/tencentcloud/common/interface";
import type { CloudAccess, KeySource } from "../../core/cloud-access";
import { ConfigurationError } from "../../core/errors";
import { changingKeys, fixedKeys } from "../key-source";
import type { TencentcloudSection } from "./section";

/** Off the cloud the metadata address may swallow packets: do not make anybody wait for the system's time-out. */
const LOOKUP_TIMEOUT_MS = 5_000;

/** The SDK means ten minutes and subtracts 600 ms, so that tokens expire in flight. */
const OIDC_REFRESH_MARGIN_MS = 600_000;

interface Source {
  readonly name: string;
  /** Why this source cannot be tried at all, or undefined. */
  readonly unavailable?: string | undefined;
  readonly provider: DynamicCredential;
}

/** Credentials from the configuration, else from the vendor's default chain, in the vendor's order. */
export async function findKeys(access: CloudAccess): Promise<KeySource> {
  const section = access.credentials as TencentcloudSection | undefined;
  if (section !== undefined) {
    const { secretId, secretKey, token } = section;
    return fixedKeys(access.section ?? "image-share:tencentcloud", {
      id: secretId,
      secret: secretKey,
      token,
    });
  }
  const tried: string[] = [];
  for (const source of defaultChain()) {
    const problem = source.unavailable ?? (await firstLookup(source.provider));
    if (problem === undefined) {
      const keys = changingKeys(source.name, async () => {
        const { secretId, secretKey, token } = await source.provider.getCredential();
        return { id: secretId ?? "", secret: secretKey ?? "", token };
      });
      await keys.current();
      return keys;
    }
    tried.push(`${source.name}: ${problem}`);
  }
  throw new ConfigurationError(
    "no credentials for Tencent Cloud. Set image-share:tencentcloud.secretId and image-share:tencentcloud.secretKey " +
      "(pulumi config set --secret --path image-share:tencentcloud.secretKey …), or the environment variables " +
      `TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY. Tried ${tried.join("; ")}`,
    "credentials",
  );
}

function defaultChain(): Source[] {
  const oidc = new OIDCRoleArnCredential();
  Object.assign(oidc, { expirationReservationTime: OIDC_REFRESH_MARGIN_MS });
  const missing = ["TKE_REGION", "TKE_PROVIDER_ID", "TKE_WEB_IDENTITY_TOKEN_FILE", "TKE_ROLE_ARN"].filter(
    (name) => !process.env[name],
  );
  return [
    { name: "environment", unavailable: environmentProblem(), provider: new EnvironmentVariableCredential() },
    {
      name: "~/.tencentcloud/credentials or /etc/tencentcloud/credentials",
      provider: new ProfileCredential(),
    },
    { name: "role of the CVM instance", provider: new CvmRoleCredential() },
    {
      name: "OIDC role of the TKE pod",
      unavailable: missing.length > 0 ? `${missing.join(", ")} not set` : undefined,
      provider: oidc,
    },
  ];
}

/** Half an environment is a mistake to report, not a reason to go on with somebody else's keys. */
function environmentProblem(): string | undefined {
  const names = ["TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY"] as const;
  const missing = names.filter((name) => !process.env[name]);
  if (missing.length === 1) {
    const present = names.find((name) => process.env[name]);
    throw new ConfigurationError(
      `half of the credentials for Tencent Cloud: the environment has ${present} but ${missing[0]} is missing or empty`,
      "credentials",
    );
  }
  return missing.length === 0 ? undefined : `${missing.join(" and ")} not set`;
}

/** Undefined when the source has both keys. The SDK answers empty keys, or none, where it found nothing. */
async function firstLookup(provider: DynamicCredential): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`no answer within ${LOOKUP_TIMEOUT_MS / 1000} s`)),
      LOOKUP_TIMEOUT_MS,
    );
  });
  try {
    const found = await Promise.race([provider.getCredential(), timeout]);
    return found.secretId && found.secretKey ? undefined : "nothing there";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(timer);
  }
}
