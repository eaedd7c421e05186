/**
 * Volcengine STS 2018-01-01: GetCallerIdentity and AssumeRole. Rests on the vendor's pages of these names.
 *
 * AssumeRole is for users and roles; a duration below 900 seconds counts as an hour, one above twelve hours as these. The
 * codes for an unknown role and for one that does not trust are not on the page.
 *
 * GetCallerIdentity has no parameters, and an `AccountId` that is an integer. Of an identity that is not found the page says 401 `UnknownCallerIdentity`; here a
 * key without an identity is not let in at all.
 */
import type { Action, Service } from "../../api";
import type { ApiName, CloudName } from "../../names";
import { isRoleName } from "../../roles";
import { accountNumber } from "../account-number";
import { type Refusals, roleFor, timeText } from "../assume-role";
import { invalidArgument, refuse } from "./errors";
import { optional } from "./parameters";

const GetCallerIdentity: Action = {
  effect: "read",
  run(_, { caller, isTemporary, user }) {
    if (user !== undefined) return userIdentity(caller, user);
    return isTemporary
      ? {
          AccountId: accountNumber(caller),
          Trn: `trn:sts::${caller}:assumed-role/emulator/emulator`,
          IdentityType: "Role",
          IdentityId: "20000:emulator",
        }
      : {
          AccountId: accountNumber(caller),
          Trn: `trn:iam::${caller}:root`,
          IdentityType: "Account",
          IdentityId: caller,
        };
  },
};

function userIdentity(caller: string, user: string) {
  return {
    AccountId: accountNumber(caller),
    Trn: `trn:iam::${caller}:user/${user}`,
    IdentityType: "User",
    IdentityId: "10000",
  };
}

const denied = () => refuse(403, "AccessDenied", "You are not authorized to assume this role.");

const refusals: Refusals = {
  rootCaller: denied,
  unknownRole: () => refuse(404, "RoleNotExist", "The role does not exist."),
  notTrusted: denied,
};

const LONGEST = 43_200;

/** @returns undefined for what is no number */
function durationOf(text: string | undefined): number | undefined {
  if (text === undefined) return 3600;
  if (!/^\d{1,9}$/.test(text)) return undefined;
  return Number(text) < 900 ? 3600 : Math.min(Number(text), LONGEST);
}

const AssumeRole: Action = {
  effect: "read",
  run(parameters, context) {
    const arn = optional(parameters, "RoleTrn");
    const session = optional(parameters, "RoleSessionName");
    if (arn === undefined || !isRoleName("volcengine", arn))
      throw invalidArgument("RoleTrn is no role's TRN");
    if (session === undefined) throw invalidArgument("RoleSessionName is missing");
    const seconds = durationOf(optional(parameters, "DurationSeconds"));
    if (seconds === undefined) throw invalidArgument("DurationSeconds is no number");
    const role = roleFor(context, arn, undefined, refusals);
    const granted = Math.min(seconds, role.maxSessionSeconds ?? LONGEST);
    const { id, secret, token } = context.issue(role, granted);
    return {
      Credentials: {
        CurrentTime: timeText(context.now),
        ExpiredTime: timeText(context.now + granted * 1000),
        AccessKeyId: id,
        SecretAccessKey: secret,
        SessionToken: token,
      },
      AssumedRoleUser: {
        Trn: `${arn.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/")}/${session}`,
        AssumedRoleId: `20000:${session}`,
      },
    };
  },
};

export function stsOf(name: ApiName, cloud: CloudName): Service {
  return { name, cloud, version: "2018-01-01", regional: false, actions: { GetCallerIdentity, AssumeRole } };
}
