/** Whose keys are these: GetCallerIdentity of each cloud, for the account that each key acts for. */
import type { CloudName as AnyCloud, Emulator } from "../../src/emulator";
import { type ApiReply, alicloud, byteplus, type Options, tencent, volcengine } from "./support/clients";
import { start } from "./support/start";

/** AWS's answers are XML: aws-ec2.test.ts has them. */
type CloudName = Exclude<AnyCloud, "aws" | "openstack" | "outscale">;

const permanent = {
  id: "keyA",
  secret: "sA",
  accounts: {
    tencentcloud: "100099990001",
    alicloud: "199000000000000001",
    volcengine: "9007199254740993",
    byteplus: "9007199254740993",
  },
};

const temporary = {
  id: "keyB",
  secret: "sB",
  token: "tB",
  accounts: {
    tencentcloud: "100099990002",
    alicloud: "199000000000000002",
    volcengine: "2199990002",
    byteplus: "2199990002",
  },
};

interface Sts {
  ask(emulator: Emulator, options?: Options, parameters?: Record<string, string>): Promise<ApiReply>;
  payload(reply: ApiReply): unknown;
  code(reply: ApiReply): string | undefined;
  readonly region: string | undefined;
  /** What the answer says of a permanent key, and of a temporary one. */
  readonly identities: readonly [unknown, unknown];
  readonly hosts: readonly string[];
  readonly strangers: Readonly<Record<string, string>>;
}

/** Of Volcengine, and of BytePlus. */
const openApi: Sts = {
  ask: (emulator, options, parameters = {}) =>
    volcengine(emulator, "GetCallerIdentity", parameters, { ...options, sts: true }),
  payload: ({ json }) => json.Result,
  code: ({ json }) => json.ResponseMetadata.Error?.Code,
  region: "cn-beijing",
  identities: [
    // A number on the wire: the n is this test's mark of one that a double would round.
    { AccountId: "9007199254740993n", IdentityType: "Account", IdentityId: "9007199254740993" },
    { AccountId: 2199990002, IdentityType: "Role", Trn: expect.stringContaining("2199990002") },
  ],
  hosts: ["sts.volcengineapi.com", "open.volcengineapi.com"],
  strangers: { "ecs.ap-southeast-2.volcengineapi.com": "InvalidActionOrVersion" },
};

const services: Readonly<Record<CloudName, Sts>> = {
  tencentcloud: {
    ask: (emulator, options, parameters = {}) =>
      tencent(emulator, "GetCallerIdentity", parameters, { ...options, sts: true }),
    payload: ({ json }) => json.Response,
    code: ({ json }) => json.Response.Error?.Code,
    region: "ap-guangzhou",
    identities: [
      { AccountId: "100099990001", UserId: "100099990001", PrincipalId: "100099990001", Type: "CAMUser" },
      { AccountId: "100099990002", PrincipalId: "100099990002", Type: "CAMRole" },
    ],
    hosts: ["sts.tencentcloudapi.com", "sts.intl.tencentcloudapi.com"],
    strangers: { "cvm.tencentcloudapi.com": "AuthFailure.SignatureFailure" },
  },
  alicloud: {
    ask: (emulator, options, parameters = {}) =>
      alicloud(emulator, "sts", "GetCallerIdentity", parameters, options),
    payload: ({ json }) => json,
    code: ({ json }) => json.Code,
    region: undefined,
    identities: [
      { AccountId: "199000000000000001", IdentityType: "Account", Arn: "acs:ram::199000000000000001:root" },
      { AccountId: "199000000000000002", IdentityType: "AssumedRoleUser", RoleId: expect.any(String) },
    ],
    hosts: ["sts.aliyuncs.com", "sts.cn-hangzhou.aliyuncs.com"],
    strangers: { "ecs-cn-hangzhou.aliyuncs.com": "InvalidAction.NotFound" },
  },
  volcengine: openApi,
  byteplus: {
    ...openApi,
    ask: (emulator, options, parameters = {}) =>
      byteplus(emulator, "GetCallerIdentity", parameters, { ...options, sts: true }),
    region: "ap-southeast-1",
    hosts: [
      "sts.ap-southeast-1.byteplusapi.com",
      "sts.byteplusapi.com",
      "open.ap-southeast-1.byteplusapi.com",
    ],
    strangers: { "ecs.ap-southeast-1.byteplusapi.com": "InvalidActionOrVersion" },
  },
};

describe.each(Object.entries(services) as [CloudName, Sts][])("GetCallerIdentity of %s", (cloud, sts) => {
  let emulator: Emulator;

  beforeEach(async () => {
    emulator = await start({ credentials: [permanent, temporary] });
  });

  it("says which account each key acts for, and whether it is a role's", async () => {
    expect(sts.payload(await sts.ask(emulator, { key: permanent }))).toMatchObject(
      sts.identities[0] as object,
    );
    expect(sts.payload(await sts.ask(emulator, { key: temporary }))).toMatchObject(
      sts.identities[1] as object,
    );
  });

  it("is in the log like every other call, and passes no image", async () => {
    await sts.ask(emulator, { key: permanent });
    expect(emulator.calls({ service: `${cloud}-sts` })).toMatchObject([
      {
        cloud,
        action: "GetCallerIdentity",
        region: sts.region,
        parameters: {},
        imageIds: [],
        credentialId: "keyA",
        outcome: { kind: "ok", status: 200 },
      },
    ]);
    expect(emulator.calls()).toHaveLength(1);
  });

  it("refuses a wrong secret, and a temporary key without its token", async () => {
    const codes = [
      sts.code(await sts.ask(emulator, { key: { ...permanent, secret: "other" } })),
      sts.code(await sts.ask(emulator, { key: { id: temporary.id, secret: temporary.secret } })),
    ];
    expect(codes).toEqual([
      expect.stringMatching(/Signature/),
      expect.stringMatching(/Token|AccessKeyId.NotFound/),
    ]);
  });

  it.each(sts.hosts)("answers at %s", async (host) => {
    const reply = await sts.ask(emulator, { key: permanent, host });
    expect(sts.payload(reply)).toHaveProperty("AccountId");
  });

  it.each(Object.entries(sts.strangers))("does not answer at %s", async (host, code) => {
    expect(sts.code(await sts.ask(emulator, { key: permanent, host }))).toBe(code);
  });

  it("is forbidden by a fault that names it, and spared by one that names nothing", async () => {
    const any = emulator.injectFault({ kind: "error", code: "Any", times: "always" });
    const own = emulator.injectFault({
      kind: "error",
      code: "Forbidden",
      status: 403,
      service: `${cloud}-sts`,
      action: "GetCallerIdentity",
    });
    expect(sts.code(await sts.ask(emulator, { key: permanent }))).toBe("Forbidden");
    expect(sts.payload(await sts.ask(emulator, { key: permanent }))).toHaveProperty("AccountId");
    expect([any.fired(), own.fired()]).toEqual([0, 1]);
  });

  it("cannot hold an image", () => {
    const target = { service: `${cloud}-sts`, imageId: "img-1" };
    expect(() => emulator.putImage(target as never)).toThrow(/service/);
  });
});

it("wants Tencent Cloud's region, and takes no parameter there", async () => {
  const emulator = await start();
  const { ask, code } = services.tencentcloud;
  expect(code(await ask(emulator, { region: "" }))).toBe("MissingParameter");
  expect(code(await ask(emulator, {}, { TargetUin: "1" }))).toBe("UnknownParameter");
});

it("admits twenty calls a second on Tencent Cloud", async () => {
  const emulator = await start({ clock: { now: () => 1_700_000_000_000 } });
  const { ask, code } = services.tencentcloud;
  const codes: (string | undefined)[] = [];
  for (let call = 1; call <= 21; call++) codes.push(code(await ask(emulator, { time: 1_700_000_000_000 })));
  expect(codes.filter((said) => said === undefined)).toHaveLength(20);
  expect(codes.at(-1)).toBe("RequestLimitExceeded");
});
