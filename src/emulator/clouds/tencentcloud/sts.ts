/**
 * Tencent Cloud STS 2018-08-13: GetCallerIdentity. Rests on the vendor's page of this name: no parameters but the
 * common ones, a region among them; 20 requests a second. `AccountId` is the root account, also for a sub-user or role.
 */
import { z } from "zod";
import { defineAction } from "./parameters";
import type { TencentService } from "./service";

export const sts: TencentService = {
  name: "tencentcloud-sts",
  cloud: "tencentcloud",
  scope: "sts",
  version: "2018-08-13",
  imageParameters: [],
  regional: false,
  actions: {
    GetCallerIdentity: defineAction({
      effect: "read",
      limit: { calls: 20, perMs: 1000, scope: "region" },
      parameters: z.strictObject({}),
      run(_, { caller, isTemporary }) {
        return isTemporary
          ? {
              Arn: `qcs::sts:${caller}:assumed-role/4611686018427397919`,
              AccountId: caller,
              UserId: "4611686018427397919:emulator",
              PrincipalId: caller,
              Type: "CAMRole",
            }
          : {
              Arn: `qcs::cam:${caller}:uin/${caller}`,
              AccountId: caller,
              UserId: caller,
              PrincipalId: caller,
              Type: "CAMUser",
            };
      },
    }),
  },
};
