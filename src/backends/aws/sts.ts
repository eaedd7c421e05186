/** The token service, STS 2011-06-15: whose keys these are, and the keys of a role. */
import type { AccountId } from "../../core/accounts";
import type { CallOptions } from "../../core/backend";
import type { CloudAccess } from "../../core/cloud-access";
import type { Call } from "../api-client";
import { type Assume, credentialIn, SESSION_NAME } from "../credentials/assumed-role";
import { accountIn } from "../images";
import { unexpectedResponse } from "../vendor-errors";
import { connect } from "./client";
import { commonErrors } from "./errors";
import { hostFor, regionOfArn } from "./hosts";
import type { AwsApi } from "./sign";

const STS: AwsApi = { serviceName: "sts", version: "2011-06-15", errors: commonErrors };

/** Of the usual partition, for keys that are asked about outside a region. */
const ANY_REGION = "us-east-1";

/** Asked in the image's own region: partitions know nothing of each other's keys. @throws VendorError */
export async function callerAccount(
  call: Call<AwsApi>,
  region = ANY_REGION,
  options: CallOptions,
): Promise<AccountId> {
  const action = "GetCallerIdentity";
  const request = { host: hostFor("sts", region), region, action, parameters: {} };
  return accountIn(action, (await call(request, options, STS)).Account);
}

export function assumer(endpoint: CloudAccess["endpoint"]): Assume {
  return async (role, keys, options) => {
    const action = "AssumeRole";
    const region = regionOfArn(role.arn);
    const parameters = {
      RoleArn: role.arn,
      RoleSessionName: role.sessionName ?? SESSION_NAME,
      DurationSeconds: role.durationSeconds,
      ExternalId: role.externalId,
      Policy: role.policy,
    };
    const request = { host: hostFor("sts", region), region, action, parameters };
    const result = await connect({ endpoint, keys }, STS)(request, options);
    const text = (name: string) => credentialIn(action, result, name);
    const expiresAt = Date.parse(text("Expiration"));
    if (Number.isNaN(expiresAt)) throw unexpectedResponse(action, "with an Expiration that is no time");
    return {
      keys: { id: text("AccessKeyId"), secret: text("SecretAccessKey"), token: text("SessionToken") },
      expiresAt,
    };
  };
}
