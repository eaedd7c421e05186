/** The token service, STS 2015-04-01: the account behind the keys, and the keys of a role. */
import type { AccountId } from "../../core/accounts";
import type { CallOptions } from "../../core/backend";
import type { CloudAccess } from "../../core/cloud-access";
import type { Api, Call } from "../api-client";
import { type Assume, credentialIn, SESSION_NAME } from "../credentials/assumed-role";
import { accountIn } from "../images";
import { unexpectedResponse } from "../vendor-errors";
import { connect } from "./client";
import { commonErrors } from "./errors";

const STS: Api = { version: "2015-04-01", errors: commonErrors };

/** One for all regions, and for both of the vendor's sites. */
const STS_HOST = "sts.aliyuncs.com";

/** @throws VendorError */
export async function callerAccount(call: Call<Api>, options: CallOptions): Promise<AccountId> {
  const action = "GetCallerIdentity";
  const answer = await call({ host: STS_HOST, action, parameters: {} }, options, STS);
  return accountIn(action, answer.AccountId);
}

/** @param host the token service's host; default: the host of all regions */
export function assumer(endpoint: CloudAccess["endpoint"], host = STS_HOST): Assume {
  return async (role, keys, options) => {
    const { arn, sessionName = SESSION_NAME, externalId, durationSeconds, policy } = role;
    const action = "AssumeRole";
    const parameters = {
      RoleArn: arn,
      RoleSessionName: sessionName,
      ExternalId: externalId,
      DurationSeconds: durationSeconds,
      Policy: policy,
    };
    const answer = await connect({ endpoint, keys }, STS)({ host, action, parameters }, options);
    const text = (name: string) => credentialIn(action, answer, name);
    const expiresAt = Date.parse(text("Expiration"));
    if (Number.isNaN(expiresAt)) throw unexpectedResponse(action, "with an Expiration that is no time");
    return {
      keys: { id: text("AccessKeyId"), secret: text("AccessKeySecret"), token: text("SecurityToken") },
      expiresAt,
    };
  };
}
