import type { OpenAccess } from "../../core/cloud-access";
import { type Api, type Call, type Cloud, connect as connectTo } from "../api-client";
import { isRecord, member } from "../json";
import { leaveUnsigned, sign } from "./sign";

const tencentcloud: Cloud<Api> = {
  sign,
  read(body) {
    const result = member(body, "Response");
    if (!isRecord(result)) return undefined;
    const { Error: error, RequestId: requestId } = result;
    return {
      result,
      error: isRecord(error) ? { code: error.Code, message: error.Message } : undefined,
      requestId,
    };
  },
};

export function connect(access: Pick<OpenAccess, "endpoint" | "keys">, api: Api): Call<Api> {
  return connectTo(access, tencentcloud, api);
}

/** For actions that return keys and need none. */
export function connectWithoutKeys(access: Pick<OpenAccess, "endpoint" | "keys">, api: Api): Call<Api> {
  return connectTo(access, { ...tencentcloud, sign: leaveUnsigned }, api);
}

/** Finance regions have their own hosts; all other regions share one. */
export function hostFor(product: string, region: string): string {
  return region.endsWith("-fsi")
    ? `${product}.${region}.tencentcloudapi.com`
    : `${product}.tencentcloudapi.com`;
}
