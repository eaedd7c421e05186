/** Whose keys are these: STS 2015-04-01, GetCallerIdentity. No permission is needed, and no parameter. */
import type { AccountId } from "../../core/accounts";
import type { CallOptions } from "../../core/backend";
import type { Api, Call } from "../api-client";
import { accountIn } from "../images";
import { commonErrors } from "./errors";

export const STS: Api = { version: "2015-04-01", errors: commonErrors };

/** One for all regions, and for both of the vendor's sites. */
export const STS_HOST = "sts.aliyuncs.com";

/** @throws VendorError */
export async function callerAccount(call: Call<Api>, options: CallOptions): Promise<AccountId> {
  const action = "GetCallerIdentity";
  const answer = await call({ host: STS_HOST, action, parameters: {} }, options, STS);
  return accountIn(action, answer.AccountId);
}
