/** Mistakes in a program or its configuration: found at preview, before anything is called, and named. */
import { alice, image, manyAccounts, share, useWorld } from "../e2e/harness/world";

const world = useWorld();

const golden = image("golden");
const { imageId: _, ...withoutImageId } = golden;

beforeAll(() => {
  world.emulator.putImage(golden);
});

async function complaintsOf(
  args: Readonly<Record<string, unknown>>,
  config: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  world.stack.setConfig(config);
  world.stack.setShares([{ name: "golden", args }]);
  const run = await world.stack.failing("preview");
  expect(run.calls).toEqual([]);
  // A complaint is no crash: the SDK would print a stack.
  expect(run.output).not.toMatch(/^\s+at /m);
  return run.output;
}

describe("an argument", () => {
  it("of the wrong form is named, and so is every other one in the same run", async () => {
    const output = await complaintsOf({
      ...golden,
      region: "Guangzhou",
      imageId: "ami-0abcdef1",
      accounts: [alice, "12345", ` ${alice}`, `'${alice}'`, `${alice},${alice}`, 1e19, null],
      exclusive: "yes",
      protectedAccounts: alice,
      maxRemovals: -1,
      timeoutSeconds: 0,
    });
    expect(output).toMatch(/region must be .*"ap-guangzhou", not "Guangzhou"/);
    expect(output).toMatch(/imageId must be .*"img-\w+", not "ami-0abcdef1"/);
    for (const index of [1, 2, 3, 4, 6]) {
      expect(output).toMatch(new RegExp(`accounts\\[${index}\\] must be .*9 to 12 digits`));
    }
    expect(output).toMatch(
      /accounts\[5\] is the number .* write the account ID in quotes, or with --type string/,
    );
    expect(output).not.toContain("accounts[0]");
    expect(output).toContain("exclusive must be true or false");
    expect(output).toContain("protectedAccounts must be a list of account IDs");
    expect(output).toContain("maxRemovals must be a whole number, 0 or more");
    expect(output).toContain("timeoutSeconds must be a whole number, from 1 to 86400");
  });

  it("that is missing is named", async () => {
    expect(await complaintsOf({ ...withoutImageId, accounts: [alice] })).toContain("imageId must be");
  });

  it("that does not exist is named", async () => {
    expect(await complaintsOf({ ...golden, accounts: [alice], acounts: [alice] })).toContain(
      'unknown argument "acounts"',
    );
  });

  it("service outside the list is answered with the list", async () => {
    expect(await complaintsOf({ ...golden, service: "azure-gallery", accounts: [alice] })).toMatch(
      /service must be one of .*"tencentcloud-cvm".*, not "azure-gallery"/,
    );
  });
});

it("complains about more accounts than an image can have, without printing them all", async () => {
  const output = await complaintsOf({ ...golden, accounts: manyAccounts(501) });
  expect(output).toMatch(/accounts lists 501 accounts and Tencent Cloud CVM allows 500/);
  expect(output.length).toBeLessThan(4000);
});

it("does not print what was given as credentials, which may be a key", async () => {
  const key = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3/gnPhESA==";
  const output = await complaintsOf({ ...golden, accounts: [alice], credentials: key });
  expect(output).toContain("credentials must be the name of a profile");
  expect(output).not.toContain(key);
});

describe("configuration", () => {
  const args = { ...golden, accounts: [alice] };

  it("without credentials is answered with the ways to give them", async () => {
    const output = await complaintsOf(args, { "image-share:tencentcloud": null });
    expect(output).toContain("no credentials for Tencent Cloud");
    expect(output).toContain("image-share:tencentcloud.secretId");
    expect(output).toContain("TENCENTCLOUD_SECRET_ID");
  });

  it("with half of the credentials is told the other half", async () => {
    expect(await complaintsOf(args, { "image-share:tencentcloud": { secretId: "emulator" } })).toContain(
      "image-share:tencentcloud.secretKey is missing",
    );
  });

  it("is told the other half as well when the environment has but one", async () => {
    world.stack.setEnvironment({ TENCENTCLOUD_SECRET_KEY: "half-of-the-credentials" });
    const output = await complaintsOf(args, { "image-share:tencentcloud": null });
    world.stack.setEnvironment({});
    expect(output).toMatch(/half of the credentials.*TENCENTCLOUD_SECRET_ID is missing/);
    expect(output).not.toContain("half-of-the-credentials");
  });

  it("with an unknown key or an empty one is told which", async () => {
    const section = { secretId: "emulator", secretKey: "", secret: "x" };
    const output = await complaintsOf(args, { "image-share:tencentcloud": section });
    expect(output).toContain("image-share:tencentcloud.secretKey must be a string that is not empty");
    expect(output).toContain('image-share:tencentcloud has the unknown key "secret"');
  });

  it("without the profile that a resource names is told which profiles there are", async () => {
    const { id, secret } = world.emulator.credentials;
    const profiles = { prod: { tencentcloud: { secretId: id, secretKey: secret } } };
    const output = await complaintsOf({ ...args, credentials: "test" }, { "image-share:profiles": profiles });
    expect(output).toMatch(/profile "test".*image-share:profiles has "prod"/);
  });

  it("with an endpoint that is no address is told what one looks like", async () => {
    expect(await complaintsOf(args, { "image-share:endpoint": "127.0.0.1:7070/path" })).toMatch(
      /image-share:endpoint must be an address.*"http:\/\/127.0.0.1:7070"/,
    );
  });

  it("with a switch that is neither on nor off is told so", async () => {
    expect(await complaintsOf(args, { "image-share:liveDiff": "maybe" })).toContain(
      "image-share:liveDiff must be true or false",
    );
  });
});

it("accepts an account as a number as long as it is exact, because unquoted YAML makes numbers", async () => {
  world.stack.setConfig({});
  world.stack.setShares([share("golden", golden, [Number(alice)])]);
  await world.stack.up();
  expect(world.emulator.accounts(golden)).toEqual([alice]);
});
