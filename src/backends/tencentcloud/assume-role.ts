/** STS 2018-08-13, AssumeRole: asked like every other action, through the proxy or at the endpoint. */
import type { CloudAccess } from "../../core/cloud-access";
import { senseless } from "../answers";
import { type Assume, credentialIn, SESSION_NAME } from "../assumed-role";
import { agentFor } from "../transport";
import { callTencentCloud } from "./client";
import { commonErrors } from "./errors";

const HOST = "sts.tencentcloudapi.com";
const VERSION = "2018-08-13";
/** The action needs a region, and answers alike in all. */
const REGION = "ap-guangzhou";

export function assumer(endpoint: CloudAccess["endpoint"]): Assume {
  const protocol = endpoint?.protocol === "http:" ? "http://" : "https://";
  const place = {
    host: HOST,
    version: VERSION,
    region: REGION,
    protocol,
    errors: commonErrors,
  } as const;
  return async ({ arn, sessionName = SESSION_NAME, externalId, durationSeconds }, keys, options) => {
    const action = "AssumeRole";
    const parameters = {
      RoleArn: arn,
      RoleSessionName: sessionName,
      ...(externalId === undefined ? {} : { ExternalId: externalId }),
      ...(durationSeconds === undefined ? {} : { DurationSeconds: durationSeconds }),
    };
    const answer = await callTencentCloud(
      { ...place, keys, agent: agentFor(HOST, endpoint) },
      action,
      parameters,
      options,
    );
    const text = (name: string) => credentialIn(action, answer, name);
    const { ExpiredTime } = answer;
    if (typeof ExpiredTime !== "number") throw senseless(action, "without ExpiredTime");
    return {
      keys: { id: text("TmpSecretId"), secret: text("TmpSecretKey"), token: text("Token") },
      expiresAt: ExpiredTime * 1000,
    };
  };
}
