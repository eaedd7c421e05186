/** The token service, STS 2018-01-01: the account behind the keys, and the keys of a role. */
import type { AccountId } from "../../core/accounts";
import type { CallOptions } from "../../core/backend";
import type { CloudAccess } from "../../core/cloud-access";
import type { Call } from "../api-client";
import { type Assume, credentialIn, SESSION_NAME } from "../credentials/assumed-role";
import { accountIn } from "../images";
import { unexpectedResponse } from "../vendor-errors";
import { connect } from "./client";
import { commonErrors } from "./errors";
import type { VolcengineApi } from "./sign";
import type { TokenService } from "./vendor";

const STS: VolcengineApi = { serviceName: "sts", version: "2018-01-01", errors: commonErrors };

/** The vendor returns a number. @throws VendorError */
export async function callerAccount(
  call: Call<VolcengineApi>,
  sts: TokenService,
  region = sts.region,
  options: CallOptions,
): Promise<AccountId> {
  const action = "GetCallerIdentity";
  const answer = await call({ host: sts.host, region, action, parameters: {} }, options, STS);
  return accountIn(action, answer.AccountId);
}

export const assumer =
  (sts: TokenService) =>
  (endpoint: CloudAccess["endpoint"]): Assume =>
  async ({ arn, sessionName = SESSION_NAME, durationSeconds, policy }, keys, options) => {
    const action = "AssumeRole";
    const parameters = {
      RoleTrn: arn,
      RoleSessionName: sessionName,
      DurationSeconds: durationSeconds,
      Policy: policy,
    };
    const request = { ...sts, action, parameters };
    const result = await connect({ endpoint, keys }, STS)(request, options);
    const text = (name: string) => credentialIn(action, result, name);
    const expiresAt = Date.parse(text("ExpiredTime"));
    if (Number.isNaN(expiresAt)) throw unexpectedResponse(action, "with an ExpiredTime that is no time");
    return {
      keys: { id: text("AccessKeyId"), secret: text("SecretAccessKey"), token: text("SessionToken") },
      expiresAt,
    };
  };
