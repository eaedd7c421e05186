/** STS 2018-08-13, AssumeRole: asked like every other action, through the proxy or at the endpoint. */
import type { CloudAccess } from "../../core/cloud-access";
import { type Assume, credentialIn, SESSION_NAME } from "../assumed-role";
import type { Session } from "../session-keys";
import { unexpectedResponse } from "../vendor-errors";
import { connect } from "./client";
import { ANY_REGION, hostFor, STS } from "./identity";

export function assumer(endpoint: CloudAccess["endpoint"]): Assume {
  return async ({ arn, sessionName = SESSION_NAME, externalId, durationSeconds }, keys, options) => {
    const action = "AssumeRole";
    const parameters = {
      RoleArn: arn,
      RoleSessionName: sessionName,
      ...(externalId === undefined ? {} : { ExternalId: externalId }),
      ...(durationSeconds === undefined ? {} : { DurationSeconds: durationSeconds }),
    };
    const request = { host: hostFor("sts", ANY_REGION), region: ANY_REGION, action, parameters };
    const answer = await connect({ endpoint, keys }, STS)(request, options);
    return sessionIn(action, answer);
  };
}

/** The keys in an answer of the token service. */
export function sessionIn(action: string, answer: Readonly<Record<string, unknown>>): Session {
  const text = (name: string) => credentialIn(action, answer, name);
  const { ExpiredTime } = answer;
  if (typeof ExpiredTime !== "number") throw unexpectedResponse(action, "without ExpiredTime");
  return {
    keys: { id: text("TmpSecretId"), secret: text("TmpSecretKey"), token: text("Token") },
    expiresAt: ExpiredTime * 1000,
  };
}
