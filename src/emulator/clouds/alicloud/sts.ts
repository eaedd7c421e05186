/**
 * Alibaba Cloud STS 2015-04-01: GetCallerIdentity and AssumeRole. Rests on the vendor's pages of these names.
 *
 * GetCallerIdentity has no parameters, and nothing to grant. `AccountId` is the account, also for a RAM user or role; as
 * text, as in the page's example. AssumeRole is for RAM users and roles, "Roles may not be assumed by root accounts".
 */
import type { Action, ActionContext, Service } from "../../api";
import { isRoleName } from "../../roles";
import { type Refusals, roleFor, timeText } from "../assume-role";
import { refuse } from "./errors";
import { optional, required } from "./parameters";

const ROLE_ID = "300000000000000001";
const USER_ID = "200000000000000001";

const GetCallerIdentity: Action = {
  effect: "read",
  run(_, { caller, isTemporary, user }) {
    if (user !== undefined) return userIdentity(caller, user);
    return isTemporary
      ? {
          IdentityType: "AssumedRoleUser",
          AccountId: caller,
          PrincipalId: `${ROLE_ID}:emulator`,
          RoleId: ROLE_ID,
          Arn: `acs:sts::${caller}:assumed-role/emulator/emulator`,
        }
      : {
          IdentityType: "Account",
          AccountId: caller,
          PrincipalId: caller,
          UserId: caller,
          Arn: `acs:ram::${caller}:root`,
        };
  },
};

function userIdentity(caller: string, user: string) {
  return {
    IdentityType: "RAMUser",
    AccountId: caller,
    PrincipalId: USER_ID,
    UserId: USER_ID,
    Arn: `acs:ram::${caller}:user/${user}`,
  };
}

const denied = (message: string) => refuse(403, "NoPermission", message);

const refusals: Refusals = {
  rootCaller: () => denied("Roles may not be assumed by root accounts."),
  unknownRole: () => refuse(404, "EntityNotExist.Role", "The specified Role not exists."),
  notTrusted: () => denied("You are not authorized to do this action. You should be authorized by RAM."),
};

const malformed = (name: string) =>
  refuse(400, `InvalidParameter.${name}`, `The parameter ${name} is wrongly formed.`);

const AssumeRole: Action = {
  effect: "read",
  limit: { calls: 6000, perMs: 60_000, scope: "account" },
  run(parameters, context: ActionContext) {
    const arn = required(parameters, "RoleArn");
    const session = required(parameters, "RoleSessionName");
    if (!isRoleName("alicloud", arn)) throw malformed("RoleArn");
    if (!/^[a-zA-Z0-9.@_-]{2,64}$/.test(session)) throw malformed("RoleSessionName");
    const role = roleFor(context, arn, optional(parameters, "ExternalId"), refusals);
    const seconds = optional(parameters, "DurationSeconds") ?? "3600";
    const most = role.maxSessionSeconds ?? 3600;
    if (!/^\d{1,6}$/.test(seconds) || Number(seconds) < 900 || Number(seconds) > most) {
      const message = `The Min/Max value of DurationSeconds is 15min/${most / 3600}hr.`;
      throw refuse(400, "InvalidParameter.DurationSeconds", message);
    }
    const keys = context.issue(role, Number(seconds));
    return {
      Credentials: {
        AccessKeyId: keys.id,
        AccessKeySecret: keys.secret,
        SecurityToken: keys.token,
        Expiration: timeText(context.now + Number(seconds) * 1000),
      },
      AssumedRoleUser: {
        Arn: `${arn.replace(":ram:", ":sts:").replace(":role/", ":assumed-role/")}/${session}`,
        AssumedRoleId: `${ROLE_ID}:${session}`,
      },
    };
  },
};

export const sts: Service = {
  name: "alicloud-sts",
  cloud: "alicloud",
  version: "2015-04-01",
  regional: false,
  actions: { GetCallerIdentity, AssumeRole },
};
