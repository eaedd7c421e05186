/** STS 2018-01-01, AssumeRole: asked like every other action, through the proxy or at the endpoint. */
import type { CloudAccess } from "../../core/cloud-access";
import { type Assume, credentialIn, SESSION_NAME } from "../assumed-role";
import { unexpectedResponse } from "../vendor-errors";
import { connect } from "./client";
import { ANY_REGION, STS, STS_HOST } from "./identity";

export function assumer(endpoint: CloudAccess["endpoint"]): Assume {
  return async ({ arn, sessionName = SESSION_NAME, durationSeconds, policy }, keys, options) => {
    const action = "AssumeRole";
    const parameters = {
      RoleTrn: arn,
      RoleSessionName: sessionName,
      ...(durationSeconds === undefined ? {} : { DurationSeconds: String(durationSeconds) }),
      ...(policy === undefined ? {} : { Policy: policy }),
    };
    const request = { host: STS_HOST, region: ANY_REGION, action, parameters };
    const result = await connect({ endpoint, keys }, STS)(request, options);
    const text = (name: string) => credentialIn(action, result, name);
    const expiresAt = Date.parse(text("ExpiredTime"));
    if (Number.isNaN(expiresAt)) throw unexpectedResponse(action, "with an ExpiredTime that is no time");
    return {
      keys: { id: text("AccessKeyId"), secret: text("SecretAccessKey"), token: text("SessionToken") },
      expiresAt,
    };
  };
}
