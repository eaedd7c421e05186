/**
 * AWS STS 2011-06-15: GetCallerIdentity and AssumeRole. Rests on the vendor's pages of these names.
 *
 * AssumeRole is refused to the account's own keys. A role that is not there and one that does not trust the caller are
 * the same to the vendor: AccessDenied.
 */
import type { Action, Service } from "../../api";
import { isRoleName } from "../../roles";
import { type Refusals, roleFor, timeText } from "../assume-role";
import { missingParameter, refuse } from "./errors";
import { optional, refuseUnknown } from "./parameters";

const invalid = (detail: string) => refuse(400, "ValidationError", detail);

const GetCallerIdentity: Action = {
  effect: "read",
  run(parameters, { caller, callerId, isTemporary, user }) {
    refuseUnknown(parameters, []);
    if (user !== undefined) {
      return { Arn: `arn:aws:iam::${caller}:user/${user}`, UserId: "AIDAEMULATOR", Account: caller };
    }
    return isTemporary
      ? {
          Arn: `arn:aws:sts::${caller}:assumed-role/emulator/emulator`,
          UserId: `AROAEMULATOR:${callerId}`,
          Account: caller,
        }
      : { Arn: `arn:aws:iam::${caller}:root`, UserId: caller, Account: caller };
  },
};

const denied = () => refuse(403, "AccessDenied", "User is not authorized to perform: sts:AssumeRole");

const refusals: Refusals = { rootCaller: denied, unknownRole: denied, notTrusted: denied };

const LONGEST = 43_200;

const AssumeRole: Action = {
  effect: "read",
  run(parameters, context) {
    refuseUnknown(parameters, ["RoleArn", "RoleSessionName", "DurationSeconds", "ExternalId", "Policy"]);
    const arn = optional(parameters, "RoleArn");
    const session = optional(parameters, "RoleSessionName");
    if (arn === undefined) throw missingParameter("RoleArn");
    if (session === undefined) throw missingParameter("RoleSessionName");
    if (!isRoleName("aws", arn)) throw invalid(`${arn} is invalid`);
    if (!/^[\w+=,.@-]{2,64}$/.test(session)) throw invalid("RoleSessionName must match [\\w+=,.@-]{2,64}");
    const duration = optional(parameters, "DurationSeconds") ?? "3600";
    const seconds = /^\d{1,9}$/.test(duration) ? Number(duration) : 0;
    if (seconds < 900 || seconds > LONGEST) throw invalid("DurationSeconds must be from 900 to 43200");
    const role = roleFor(context, arn, optional(parameters, "ExternalId"), refusals);
    if (seconds > (role.maxSessionSeconds ?? LONGEST)) {
      throw invalid("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }
    const { id, secret, token } = context.issue(role, seconds);
    return {
      AssumedRoleUser: {
        AssumedRoleId: `AROAEMULATOR:${session}`,
        Arn: `${arn.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/")}/${session}`,
      },
      Credentials: {
        AccessKeyId: id,
        SecretAccessKey: secret,
        SessionToken: token,
        Expiration: timeText(context.now + seconds * 1000),
      },
    };
  },
};

export const sts: Service = {
  name: "aws-sts",
  cloud: "aws",
  version: "2011-06-15",
  regional: false,
  actions: { GetCallerIdentity, AssumeRole },
};
