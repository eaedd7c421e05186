/** Keys of the OIDC role of a TKE pod: STS 2018-08-13, AssumeRoleWithWebIdentity, asked with the pod's token alone. */
import { readFile } from "node:fs/promises";
import { lookupOptions, SESSION_NAME } from "../credentials/assumed-role";
import { fixedKeys } from "../credentials/key-source";
import type { Session } from "../credentials/session-keys";
import { connectWithoutKeys, hostFor } from "./client";
import { STS, sessionIn } from "./sts";

export interface PodRole {
  readonly arn: string;
  readonly provider: string;
  readonly tokenFile: string;
  readonly region: string;
}

/** @param endpoint replaces the vendor's; the configured endpoint is not used here @throws VendorError */
export async function openPodSession(
  { arn, provider, tokenFile, region }: PodRole,
  endpoint?: URL,
): Promise<Session> {
  const action = "AssumeRoleWithWebIdentity";
  // The cluster refreshes the file.
  const token = await readFile(tokenFile, "utf8");
  const parameters = {
    ProviderId: provider,
    WebIdentityToken: token,
    RoleArn: arn,
    RoleSessionName: SESSION_NAME,
  };
  // Redacts the token in errors.
  const keys = fixedKeys("", { id: "", secret: "", token });
  const call = connectWithoutKeys({ endpoint, keys }, STS);
  const request = { host: hostFor("sts", region), region, action, parameters };
  return sessionIn(action, await call(request, lookupOptions()));
}
