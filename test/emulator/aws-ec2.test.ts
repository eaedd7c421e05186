import type { Emulator } from "../../src/emulator";
import { matches, parseAuthorization } from "../../src/emulator/clouds/aws/signature";
import { aws } from "./support/clients";
import { start } from "./support/start";

const ImageId = "ami-0123456789abcdef0";
const IMAGE = { service: "aws-ec2", region: "eu-central-1", imageId: ImageId } as const;
const OWNER = "099990000001";
const [ALICE, BOB] = ["012345678901", "012345678902"];
const ORGANIZATION = "arn:aws:organizations::012345678901:organization/o-abcdefghij";

let emulator: Emulator;
let now = 1_790_000_000_000;

beforeEach(async () => {
  now = 1_790_000_000_000;
  emulator = await start({ clock: { now: () => now } });
  emulator.putImage(IMAGE);
});

type Query = Record<string, string>;
const call = (action: string, parameters: Query = {}, options: Parameters<typeof aws>[3] = {}) =>
  aws(emulator, action, parameters, { time: now, ...options });
const modify = (parameters: Query, options: Parameters<typeof aws>[3] = {}) =>
  call("ModifyImageAttribute", { ImageId, Attribute: "launchPermission", ...parameters }, options);
const permissions = async () =>
  (await call("DescribeImageAttribute", { ImageId, Attribute: "launchPermission" })).json.LaunchPermission;
const codeOf = async (reply: ReturnType<typeof call>) => {
  const { json } = await reply;
  return json.Errors?.Error.Code ?? json.Error?.Code;
};
const added = (account: string, kind = "UserId") => ({ [`LaunchPermission.Add.1.${kind}`]: account });
const removed = (account: string, kind = "UserId") => ({ [`LaunchPermission.Remove.1.${kind}`]: account });

it("takes the signature of the vendor's signer", () => {
  const authorization = parseAuthorization(
    "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20240312/us-east-1/ec2/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=ca1997809c82164c5e12ffe1e612afc57048bf075f3017ede5d00d11140750ec",
  );
  const body = `Action=ModifyImageAttribute&Version=2016-11-15&ImageId=${ImageId}&Attribute=launchPermission&LaunchPermission.Add.1.UserId=012345678901&LaunchPermission.Remove.1.UserId=111122223333`;
  const request = {
    method: "POST",
    path: "/",
    query: "",
    headers: {
      host: "ec2.us-east-1.amazonaws.com",
      "x-amz-date": "20240312T000000Z",
      "content-type": "application/x-www-form-urlencoded",
    },
    body: Buffer.from(body),
  };
  if (authorization === undefined) throw new Error("not parsed");
  expect(matches(request, authorization, "SKEXAMPLE")).toBe(true);
  expect(matches(request, authorization, "SKEXAMPLf")).toBe(false);
});

describe("ModifyImageAttribute", () => {
  it("adds and removes in one call, twice as well as once", async () => {
    emulator.share(IMAGE, [BOB]);
    for (let time = 0; time < 2; time++) {
      const reply = await modify({ ...added(ALICE), ...removed(BOB) });
      expect(reply.status).toBe(200);
      expect(reply.body).toMatch(
        /^<\?xml version="1.0" encoding="UTF-8"\?>\n<ModifyImageAttributeResponse xmlns="http:\/\/ec2.amazonaws.com\/doc\/2016-11-15\/"><requestId>[0-9a-f-]{36}<\/requestId><return>true<\/return><\/ModifyImageAttributeResponse>$/,
      );
      expect(await permissions()).toEqual([{ UserId: ALICE }]);
    }
  });

  it("refuses both directions in one call where oneDirection is set, and changes nothing", async () => {
    emulator.configure({ oneDirection: true });
    emulator.share(IMAGE, [BOB]);
    expect(await codeOf(modify({ ...added(ALICE), ...removed(BOB) }))).toBe("InvalidParameterCombination");
    expect(await permissions()).toEqual([{ UserId: BOB }]);
    await modify(added(ALICE));
    await modify(removed(BOB));
    expect(await permissions()).toEqual([{ UserId: ALICE }]);
  });

  it("needs no Attribute beside the permissions", async () => {
    const reply = await call("ModifyImageAttribute", { ImageId, ...added(ALICE) });
    expect(reply.status).toBe(200);
    expect(await permissions()).toEqual([{ UserId: ALICE }]);
  });

  it("shares with organisations, and makes an image private by the group", async () => {
    emulator.putImage({ ...IMAGE, public: true });
    await modify(added(ORGANIZATION, "OrganizationArn"));
    expect(await permissions()).toEqual([{ Group: "all" }, { OrganizationArn: ORGANIZATION }]);
    await modify(removed("all", "Group"));
    await modify(removed(ORGANIZATION, "OrganizationArn"));
    expect(await permissions()).toEqual([]);
  });

  it.each<[string, Query, string]>([
    ["an account without its zero", added("12345678901"), "InvalidAMIAttributeItemValue"],
    ["the owner", added(OWNER), "InvalidAMIAttributeItemValue"],
    ["an ARN as an account", added(ORGANIZATION), "InvalidAMIAttributeItemValue"],
    ["an account as an organisation", added(ALICE, "OrganizationArn"), "InvalidAMIAttributeItemValue"],
    ["a group that is not all", removed("some", "Group"), "InvalidAMIAttributeItemValue"],
    ["nothing to do", {}, "MissingParameter"],
    ["a parameter that nobody knows", { ...added(ALICE), Accounts: ALICE }, "UnknownParameter"],
    ["another attribute", { ...added(ALICE), Attribute: "description" }, "InvalidParameterValue"],
    ["a malformed ID", { ...added(ALICE), ImageId: "img-1" }, "InvalidAMIID.Malformed"],
    ["an image that is not there", { ...added(ALICE), ImageId: "ami-00000000" }, "InvalidAMIID.NotFound"],
  ])("refuses %s, and changes nothing", async (_what, parameters, code) => {
    expect(await codeOf(modify(parameters))).toBe(code);
    expect(await permissions()).toEqual([]);
  });

  it("refuses the 1,001st entity, organisations counted in, unless a quota says otherwise", async () => {
    const many = Array.from({ length: 999 }, (_, index) => String(200_000_000_000 + index));
    emulator.share(IMAGE, [...many, ORGANIZATION]);
    expect(await codeOf(modify(added(ALICE)))).toBe("ResourceLimitExceeded");
    emulator.configure({ quotas: { "aws-ec2": 1_001 } });
    expect(await codeOf(modify(added(ALICE)))).toBeUndefined();
  });

  it("refuses an image that is not available, and one of another account", async () => {
    emulator.setImageState(IMAGE, "pending");
    expect(await codeOf(modify(added(ALICE)))).toBe("InvalidAMIID.Unavailable");
    emulator.putImage({ ...IMAGE, owner: BOB });
    expect(await codeOf(modify(added(ALICE)))).toBe("AuthFailure");
  });

  it("has a bucket of 100 calls that fills up by five a second, in each region", async () => {
    const admitted = async (count: number, options = {}) => {
      const codes = await Promise.all(
        Array.from({ length: count }, () => codeOf(modify(added(ALICE), options))),
      );
      return codes.filter((code) => code !== "RequestLimitExceeded").length;
    };
    expect(await admitted(105)).toBe(100);
    now += 1_000;
    expect(await admitted(10)).toBe(5);
    expect(await admitted(3, { region: "us-east-1" })).toBe(3);
    now += 3_600_000;
    expect(await admitted(105)).toBe(100);
  });
});

it("DescribeImages pages from 5 to 1000, not together with IDs", async () => {
  for (let index = 0; index < 7; index++) emulator.putImage({ ...IMAGE, imageId: `ami-0000000${index}` });
  const list = (parameters: Query) => call("DescribeImages", { "Owner.1": "self", ...parameters });
  const first = (await list({ MaxResults: "5" })).json;
  expect(first.ImagesSet).toHaveLength(5);
  const second = (await list({ MaxResults: "5", NextToken: first.NextToken })).json;
  expect(second.ImagesSet).toHaveLength(3);
  expect(second).not.toHaveProperty("NextToken");
  for (const MaxResults of ["4", "1001", "all"]) {
    expect(await codeOf(list({ MaxResults }))).toBe("InvalidParameterValue");
  }
  expect(await codeOf(list({ MaxResults: "5", NextToken: "x" }))).toBe("InvalidParameterValue");
  expect(await codeOf(list({ MaxResults: "5", "ImageId.1": ImageId }))).toBe("InvalidParameterCombination");
});

describe("requests", () => {
  it.each<[string, Parameters<typeof aws>[3], string, string]>([
    ["an unknown key", { key: { id: "x", secret: "y" } }, "AuthFailure", "InvalidClientTokenId"],
    [
      "a wrong secret",
      { key: { id: "emulator", secret: "y" } },
      "SignatureDoesNotMatch",
      "SignatureDoesNotMatch",
    ],
    [
      "a token that is not the key's",
      { key: { id: "emulator", secret: "emulator-secret", token: "t" } },
      "RequestExpired",
      "ExpiredToken",
    ],
    ["a clock that is off", { time: 1_789_000_000_000 }, "RequestExpired", "RequestExpired"],
  ])(
    "requests with %s are refused, by EC2 and by STS in their own words",
    async (_what, options, ofEc2, ofSts) => {
      expect(await codeOf(call("DescribeImages", {}, options))).toBe(ofEc2);
      expect(await codeOf(call("GetCallerIdentity", {}, { ...options, sts: true }))).toBe(ofSts);
    },
  );

  it.each([
    ["ResetImageAttribute", {}],
    ["GetCallerIdentity", {}],
    ["DescribeImages", { host: "sts.eu-central-1.amazonaws.com" }],
  ])("requests for %s at %j find no such action of EC2", async (action, options) => {
    expect(await codeOf(call(action, {}, options))).toBe("InvalidAction");
  });
});

describe("STS", () => {
  const role = "arn:aws:iam::000000000002:role/deploy";
  const user = { id: "user", secret: "user-secret", user: "ci", accounts: { aws: OWNER } };
  const root = { id: "root", secret: "root-secret", accounts: { aws: OWNER } };
  const asked = { RoleArn: role, RoleSessionName: "ci", ExternalId: "image-share" };
  const sts = (
    action: string,
    parameters: Query,
    key: { id: string; secret: string; token?: string } = user,
  ) => call(action, parameters, { sts: true, key });

  beforeEach(async () => {
    emulator = await start({
      clock: { now: () => now },
      credentials: [user, root],
      roles: [{ arn: role, trusts: ["user", "root"], externalId: "image-share" }],
    });
  });

  it("gives the keys of a role until they expire", async () => {
    const { json } = await sts("AssumeRole", { ...asked, DurationSeconds: "900" });
    const {
      AccessKeyId: id,
      SecretAccessKey: secret,
      SessionToken: token,
      Expiration,
    } = json.AssumeRoleResult.Credentials;
    expect(Date.parse(Expiration)).toBe(now + 900_000);
    const identity = async () => (await sts("GetCallerIdentity", {}, { id, secret, token })).json;
    expect((await identity()).GetCallerIdentityResult).toMatchObject({
      Account: "000000000002",
      Arn: expect.stringContaining(":assumed-role/"),
    });
    now += 900_000;
    expect((await identity()).Error.Code).toBe("ExpiredToken");
  });

  it.each<[string, Query, string]>([
    ["no role", { RoleArn: "" }, "MissingParameter"],
    ["a name that is no role's", { RoleArn: "deploy" }, "ValidationError"],
    ["a role that is not there", { RoleArn: "arn:aws:iam::000000000002:role/none" }, "AccessDenied"],
    ["another external ID", { ExternalId: "other" }, "AccessDenied"],
    ["too short a session", { DurationSeconds: "899" }, "ValidationError"],
    ["a bad name of the session", { RoleSessionName: "a b" }, "ValidationError"],
  ])("refuses %s", async (_what, changes, code) => {
    expect(await codeOf(sts("AssumeRole", { ...asked, ...changes }))).toBe(code);
  });

  it("refuses the account's own keys a role, and says whose keys are whose", async () => {
    expect(await codeOf(sts("AssumeRole", asked, root))).toBe("AccessDenied");
    const identity = async (key: typeof root) =>
      (await sts("GetCallerIdentity", {}, key)).json.GetCallerIdentityResult.Arn;
    expect(await identity(root)).toBe(`arn:aws:iam::${OWNER}:root`);
    expect(await identity(user)).toBe(`arn:aws:iam::${OWNER}:user/ci`);
  });
});
