import type { OpenAccess } from "../../core/cloud-access";
import { type Call, type Cloud, connect as connectTo } from "../api-client";
import { isRecord, member } from "../json";
import { sign, type VolcengineApi } from "./sign";

const volcengine: Cloud<VolcengineApi> = {
  sign,
  read(body) {
    const metadata = member(body, "ResponseMetadata");
    if (!isRecord(metadata)) return undefined;
    const { Error: error, RequestId: requestId } = metadata;
    const result = member(body, "Result");
    return {
      result: isRecord(result) ? result : {},
      error: isRecord(error) ? { code: error.Code, message: error.Message } : undefined,
      requestId,
    };
  },
};

export function connect(
  access: Pick<OpenAccess, "endpoint" | "keys">,
  api: VolcengineApi,
): Call<VolcengineApi> {
  return connectTo(access, volcengine, api);
}
