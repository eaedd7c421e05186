import type { OpenAccess } from "../../core/cloud-access";
import { type Api, type Call, type Cloud, connect as connectTo } from "../api-client";
import { isRecord } from "../json";
import { isThrottling } from "./errors";
import { sign } from "./sign";

const alicloud: Cloud<Api> = {
  sign,
  isThrottling,
  /** Only the status decides, because some successes have a member Code as well. */
  read(body, status) {
    if (!isRecord(body)) return undefined;
    const { Code: code, Message: message, RequestId: requestId } = body;
    const isSuccess = status >= 200 && status < 300;
    const error = isSuccess ? undefined : { code, message: stripSignatureEcho(message) };
    return { result: body, error, requestId };
  },
};

/** The answer to a wrong signature repeats the signed text. */
function stripSignatureEcho(message: unknown): unknown {
  return typeof message === "string"
    ? message.replace(/[^\w\s]*\s*server (string to sign|canonical).*$/is, "")
    : message;
}

export function connect(access: Pick<OpenAccess, "endpoint" | "keys">, api: Api): Call<Api> {
  return connectTo(access, alicloud, api);
}
