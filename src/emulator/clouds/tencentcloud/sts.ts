/**
 * Tencent Cloud STS 2018-08-13: GetCallerIdentity and AssumeRole. Rests on the vendor's pages of these names.
 *
 * GetCallerIdentity has no parameters but the common ones, a region among them; 20 requests a second. `AccountId` is the
 * root account, also for a sub-user or role. AssumeRole: 600 requests a second; a session of two hours, at most twelve.
 */
import { z } from "zod";
import { isRoleName } from "../../roles";
import { type Refusals, roleFor, timeText } from "../assume-role";
import { refuse } from "./errors";
import { defineAction } from "./parameters";
import type { TencentService } from "./service";

const USER_ID = "100099999999";

function userIdentity(caller: string) {
  return {
    Arn: `qcs::cam:${caller}:uin/${USER_ID}`,
    AccountId: caller,
    UserId: USER_ID,
    PrincipalId: USER_ID,
    Type: "CAMUser",
  };
}

/** No page says that the keys of the account itself are refused. */
const refusals: Refusals = {
  unknownRole: () => refuse("ResourceNotFound.RoleNotFound", "The role does not exist."),
  notTrusted: () => refuse("UnauthorizedOperation", "You are not authorized to assume this role."),
};

const AssumeRole = defineAction({
  effect: "read",
  limit: { calls: 600, perMs: 1000, scope: "region" },
  parameters: z.strictObject({
    RoleArn: z.string(),
    RoleSessionName: z.string().regex(/^[\w+=,.@-]{2,128}$/),
    DurationSeconds: z.int().positive().optional(),
    Policy: z.string().optional(),
    ExternalId: z
      .string()
      .regex(/^[\w+=,.@:/-]{2,128}$/)
      .optional(),
    Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
    SourceIdentity: z.string().optional(),
    SerialNumber: z.string().optional(),
    TokenCode: z.string().optional(),
  }),
  run({ RoleArn, DurationSeconds = 7200, ExternalId }, context) {
    if (!isRoleName("tencentcloud", RoleArn)) {
      throw refuse("InvalidParameter.ParamError", "The parameter RoleArn is malformed.");
    }
    const role = roleFor(context, RoleArn, ExternalId, refusals);
    if (DurationSeconds > (role.maxSessionSeconds ?? 43_200)) {
      throw refuse(
        "InvalidParameter.OverTimeError",
        "The expiration time is longer than the longest allowed.",
      );
    }
    const { id, secret, token } = context.issue(role, DurationSeconds);
    const end = context.now + DurationSeconds * 1000;
    return {
      Credentials: { Token: token, TmpSecretId: id, TmpSecretKey: secret },
      ExpiredTime: Math.floor(end / 1000),
      Expiration: timeText(end),
    };
  },
});

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
      run(_, { caller, isTemporary, user }) {
        if (user !== undefined) return userIdentity(caller);
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
    AssumeRole,
  },
};
