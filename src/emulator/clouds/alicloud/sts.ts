/**
 * Alibaba Cloud STS 2015-04-01: GetCallerIdentity. Rests on the vendor's page of this name: no parameters, nothing to
 * grant. `AccountId` is the account, also for a RAM user or role; as text, as in the page's example.
 */
import type { Action, Service } from "../../api";

const ROLE_ID = "300000000000000001";

const GetCallerIdentity: Action = {
  effect: "read",
  run(_, { caller, isTemporary }) {
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

export const sts: Service = {
  name: "alicloud-sts",
  cloud: "alicloud",
  version: "2015-04-01",
  regional: false,
  actions: { GetCallerIdentity },
};
