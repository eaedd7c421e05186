/** AssumeRole of the three clouds: temporary keys for another account, refused as the vendors refuse. */
import type { CloudName as AnyCloud, Emulator } from "../../src/emulator";
import { type ApiReply, alicloud, byteplus, type Options, tencent, volcengine } from "./support/clients";
import { start } from "./support/start";

/** AWS's answers are XML: aws-ec2.test.ts has them. OpenStack and OUTSCALE have no roles to assume. */
type CloudName = Exclude<AnyCloud, "aws" | "openstack" | "outscale">;

const accounts = { tencentcloud: "100099990001", alicloud: "199000000000000001", volcengine: "2199990001" };
const root = { id: "rootKey", secret: "root-secret", accounts };
const user = { id: "userKey", secret: "user-secret", user: "ci", accounts };
const stranger = { id: "strangerKey", secret: "stranger-secret", user: "bob", accounts };

interface Keys {
  readonly id: string;
  readonly secret: string;
  readonly token: string;
}

interface Sts {
  readonly role: string;
  /** The account in the role's name. */
  readonly account: string;
  ask(
    emulator: Emulator,
    action: string,
    parameters: Record<string, unknown>,
    options?: Options,
  ): Promise<ApiReply>;
  code(reply: ApiReply): string | undefined;
  keys(reply: ApiReply): Keys;
  /** When the keys end, in milliseconds. */
  end(reply: ApiReply): number;
  accountOf(reply: ApiReply): string;
  readonly arn: "RoleArn" | "RoleTrn";
  readonly seconds: number;
  readonly refusals: readonly [
    what: string,
    changes: Record<string, unknown>,
    code: string,
    key?: Options["key"],
  ][];
  /** What a key that has expired is answered. */
  readonly expired: string;
}

const texts = (parameters: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)]));

/** Of Volcengine, and of BytePlus. */
const openApi: Sts = {
  role: "trn:iam::2199990002:role/deploy",
  account: "2199990002",
  ask: (emulator, action, parameters, options) =>
    volcengine(emulator, action, texts(parameters), { ...options, sts: true }),
  code: ({ json }) => json.ResponseMetadata.Error?.Code,
  keys: ({ json: { Result } }) => ({
    id: Result.Credentials.AccessKeyId,
    secret: Result.Credentials.SecretAccessKey,
    token: Result.Credentials.SessionToken,
  }),
  end: ({ json }) => Date.parse(json.Result.Credentials.ExpiredTime),
  accountOf: ({ json }) => String(json.Result.AccountId),
  arn: "RoleTrn",
  seconds: 3600,
  refusals: [
    ["no role", { RoleTrn: "" }, "InvalidArgument"],
    ["a name that is no role's", { RoleTrn: "deploy" }, "InvalidArgument"],
    ["a role that is not there", { RoleTrn: "trn:iam::1:role/none" }, "RoleNotExist"],
    ["no name of the session", { RoleSessionName: "" }, "InvalidArgument"],
    ["a duration that is no number", { DurationSeconds: "long" }, "InvalidArgument"],
    ["the account's own key", {}, "AccessDenied", root],
    ["a key that the role does not trust", {}, "AccessDenied", stranger],
    ["a wrong signature", {}, "SignatureDoesNotMatch", { ...user, secret: "wrong" }],
  ],
  expired: "InvalidSecretToken",
};

const services: Readonly<Record<CloudName, Sts>> = {
  alicloud: {
    role: "acs:ram::199000000000000002:role/deploy",
    account: "199000000000000002",
    ask: (emulator, action, parameters, options) =>
      alicloud(emulator, "sts", action, texts(parameters), options),
    code: ({ json }) => json.Code,
    keys: ({ json: { Credentials } }) => ({
      id: Credentials.AccessKeyId,
      secret: Credentials.AccessKeySecret,
      token: Credentials.SecurityToken,
    }),
    end: ({ json }) => Date.parse(json.Credentials.Expiration),
    accountOf: ({ json }) => json.AccountId,
    arn: "RoleArn",
    seconds: 3600,
    refusals: [
      ["no role", { RoleArn: "" }, "MissingParameter"],
      ["a name that is no role's", { RoleArn: "acs:ram::1:user/deploy" }, "InvalidParameter.RoleArn"],
      ["a role that is not there", { RoleArn: "acs:ram::1:role/none" }, "EntityNotExist.Role"],
      ["no name of the session", { RoleSessionName: "" }, "MissingParameter"],
      ["a bad name of the session", { RoleSessionName: "a b" }, "InvalidParameter.RoleSessionName"],
      ["too short a session", { DurationSeconds: 899 }, "InvalidParameter.DurationSeconds"],
      ["too long a session", { DurationSeconds: 3601 }, "InvalidParameter.DurationSeconds"],
      ["the account's own key", {}, "NoPermission", root],
      ["a key that the role does not trust", {}, "NoPermission", stranger],
      ["another external ID", { ExternalId: "other" }, "NoPermission"],
      ["a wrong signature", {}, "SignatureDoesNotMatch", { ...user, secret: "wrong" }],
    ],
    expired: "InvalidSecurityToken.MismatchWithAccessKey",
  },
  tencentcloud: {
    role: "qcs::cam::uin/100099990002:roleName/deploy",
    account: "100099990002",
    ask: (emulator, action, parameters, options) =>
      tencent(emulator, action, parameters, { ...options, sts: true }),
    code: ({ json }) => json.Response.Error?.Code,
    keys: ({ json }) => ({
      id: json.Response.Credentials.TmpSecretId,
      secret: json.Response.Credentials.TmpSecretKey,
      token: json.Response.Credentials.Token,
    }),
    end: ({ json }) => {
      expect(Date.parse(json.Response.Expiration)).toBe(json.Response.ExpiredTime * 1000);
      return json.Response.ExpiredTime * 1000;
    },
    accountOf: ({ json }) => json.Response.AccountId,
    arn: "RoleArn",
    seconds: 7200,
    refusals: [
      ["no role", { RoleArn: undefined }, "MissingParameter"],
      ["a name that is no role's", { RoleArn: "deploy" }, "InvalidParameter.ParamError"],
      [
        "a role that is not there",
        { RoleArn: "qcs::cam::uin/1:roleName/none" },
        "ResourceNotFound.RoleNotFound",
      ],
      ["a bad name of the session", { RoleSessionName: "a b" }, "InvalidParameterValue"],
      ["too long a session", { DurationSeconds: 43_201 }, "InvalidParameter.OverTimeError"],
      ["a duration that is text", { DurationSeconds: "900" }, "InvalidParameter"],
      ["a parameter that nobody knows", { Region: "x" }, "UnknownParameter"],
      ["a key that the role does not trust", {}, "UnauthorizedOperation", stranger],
      ["another external ID", { ExternalId: "other" }, "UnauthorizedOperation"],
      ["a wrong signature", {}, "AuthFailure.SignatureFailure", { ...user, secret: "wrong" }],
    ],
    expired: "AuthFailure.TokenFailure",
  },
  volcengine: openApi,
  byteplus: {
    ...openApi,
    role: "trn:iam::2199990012:role/deploy",
    account: "2199990012",
    ask: (emulator, action, parameters, options) =>
      byteplus(emulator, action, texts(parameters), { ...options, sts: true }),
  },
};

describe.each(Object.entries(services) as [CloudName, Sts][])("AssumeRole of %s", (cloud, sts) => {
  const time = 1_790_000_000_000;
  let now = time;
  let emulator: Emulator;
  const hasExternalId = cloud !== "volcengine" && cloud !== "byteplus";
  const externalId = !hasExternalId ? {} : { externalId: "image-share" };
  const said = !hasExternalId ? {} : { ExternalId: "image-share" };
  const asked = { [sts.arn]: sts.role, RoleSessionName: "ci", ...said };
  const assume = (changes: Record<string, unknown> = {}, key: Options["key"] = user) =>
    sts.ask(emulator, "AssumeRole", { ...asked, ...changes }, { key, time: now });

  beforeEach(async () => {
    now = time;
    emulator = await start({
      credentials: [root, user, stranger],
      roles: [{ arn: sts.role, cloud, trusts: [user.id, root.id], ...externalId }],
      clock: { now: () => now },
    });
  });

  it("gives keys that act for the role's account until they expire", async () => {
    const reply = await assume();
    expect(sts.code(reply)).toBeUndefined();
    expect(sts.end(reply)).toBe(now + sts.seconds * 1000);
    const key = sts.keys(reply);
    const identity = () => sts.ask(emulator, "GetCallerIdentity", {}, { key, time: now });
    expect(sts.accountOf(await identity())).toBe(sts.account);
    now += sts.seconds * 1000 - 1;
    expect(sts.accountOf(await identity())).toBe(sts.account);
    now += 1;
    expect(sts.code(await identity())).toBe(sts.expired);
  });

  it("gives keys for as long as the caller asks, and other ones each time", async () => {
    const replies = [await assume({ DurationSeconds: 900 }), await assume({ DurationSeconds: 900 })];
    expect(replies.map(sts.end)).toEqual([now + 900_000, now + 900_000]);
    expect(new Set(replies.map((reply) => sts.keys(reply).id)).size).toBe(2);
  });

  it("is asked by a role's keys as well", async () => {
    await emulator.close();
    const second = {
      tencentcloud: "qcs::cam::uin/1:role/2",
      alicloud: "acs:ram::1:role/2",
      volcengine: "trn:iam::1:role/2",
      byteplus: "trn:iam::1:role/2",
    };
    emulator = await start({
      credentials: [user],
      roles: [
        { arn: sts.role, cloud },
        { arn: second[cloud], cloud },
      ],
      clock: { now: () => now },
    });
    const key = sts.keys(await assume());
    const reply = await assume({ [sts.arn]: second[cloud] }, key);
    const identity = await sts.ask(emulator, "GetCallerIdentity", {}, { key: sts.keys(reply), time: now });
    expect(sts.accountOf(identity)).toBe("1");
  });

  it("needs the token of the keys that it gave", async () => {
    const { id, secret } = sts.keys(await assume());
    const identity = await sts.ask(emulator, "GetCallerIdentity", {}, { key: { id, secret }, time: now });
    expect(sts.code(identity)).toBe(cloud === "alicloud" ? "InvalidAccessKeyId.NotFound" : sts.expired);
  });

  it.each(sts.refusals)("refuses %s", async (_what, changes, code, key = user) => {
    expect(sts.code(await assume(changes, key))).toBe(code);
  });
});

it("Volcengine counts a session that is too short as an hour, and one that is too long as twelve", async () => {
  const { role, ask, end } = services.volcengine;
  const emulator = await start({
    credentials: [user],
    roles: [{ arn: role }],
    clock: { now: () => 1_790_000_000_000 },
  });
  const lasting = async (DurationSeconds: number) => {
    const parameters = { RoleTrn: role, RoleSessionName: "ci", DurationSeconds };
    const reply = await ask(emulator, "AssumeRole", parameters, { key: user, time: 1_790_000_000_000 });
    return (end(reply) - 1_790_000_000_000) / 1000;
  };
  expect([await lasting(60), await lasting(50_000)]).toEqual([3600, 43_200]);
});

it.each([
  ["alicloud", { IdentityType: "RAMUser", Arn: "acs:ram::199000000000000001:user/ci" }],
  ["tencentcloud", { Response: { Type: "CAMUser", UserId: expect.not.stringMatching("100099990001") } }],
  ["volcengine", { Result: { IdentityType: "User", Trn: "trn:iam::2199990001:user/ci" } }],
] as const)("GetCallerIdentity of %s tells a user's key from the account's own", async (cloud, identity) => {
  const emulator = await start({ credentials: [user] });
  const { json } = await services[cloud].ask(emulator, "GetCallerIdentity", {}, { key: user });
  expect(json).toMatchObject(identity);
});

it("a role of no cloud is refused when the emulator starts", async () => {
  await expect(start({ roles: [{ arn: "arn:aws:iam::1:role/deploy" }] })).rejects.toThrow(
    "arn must be one of",
  );
});
