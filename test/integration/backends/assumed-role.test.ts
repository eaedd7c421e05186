/** Keys of a role, assumed with others: in each cloud before the emulator, and renewed in virtual time. */
import { inspect } from "node:util";
import { findKeys as alicloudKeys } from "../../../src/backends/alicloud/credentials";
import { findKeys as byteplusKeys } from "../../../src/backends/byteplus/credentials";
import { type Assume, assumedRole } from "../../../src/backends/credentials/assumed-role";
import { fixedKeys } from "../../../src/backends/credentials/key-source";
import { findService } from "../../../src/backends/registry";
import { findKeys as tencentcloudKeys } from "../../../src/backends/tencentcloud/credentials";
import { findKeys as volcengineKeys } from "../../../src/backends/volcengine/credentials";
import type { CloudAccess, KeySource } from "../../../src/core/cloud-access";
import { ConfigurationError, VendorError } from "../../../src/core/errors";
import type { ErrorMeaning } from "../../../src/core/service-facts";
import { type CloudName as AnyCloud, type Emulator, type Fault, startEmulator } from "../../../src/emulator";
import { type Circumstances, useCredentials } from "./credentials-bench";
import { CALL_OPTIONS } from "./support";

/** AWS's keys come from the SDK's sources: aws-credentials.test.ts has them. OpenStack and OUTSCALE have no roles to assume. */
type CloudName = Exclude<AnyCloud, "aws" | "openstack" | "outscale">;

const accounts = {
  tencentcloud: "100099990001",
  alicloud: "199000000000000001",
  volcengine: "2199990001",
  byteplus: "2199990011",
};
const user = { id: "KEY0123456789user", secret: "hidden-user-secret", user: "ci", accounts };

interface Cloud {
  readonly service: string;
  readonly role: string;
  readonly account: string;
  /** The keys in a section. */
  readonly keys: object;
  /** The keys and a role in variables. */
  readonly environment: Readonly<Record<string, string>>;
  readonly sessionVariable: string;
  readonly roleVariable: string;
  /** The keys and a role in the current profile of the command line. */
  readonly profile: { readonly path: string; readonly content: object; readonly place: string };
  find(access: CloudAccess): Promise<KeySource>;
}

const clouds: Readonly<Record<CloudName, Cloud>> = {
  alicloud: {
    service: "alicloud-ecs",
    role: "acs:ram::199000000000000002:role/deploy",
    account: "199000000000000002",
    keys: { accessKeyId: user.id, accessKeySecret: user.secret },
    environment: { ALICLOUD_ACCESS_KEY: user.id, ALICLOUD_SECRET_KEY: user.secret },
    sessionVariable: "ALICLOUD_ASSUME_ROLE_SESSION_NAME",
    roleVariable: "ALICLOUD_ASSUME_ROLE_ARN",
    profile: {
      path: ".aliyun/config.json",
      content: {
        current: "deploy",
        profiles: [
          {
            name: "deploy",
            mode: "RamRoleArn",
            access_key_id: user.id,
            access_key_secret: user.secret,
            ram_role_arn: "acs:ram::199000000000000002:role/deploy",
            ram_session_name: "ci",
            external_id: "image-share",
            expired_seconds: 900,
          },
        ],
      },
      place: "~/.aliyun/config.json, profile deploy",
    },
    find: alicloudKeys,
  },
  tencentcloud: {
    service: "tencentcloud-cvm",
    role: "qcs::cam::uin/100099990002:roleName/deploy",
    account: "100099990002",
    keys: { secretId: user.id, secretKey: user.secret },
    environment: { TENCENTCLOUD_SECRET_ID: user.id, TENCENTCLOUD_SECRET_KEY: user.secret },
    sessionVariable: "TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME",
    roleVariable: "TENCENTCLOUD_ASSUME_ROLE_ARN",
    profile: {
      path: ".tccli/default.credential",
      content: {
        secretId: user.id,
        secretKey: user.secret,
        "role-arn": "qcs::cam::uin/100099990002:roleName/deploy",
        "role-session-name": "ci",
        "role-session-duration": "900",
      },
      place: "~/.tccli/default.credential",
    },
    find: tencentcloudKeys,
  },
  volcengine: {
    service: "volcengine-ecs",
    role: "trn:iam::2199990002:role/deploy",
    account: "2199990002",
    keys: { accessKeyId: user.id, secretKey: user.secret },
    environment: { VOLCENGINE_ACCESS_KEY: user.id, VOLCENGINE_SECRET_KEY: user.secret },
    sessionVariable: "VOLCENGINE_ASSUME_ROLE_SESSION_NAME",
    roleVariable: "VOLCENGINE_ASSUME_ROLE_TRN",
    profile: {
      path: ".volcengine/config.json",
      content: {
        current: "deploy",
        profiles: {
          deploy: {
            mode: "RamRoleArn",
            "access-key": user.id,
            "secret-key": user.secret,
            "account-id": "2199990002",
            "role-name": "deploy",
          },
        },
      },
      place: "~/.volcengine/config.json, profile deploy",
    },
    find: volcengineKeys,
  },
  byteplus: {
    service: "byteplus-ecs",
    role: "trn:iam::2199990012:role/deploy",
    account: "2199990012",
    keys: { accessKeyId: user.id, secretKey: user.secret },
    environment: { BYTEPLUS_ACCESS_KEY: user.id, BYTEPLUS_SECRET_KEY: user.secret },
    sessionVariable: "BYTEPLUS_ASSUME_ROLE_SESSION_NAME",
    roleVariable: "BYTEPLUS_ASSUME_ROLE_TRN",
    profile: {
      path: ".byteplus/config.json",
      content: {
        current: "deploy",
        profiles: {
          deploy: {
            mode: "ramrolearn",
            "access-key": user.id,
            "secret-key": user.secret,
            "account-id": "2199990012",
            "role-name": "deploy",
          },
        },
      },
      place: "~/.byteplus/config.json, profile deploy",
    },
    find: byteplusKeys,
  },
};

let emulator: Emulator;
afterEach(() => emulator?.close());

describe.each(Object.entries(clouds) as [CloudName, Cloud][])("a role of %s", (cloud, subject) => {
  const { role, account, keys, environment, profile, roleVariable, sessionVariable } = subject;
  const bench = useCredentials(
    subject.find,
    /^(ALIBABA_?CLOUD_|ALICLOUD_|TENCENTCLOUD|TCCLI_|TKE_|VOLC|BYTEPLUS|HOME$|USERPROFILE$)/,
    { ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true" },
  );
  const isOpenApi = cloud === "volcengine" || cloud === "byteplus";
  const hasExternalId = !isOpenApi;
  const externalId = hasExternalId ? { externalId: "image-share" } : {};
  const endpoint = () => new URL(emulator.url);

  const callerAccount = async (source: KeySource) => {
    const backend = await findService(subject.service)?.open({
      credentials: undefined,
      endpoint: endpoint(),
      keys: source,
    });
    return backend?.callerAccount(undefined, CALL_OPTIONS);
  };
  const assumptions = () => emulator.calls({ action: "AssumeRole" });

  beforeEach(async () => {
    emulator = await startEmulator({ credentials: [user], roles: [{ arn: role, cloud }], rateLimits: false });
  });

  const ways: [string, Circumstances, string][] = [
    ["in the configuration, with its keys", { section: { ...keys, roleArn: role } }, `image-share:${cloud}`],
    [
      "in the configuration, with the keys that are found elsewhere",
      { section: { roleArn: role }, env: environment },
      `environment (${Object.keys(environment)[0]})`,
    ],
    [
      "in a variable, with the keys of the environment",
      { env: { ...environment, [roleVariable]: role } },
      `environment (${Object.keys(environment)[0]})`,
    ],
    ["in a profile", { files: { [profile.path]: profile.content } }, profile.place],
  ];

  it.each(ways)(
    "that is named %s is assumed once, and is who calls",
    async (_where, circumstances, place) => {
      const source = await bench.find({ ...circumstances, endpoint: endpoint() });
      expect(await callerAccount(source)).toBe(account);
      expect(await callerAccount(source)).toBe(account);
      expect(assumptions().map(({ credentialId, outcome }) => [credentialId, outcome.kind])).toEqual([
        [user.id, "ok"],
      ]);
      const { id } = await source.current();
      expect(source.describe()).toMatch(/^role \S+ \(.*\), key ID …\w{4}, assumed with the keys of /);
      expect(source.describe()).toContain(`role ${role} (`);
      expect(source.describe()).toContain(
        `key ID …${id.slice(-4)}, assumed with the keys of ${place}, key ID …user`,
      );
    },
  );

  it("is assumed as the configuration says", async () => {
    const session = { roleSessionName: "night-run", durationSeconds: 901, ...externalId };
    await bench.find({ section: { ...keys, roleArn: role, ...session }, endpoint: endpoint() });
    expect(assumptions()[0]?.parameters).toEqual({
      [isOpenApi ? "RoleTrn" : "RoleArn"]: role,
      RoleSessionName: "night-run",
      DurationSeconds: cloud === "tencentcloud" ? 901 : "901",
      ...(hasExternalId ? { ExternalId: "image-share" } : {}),
    });
  });

  it("is assumed as variables say, and by a name of the product's without them", async () => {
    const env = { ...environment, [roleVariable]: role };
    await bench.find({ env, endpoint: endpoint() });
    await bench.find({ env: { ...env, [sessionVariable]: "night-run" }, endpoint: endpoint() });
    expect(
      assumptions().map(({ parameters }) => (parameters as { RoleSessionName: string }).RoleSessionName),
    ).toEqual(["pulumi-image-share", "night-run"]);
  });

  it("in the configuration takes the place of one in a variable", async () => {
    const env = { ...environment, [roleVariable]: role.replace("deploy", "other") };
    await bench.find({ section: { roleArn: role }, env, endpoint: endpoint() });
    expect(assumptions().map(({ outcome }) => outcome.kind)).toEqual(["ok"]);
  });

  it("in a variable is none of the keys in the configuration", async () => {
    const source = await bench.find({ section: keys, env: { [roleVariable]: role }, endpoint: endpoint() });
    expect(await callerAccount(source)).toBe(accounts[cloud]);
    expect(assumptions()).toEqual([]);
  });

  it("that the vendor refuses is an error before anything else is called, with the vendor's words", async () => {
    const section = { ...keys, roleArn: role.replace("deploy", "none") };
    const message = await bench.refusal({ section, endpoint: endpoint() });
    expect(message).toContain(
      `image-share:${cloud}.roleArn names the role ${section.roleArn}, which cannot be assumed with the keys of ` +
        `image-share:${cloud}, key ID …user: `,
    );
    expect(message).toMatch(
      /(EntityNotExist\.Role|ResourceNotFound\.RoleNotFound|RoleNotExist): .* \(RequestId .+\)/,
    );
    expect(emulator.calls().map(({ action }) => action)).toEqual(["AssumeRole"]);
  });

  it.each<[string, Fault]>([
    ["a reset connection", { kind: "reset", when: "after" }],
    ["throttling", { kind: "throttle" }],
  ])("is asked for again after %s", async (_what, fault) => {
    emulator.injectFault({ ...fault, action: "AssumeRole" });
    const source = await bench.find({ section: { ...keys, roleArn: role }, endpoint: endpoint() });
    expect(await callerAccount(source)).toBe(account);
    expect(assumptions().length).toBe(2);
  });

  it("that a broken gateway stands before is an error that names the role and no secret", async () => {
    emulator.injectFault({ kind: "html", status: 502, action: "AssumeRole", times: "always" });
    const message = await bench.refusal({ section: { ...keys, roleArn: role }, endpoint: endpoint() });
    expect(message).toContain(`names the role ${role}`);
    expect(message).toContain("HTTP 502 with a body that is not the vendor's JSON");
  });

  it("whose name in a variable is none is an error that names the variable", async () => {
    const env = { ...environment, [roleVariable]: "hidden-no-role" };
    const message = await bench.refusal({ env, endpoint: endpoint() });
    expect(message).toContain(`${roleVariable} must be the ARN of a role, such as `);
  });
});

describe("a chain of profiles of Alibaba Cloud", () => {
  const bench = useCredentials(alicloudKeys, /^(ALIBABA_?CLOUD_|ALICLOUD_|HOME$|USERPROFILE$)/);
  const first = "acs:ram::199000000000000002:role/first";
  const second = "acs:ram::199000000000000003:role/second";

  it("a chain of profiles of Alibaba Cloud is assumed role by role, and described so", async () => {
    emulator = await startEmulator({ credentials: [user], roles: [{ arn: first }, { arn: second }] });
    const profile = (name: string, more: object) => ({ name, mode: "ChainableRamRoleArn", ...more });
    const profiles = [
      { name: "keys", mode: "AK", access_key_id: user.id, access_key_secret: user.secret },
      profile("hop", { source_profile: "keys", ram_role_arn: first }),
      profile("end", { source_profile: "hop", ram_role_arn: second }),
    ];
    const source = await bench.find({
      files: { ".aliyun/config.json": { current: "end", profiles } },
      endpoint: new URL(emulator.url),
    });
    expect(source.describe()).toMatch(
      new RegExp(
        `^role ${second} .*assumed with the keys of role ${first} .*assumed with the keys of .*profile keys, key`,
      ),
    );
    expect(emulator.calls().length).toBe(2);
  });

  it("a chain of profiles of Alibaba Cloud with keys of the environment, the vendor's own variable names a role where no OIDC variable does", async () => {
    emulator = await startEmulator({ credentials: [user], roles: [{ arn: first }] });
    const env = {
      ALIBABA_CLOUD_ACCESS_KEY_ID: user.id,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: user.secret,
      ALIBABA_CLOUD_ROLE_ARN: first,
    };
    const endpoint = new URL(emulator.url);
    expect((await bench.find({ env, endpoint })).describe()).toContain(
      `role ${first} (ALIBABA_CLOUD_ROLE_ARN)`,
    );
    const oidc = { ALIBABA_CLOUD_OIDC_PROVIDER_ARN: "p", ALIBABA_CLOUD_OIDC_TOKEN_FILE: "f" };
    const source = await bench.find({ env: { ...env, ...oidc }, endpoint });
    expect(source.describe()).toBe(
      "environment (ALIBABA_CLOUD_ACCESS_KEY_ID; ALIBABA_CLOUD_OIDC_TOKEN_FILE is not used), key ID …user",
    );
  });
});

describe("the keys of a role", () => {
  const role = { arn: "the:role", namedBy: "somewhere" };
  const base = fixedKeys("base", { id: "base", secret: "base-secret" });
  const hour = 3_600_000;

  /** A token service in virtual time, whose next answers may be failures. */
  function service(seconds = 3600) {
    const world = { now: 0, asked: 0, failures: [] as Error[] };
    const assume: Assume = async () => {
      world.asked += 1;
      const failure = world.failures.shift();
      if (failure !== undefined) throw failure;
      const keys = { id: `session-${world.asked}`, secret: "s", token: "t" };
      return { keys, expiresAt: world.now + seconds * 1000 };
    };
    return Object.assign(world, { assume });
  }
  const opened = (world: ReturnType<typeof service>) =>
    assumedRole(role, base, world.assume, () => world.now);
  const idOf = async (source: KeySource) => (await source.current()).id;
  const failure = (meaning: ErrorMeaning) =>
    new VendorError({ meaning, action: "AssumeRole", message: "no", code: "No", requestId: "R-1" });

  it("the keys of a role are used until five minutes before their end, and then replaced", async () => {
    const world = service();
    const source = await opened(world);
    world.now = hour - 300_001;
    expect(await idOf(source)).toBe("session-1");
    world.now = hour - 300_000;
    expect(await idOf(source)).toBe("session-2");
    expect(source.describe()).toContain("key ID …");
    world.now += hour - 300_001;
    expect(await idOf(source)).toBe("session-2");
  });

  it("the keys of a role of a short session are replaced in its last fifth", async () => {
    const world = service(900);
    const source = await opened(world);
    world.now = 720_000 - 1;
    expect(await idOf(source)).toBe("session-1");
    world.now = 720_000;
    expect(await idOf(source)).toBe("session-2");
  });

  it("the keys of a role are asked for once by requests that come together", async () => {
    const world = service();
    const source = await opened(world);
    world.now = hour;
    expect(await Promise.all([idOf(source), idOf(source), idOf(source)])).toEqual(Array(3).fill("session-2"));
    expect(world.asked).toBe(2);
  });

  it("go on being used while they are good and cannot be replaced", async () => {
    const world = service();
    const source = await opened(world);
    world.now = hour - 60_000;
    world.failures.push(failure("throttled"), failure("auth"));
    expect([await idOf(source), await idOf(source), await idOf(source)]).toEqual([
      "session-1",
      "session-1",
      "session-4",
    ]);
  });

  it.each<[ErrorMeaning, ErrorMeaning]>([
    ["auth", "auth"],
    ["permanent", "permanent"],
    ["throttled", "throttled"],
    ["not-sent", "not-sent"],
    // What happened to the request for the keys is known; to the one that wanted them, nothing happened.
    ["ambiguous", "not-sent"],
    ["image-gone", "not-sent"],
  ])(
    "the keys of a role that are over and refused with %s leave the request unsent: %s",
    async (meaning, seen) => {
      const world = service();
      const source = await opened(world);
      world.now = hour;
      world.failures.push(failure(meaning));
      await expect(source.current()).rejects.toMatchObject({
        name: "VendorError",
        meaning: seen,
        action: "AssumeRole",
        code: "No",
        requestId: "R-1",
      });
      expect(await idOf(source)).toBe("session-3");
    },
  );

  it("the keys of a role that are refused at once are a mistake in the configuration", async () => {
    const world = service();
    world.failures.push(failure("auth"));
    const error: unknown = await opened(world).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toMatchObject({
      topic: "credentials",
      message:
        "somewhere names the role the:role, which cannot be assumed with the keys of base, key ID …e: No: no (RequestId R-1)",
    });
    expect(inspect(error, { depth: 9 })).not.toContain("base-secret");
  });
});
