/** The token service, STS 2018-08-13: the account behind the keys, and the keys of a role. */
import type { AccountId } from "../../core/accounts";
import type { CallOptions } from "../../core/backend";
import type { CloudAccess } from "../../core/cloud-access";
import type { Api, Call } from "../api-client";
import { type Assume, credentialIn, SESSION_NAME } from "../credentials/assumed-role";
import type { Session } from "../credentials/session-keys";
import { accountIn } from "../images";
import { unexpectedResponse } from "../vendor-errors";
import { connect, hostFor } from "./client";
import { commonErrors } from "./errors";

export const STS: Api = { version: "2018-08-13", errors: commonErrors };

/** The service needs a region, and its answer is the same in all. */
const ANY_REGION = "ap-guangzhou";

/** @throws VendorError */
export async function callerAccount(
  call: Call<Api>,
  region = ANY_REGION,
  options: CallOptions,
): Promise<AccountId> {
  const action = "GetCallerIdentity";
  const answer = await call({ host: hostFor("sts", region), region, action, parameters: {} }, options, STS);
  return accountIn(action, answer.AccountId);
}

export function assumer(endpoint: CloudAccess["endpoint"]): Assume {
  return async ({ arn, sessionName = SESSION_NAME, externalId, durationSeconds }, keys, options) => {
    const action = "AssumeRole";
    const parameters = {
      RoleArn: arn,
      RoleSessionName: sessionName,
      ExternalId: externalId,
      DurationSeconds: durationSeconds,
    };
    const request = { host: hostFor("sts", ANY_REGION), region: ANY_REGION, action, parameters };
    const answer = await connect({ endpoint, keys }, STS)(request, options);
    return sessionIn(action, answer);
  };
}

/** The keys in an answer of the token service. */
export function sessionIn(action: string, answer: Readonly<Record<string, unknown>>): Session {
  const text = (name: string) => credentialIn(action, answer, name);
  const { ExpiredTime } = answer;
  if (typeof ExpiredTime !== "number") throw unexpectedResponse(action, "without ExpiredTime");
  return {
    keys: { id: text("TmpSecretId"), secret: text("TmpSecretKey"), token: text("Token") },
    expiresAt: ExpiredTime * 1000,
  };
}
