/** STS 2018-01-01, AssumeRole: asked like every other action, through the proxy or at the endpoint. */
import type { CloudAccess } from "../../core/cloud-access";
import { senseless } from "../answers";
import { type Assume, credentialIn, SESSION_NAME } from "../assumed-role";
import { agentFor } from "../transport";
import { callVolcengine } from "./client";
import { commonErrors } from "./errors";

const HOST = "sts.volcengineapi.com";
/** Stands in the credential scope, no more. */
const REGION = "cn-beijing";

export function assumer(endpoint: CloudAccess["endpoint"]): Assume {
  const place = {
    host: HOST,
    serviceName: "sts",
    version: "2018-01-01",
    region: REGION,
    protocol: endpoint?.protocol === "http:" ? "http:" : "https:",
    errors: commonErrors,
  } as const;
  return async ({ arn, sessionName = SESSION_NAME, durationSeconds, policy }, keys, options) => {
    const action = "AssumeRole";
    const parameters = {
      RoleTrn: arn,
      RoleSessionName: sessionName,
      ...(durationSeconds === undefined ? {} : { DurationSeconds: String(durationSeconds) }),
      ...(policy === undefined ? {} : { Policy: policy }),
    };
    const result = await callVolcengine(
      { ...place, keys, agent: agentFor(HOST, endpoint) },
      action,
      parameters,
      options,
    );
    const text = (name: string) => credentialIn(action, result, name);
    const expiresAt = Date.parse(text("ExpiredTime"));
    if (Number.isNaN(expiresAt)) throw senseless(action, "with an ExpiredTime that is no time");
    return {
      keys: { id: text("AccessKeyId"), secret: text("SecretAccessKey"), token: text("SessionToken") },
      expiresAt,
    };
  };
}
