/** The token service, STS 2018-08-13, and whose keys these are: GetCallerIdentity, which needs no permission. */
import type { AccountId } from "../../core/accounts";
import type { CallOptions } from "../../core/backend";
import type { Api, Call } from "../api-client";
import { accountIn } from "../images";
import { commonErrors } from "./errors";

export const STS: Api = { version: "2018-08-13", errors: commonErrors };

/** The service needs a region, and answers alike in all. */
export const ANY_REGION = "ap-guangzhou";

/** Finance regions have hosts of their own; every other region shares one. */
export function hostFor(product: string, region: string): string {
  return region.endsWith("-fsi")
    ? `${product}.${region}.tencentcloudapi.com`
    : `${product}.tencentcloudapi.com`;
}

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
