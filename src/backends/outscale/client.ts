import type { OpenAccess } from "../../core/cloud-access";
import { type Api, type Call, type Cloud, connect as connectTo } from "../api-client";
import { isRecord, member } from "../json";
import { isRefusalOfKeys } from "./errors";
import { gateOf } from "./key-gate";
import { sign } from "./sign";

const outscale: Cloud<Api> = {
  sign,
  read(body) {
    if (!isRecord(body)) return undefined;
    const errors = body.Errors;
    const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
    // Every answer of the vendor has one of the two.
    if (first === undefined && !isRecord(body.ResponseContext)) return undefined;
    return {
      result: body,
      error: first === undefined ? undefined : { code: codeOf(first), message: messageOf(first) },
      requestId: member(body, "ResponseContext", "RequestId"),
    };
  },
};

/** The number tells the cause. That it is a quota is in the type alone: "TooManyResources (QuotaExceeded)". */
function codeOf(error: unknown): unknown {
  const [code, type] = [member(error, "Code"), String(member(error, "Type"))];
  return /^TooManyResources/.test(type) ? `${String(code)}.QuotaExceeded` : code;
}

function messageOf(error: unknown): string {
  const parts = [member(error, "Type"), member(error, "Details")];
  return parts.filter((part) => typeof part === "string" && part !== "").join(": ");
}

/** Each call passes the gate of its keys, because the vendor locks accounts after failed attempts. */
export function connect(access: Pick<OpenAccess, "endpoint" | "keys">, api: Api): Call<Api> {
  const send = connectTo(access, outscale, api);
  const gate = gateOf(access.keys, isRefusalOfKeys);
  return (request, options, special) => gate.pass(request.action, () => send(request, options, special));
}
