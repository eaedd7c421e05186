import { findKeys } from "../../src/backends/tencentcloud/credentials";
import { ConfigurationError } from "../../src/core/errors";
import { useCleanEnvironment } from "./support";

const machine = useCleanEnvironment(/^(TENCENTCLOUD|TKE_|HOME$|USERPROFILE$)/);

const found = async (credentials?: unknown) =>
  (await findKeys({ credentials, endpoint: undefined })).current();
const failure = () =>
  found().then(
    () => new Error("credentials were found"),
    (error: unknown) => error,
  );

describe("credentials for Tencent Cloud", () => {
  it("come from the configuration first", async () => {
    Object.assign(process.env, { TENCENTCLOUD_SECRET_ID: "other", TENCENTCLOUD_SECRET_KEY: "other" });
    const section = { secretId: "id", secretKey: "secret", token: "token" };
    expect(await found(section)).toEqual({ id: "id", secret: "secret", token: "token" });
  });

  it("come from the environment next, with its token", async () => {
    Object.assign(process.env, {
      TENCENTCLOUD_SECRET_ID: "id",
      TENCENTCLOUD_SECRET_KEY: "secret",
      TENCENTCLOUD_SESSION_TOKEN: "token",
    });
    expect(await found()).toMatchObject({ id: "id", secret: "secret", token: "token" });
  });

  it.each([
    ["TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY"],
    ["TENCENTCLOUD_SECRET_KEY", "TENCENTCLOUD_SECRET_ID"],
  ])("are not taken from elsewhere when only %s is set", async (present, missing) => {
    process.env[present] = "half-of-a-pair";
    const error = await failure();
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(String(error)).toContain(`the environment has ${present} but ${missing} is missing or empty`);
    expect(String(error)).not.toContain("half-of-a-pair");
  });

  it("come from the vendor's file in the home directory", async () => {
    machine.write(".tencentcloud/credentials", "[default]\nsecret_id = id\nsecret_key = secret\n");
    expect(await found()).toMatchObject({ id: "id", secret: "secret" });
  });
});
