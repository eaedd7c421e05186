import { hostFor, regionOfArn } from "../../../src/backends/aws/hosts";
import { sign } from "../../../src/backends/aws/sign";
import { findService } from "../../../src/backends/registry";
import { VendorError } from "../../../src/core/errors";
import { start } from "../../emulator/support/start";
import { CALL_OPTIONS, SCOPE, startVendor, useCleanEnvironment } from "./support";

useCleanEnvironment(/^(AWS_|HOME$|(https?|no|all)_proxy$)/i);

const imageId = "ami-0123456789abcdef0";
const target = { service: "aws-ec2", region: "eu-central-1", imageId };
const credentials = { accessKeyId: "id", secretAccessKey: "the-secret", sessionToken: "the-token" };
const organization = "arn:aws:organizations::012345678901:organization/o-abcdefghij";
const unit = "arn:aws:organizations::012345678901:ou/o-abcdefghij/ou-ab12-abcdefgh";

async function open(endpoint?: URL, section: object = credentials) {
  const entry = findService("aws-ec2");
  if (entry === undefined) throw new Error("the registry has no aws-ec2");
  return entry.open({ credentials: section, endpoint });
}

async function describeWith(body: string, status = 200) {
  const backend = await open((await startVendor({ status, body })).url);
  return backend.describe(target, SCOPE, undefined, CALL_OPTIONS);
}

const answer = (permissions: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>
<DescribeImageAttributeResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
    <requestId>R-1</requestId>
    <imageId>${imageId}</imageId>
    ${permissions}
</DescribeImageAttributeResponse>`;

const failure = (code: string, message: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>
<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>R-1</RequestID></Response>`;

describe("the signature", () => {
  it("the signature is the vendor's, and covers the token of temporary keys", async () => {
    jest.useFakeTimers({ now: new Date("2024-03-12T00:00:00Z") });
    try {
      const { headers, body } = await sign(
        {
          host: "ec2.us-east-1.amazonaws.com",
          region: "us-east-1",
          action: "DescribeImages",
          parameters: { "ImageId.1": imageId },
        },
        { serviceName: "ec2", version: "2016-11-15", errors: {} },
        { id: "AKIDEXAMPLE", secret: "SKEXAMPLE", token: "T" },
      );
      expect(body).toBe(`Action=DescribeImages&Version=2016-11-15&ImageId.1=${imageId}`);
      expect(headers["x-amz-date"]).toBe("20240312T000000Z");
      expect(headers.authorization).toMatch(
        /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20240312\/us-east-1\/ec2\/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature=[0-9a-f]{64}$/,
      );
    } finally {
      jest.useRealTimers();
    }
  });
});

describe("hosts", () => {
  it.each([
    ["eu-central-1", "ec2.eu-central-1.amazonaws.com"],
    ["us-gov-west-1", "ec2.us-gov-west-1.amazonaws.com"],
    ["cn-northwest-1", "ec2.cn-northwest-1.amazonaws.com.cn"],
    ["eusc-de-east-1", "ec2.eusc-de-east-1.amazonaws.eu"],
    ["us-iso-east-1", "ec2.us-iso-east-1.c2s.ic.gov"],
    ["us-isob-east-1", "ec2.us-isob-east-1.sc2s.sgov.gov"],
  ])("hosts of %s are in its partition", (region, host) => {
    expect(hostFor("ec2", region)).toBe(host);
  });

  it("hosts of a role are in the partition of its ARN", () => {
    expect(regionOfArn("arn:aws-cn:iam::012345678901:role/deploy")).toBe("cn-north-1");
    expect(regionOfArn("arn:aws-us-gov:iam::012345678901:role/deploy")).toBe("us-gov-west-1");
    expect(regionOfArn("arn:aws:iam::012345678901:role/deploy")).toBe("us-east-1");
  });
});

describe("AWS's answers", () => {
  it("keep the zeros in front of accounts, and tell who is not an account", async () => {
    const list = `<launchPermission>
        <item>
            <userId>000000000001</userId>
        </item>
        <item><group>all</group></item>
        <item><organizationArn>${organization}</organizationArn></item>
        <item><organizationalUnitArn>${unit}</organizationalUnitArn></item>
    </launchPermission>`;
    expect(await describeWith(answer(list))).toEqual({
      accounts: ["000000000001", organization, unit],
      others: [],
      isPublic: true,
    });
  });

  it.each(["arn:aws:organizations::012345678901:root/o-abcdefghij/r-abcd", "o-abcdefghij", "a,b"])(
    "only report what no list takes: %s",
    async (arn) => {
      const list = `<launchPermission><item><organizationArn>${arn}</organizationArn></item></launchPermission>`;
      expect(await describeWith(answer(list))).toMatchObject({ accounts: [], others: [arn] });
    },
  );

  it.each(["<launchPermission/>", "<launchPermission>\n    </launchPermission>"])(
    "mean nobody when the list is empty: %j",
    async (list) => {
      expect(await describeWith(answer(list))).toEqual({ accounts: [], others: [], isPublic: false });
    },
  );

  it.each([
    ["no list", answer("")],
    ["two lists", answer("<launchPermission/><launchPermission/>")],
    ["a text in place of a list", answer("<launchPermission>none</launchPermission>")],
    [
      "a list with something else in it",
      answer("<launchPermission><userId>012345678901</userId></launchPermission>"),
    ],
    [
      "an entry of a kind that nobody knows",
      answer("<launchPermission><item><team>a</team></item></launchPermission>"),
    ],
    ["an empty entry", answer("<launchPermission><item/></launchPermission>")],
    [
      "two accounts in one entry",
      answer(
        "<launchPermission><item><userId>012345678901</userId><userId>012345678902</userId></item></launchPermission>",
      ),
    ],
    [
      "an account that is cut short",
      answer("<launchPermission><item><userId>,012345678901</userId></item></launchPermission>"),
    ],
    [
      "an answer that is cut short",
      answer("<launchPermission><item><userId>012345678901</userId></item>").slice(0, -50),
    ],
    ["another image", answer("<launchPermission/>").replace(imageId, "ami-00000000")],
    ["another document", answer("<launchPermission/>").replaceAll("DescribeImageAttributeResponse", "html")],
    ["a name of JavaScript", answer("<launchPermission/><__proto__>x</__proto__>")],
    ["JSON", "{}"],
    ["nothing", ""],
  ])("AWS's answers are none with %s", async (_what, body) => {
    await expect(describeWith(body)).rejects.toMatchObject({ name: "VendorError", meaning: "ambiguous" });
  });

  it("AWS's answers are no success with an HTTP status that is none", async () => {
    await expect(describeWith(answer("<launchPermission/>"), 502)).rejects.toMatchObject({
      meaning: "ambiguous",
      message: expect.stringContaining("502"),
    });
  });

  it("AWS's answers are quoted without the secrets that they quote, and with characters as they are meant", async () => {
    const body = failure(
      "SignatureDoesNotMatch",
      "no match &lt;for&gt; &#x9EC4; the-token signed with the-secret",
    );
    const error: unknown = await describeWith(body, 403).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(VendorError);
    expect(error).toMatchObject({ meaning: "auth", requestId: "R-1" });
    expect(String(error)).toContain("no match <for> 黄 [secret] signed with [secret]");
  });

  it.each([
    ["<return>false</return>", "ambiguous"],
    ["<return>true</return>", undefined],
    ["", undefined],
  ])("AWS's answers to a write with %j are a success unless they say otherwise", async (said, meaning) => {
    const body = `<ModifyImageAttributeResponse>${said}</ModifyImageAttributeResponse>`;
    const backend = await open((await startVendor({ body })).url);
    const write = backend.write(target, { add: ["012345678901"], remove: [] }, CALL_OPTIONS);
    const outcome = await write.catch((error: VendorError) => error.meaning);
    expect(outcome).toBe(meaning);
  });

  it.each([
    [["012345678901"], ["012345678902"], "call-too-large"],
    [["012345678901"], [], "permanent"],
  ])(
    "AWS's answers that refuse a combination ask for one direction at a time: + %j - %j",
    async (add, remove, meaning) => {
      const body = failure("InvalidParameterCombination", "Not both.");
      const backend = await open((await startVendor({ status: 400, body })).url);
      await expect(backend.write(target, { add, remove }, CALL_OPTIONS)).rejects.toMatchObject({ meaning });
    },
  );

  it.each(["InvalidAMIID.NotFound", "InvalidAMIID.Unavailable"])(
    "AWS's answers of %s mean that the image is gone",
    async (code) => {
      const backend = await open((await startVendor({ status: 400, body: failure(code, "gone") })).url);
      expect(await backend.imageCondition(target, CALL_OPTIONS)).toEqual({ kind: "gone" });
    },
  );

  it("about an image that was deregistered do not list it", async () => {
    const item = `<item><imageId>${imageId}</imageId><imageState>deregistered</imageState></item>`;
    const body = `<DescribeImagesResponse><imagesSet>${item}</imagesSet></DescribeImagesResponse>`;
    const backend = await open((await startVendor({ body })).url);
    expect(await backend.imageCondition(target, CALL_OPTIONS)).toEqual({ kind: "gone" });
    expect(await backend.listImages("eu-central-1", undefined, CALL_OPTIONS)).toEqual({ images: [] });
  });
});

it("organisations and units go out and come back by their own members, and the public group survives every write", async () => {
  const emulator = await start({ rateLimits: false, credentials: [{ id: "id", secret: "the-secret" }] });
  emulator.putImage({
    ...target,
    service: "aws-ec2",
    public: true,
    accounts: ["012345678901", organization],
  });
  const backend = await open(new URL(emulator.url), { accessKeyId: "id", secretAccessKey: "the-secret" });
  const read = () => backend.describe(target, SCOPE, undefined, CALL_OPTIONS);
  expect(await read()).toEqual({ accounts: ["012345678901", organization], others: [], isPublic: true });
  const write = { add: ["012345678902", unit], remove: ["012345678901", organization] };
  await backend.write(target, write, CALL_OPTIONS);
  expect(emulator.calls().at(-1)?.parameters).toEqual({
    ImageId: imageId,
    Attribute: "launchPermission",
    "LaunchPermission.Add.1.UserId": "012345678902",
    "LaunchPermission.Add.2.OrganizationalUnitArn": unit,
    "LaunchPermission.Remove.1.UserId": "012345678901",
    "LaunchPermission.Remove.2.OrganizationArn": organization,
  });
  expect(await read()).toEqual({ accounts: ["012345678902", unit], others: [], isPublic: true });
});
