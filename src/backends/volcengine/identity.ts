/** The token service, STS 2018-01-01, and whose keys these are: GetCallerIdentity, which needs no permission. */
import type { AccountId } from "../../core/accounts";
import type { CallOptions } from "../../core/backend";
import type { Call } from "../api-client";
import { accountIn } from "../images";
import { commonErrors } from "./errors";
import type { VolcengineApi } from "./sign";

export const STS: VolcengineApi = { serviceName: "sts", version: "2018-01-01", errors: commonErrors };

export const STS_HOST = "sts.volcengineapi.com";

/** Stands in the credential scope, no more. */
export const ANY_REGION = "cn-beijing";

/** The vendor answers a number. @throws VendorError */
export async function callerAccount(
  call: Call<VolcengineApi>,
  region = ANY_REGION,
  options: CallOptions,
): Promise<AccountId> {
  const action = "GetCallerIdentity";
  const answer = await call({ host: STS_HOST, region, action, parameters: {} }, options, STS);
  return accountIn(action, answer.AccountId);
}
