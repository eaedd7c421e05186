/** STS 2015-04-01, AssumeRole: asked like every other action, through the proxy or at the endpoint. */
import type { CloudAccess } from "../../core/cloud-access";
import { type Assume, credentialIn, SESSION_NAME } from "../assumed-role";
import { unexpectedResponse } from "../vendor-errors";
import { connect } from "./client";
import { STS, STS_HOST } from "./identity";

/** @param host where the token service is asked; by default, where all regions are answered */
export function assumer(endpoint: CloudAccess["endpoint"], host = STS_HOST): Assume {
  return async (role, keys, options) => {
    const { arn, sessionName = SESSION_NAME, externalId, durationSeconds, policy } = role;
    const action = "AssumeRole";
    const parameters = {
      RoleArn: arn,
      RoleSessionName: sessionName,
      ...(externalId === undefined ? {} : { ExternalId: externalId }),
      ...(durationSeconds === undefined ? {} : { DurationSeconds: String(durationSeconds) }),
      ...(policy === undefined ? {} : { Policy: policy }),
    };
    const answer = await connect({ endpoint, keys }, STS)({ host, action, parameters }, options);
    const text = (name: string) => credentialIn(action, answer, name);
    const expiresAt = Date.parse(text("Expiration"));
    if (Number.isNaN(expiresAt)) throw unexpectedResponse(action, "with an Expiration that is no time");
    return {
      keys: { id: text("AccessKeyId"), secret: text("AccessKeySecret"), token: text("SecurityToken") },
      expiresAt,
    };
  };
}
