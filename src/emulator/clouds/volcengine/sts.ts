/**
 * Volcengine STS 2018-01-01: GetCallerIdentity. Rests on the vendor's page of this name: no parameters, and an
 * `AccountId` that is an integer. Of an identity that is not found the page says 401 `UnknownCallerIdentity`; here a
 * key without an identity is not let in at all.
 */
import type { Action, Service } from "../../api";
import { accountNumber } from "../account-number";

const GetCallerIdentity: Action = {
  effect: "read",
  run(_, { caller, isTemporary }) {
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

export const sts: Service = {
  name: "volcengine-sts",
  cloud: "volcengine",
  version: "2018-01-01",
  regional: false,
  actions: { GetCallerIdentity },
};
