import { findKeys } from "../../src/backends/volcengine/credentials";
import { ConfigurationError } from "../../src/core/errors";
import { useCleanEnvironment } from "./support";

const machine = useCleanEnvironment(/^(VOLC|HOME$|USERPROFILE$)/);

const found = async (credentials?: unknown) =>
  (await findKeys({ credentials, endpoint: undefined })).current();

const failure = () =>
  found().then(
    () => new Error("credentials were found"),
    (error: unknown) => error,
  );

const profiles = (profile: object, current = "work") =>
  machine.write(".volcengine/config.json", JSON.stringify({ current, profiles: { work: profile } }));

describe("credentials for Volcengine", () => {
  it("come from the configuration first", async () => {
    process.env.VOLC_ACCESSKEY = "other";
    process.env.VOLC_SECRETKEY = "other";
    const section = { accessKeyId: "id", secretKey: "secret", sessionToken: "token" };
    expect(await found(section)).toEqual({ id: "id", secret: "secret", token: "token" });
  });

  it.each([
    ["VOLCENGINE_ACCESS_KEY", "VOLCENGINE_SECRET_KEY", "VOLCENGINE_SESSION_TOKEN"],
    ["VOLC_ACCESSKEY", "VOLC_SECRETKEY", "VOLC_SESSIONTOKEN"],
  ])("come from %s as it is now, not as it was when the SDK was loaded", async (id, secret, token) => {
    Object.assign(process.env, { [id]: "id", [secret]: "secret" });
    expect(await found()).toEqual({ id: "id", secret: "secret" });
    process.env[token] = "token";
    expect((await found()).token).toBe("token");
  });

  it("are not half from one generation of names and half from the other", async () => {
    Object.assign(process.env, { VOLCENGINE_ACCESS_KEY: "new", VOLC_SECRETKEY: "old" });
    const error = await failure();
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(String(error)).toMatch(
      /half of .* has VOLCENGINE_ACCESS_KEY but VOLCENGINE_SECRET_KEY is missing/,
    );
  });

  it("come from the current profile of the command line, or from the one that is named", async () => {
    const profile = { mode: "AK", "access-key": "id", "secret-key": "secret", "session-token": "" };
    profiles(profile);
    expect(await found()).toEqual({ id: "id", secret: "secret" });
    process.env.VOLCENGINE_PROFILE = "play";
    expect(String(await failure())).toContain('~/.volcengine/config.json: it has no profile "play"');
  });

  it("keep the token of a profile that has one", async () => {
    const profile = { mode: "StsToken", "access-key": "id", "secret-key": "s", "session-token": "token" };
    profiles(profile);
    expect((await found()).token).toBe("token");
  });

  it("are not guessed from a profile that logs in some other way", async () => {
    profiles({ mode: "sso", "access-key": "", "secret-key": "" });
    expect(String(await failure())).toContain(
      'its profile "work" logs in by sso, which is not understood here',
    );
  });

  it("come from the older SDKs' file last", async () => {
    machine.write(".volc/config", JSON.stringify({ VOLC_ACCESSKEY: "id", VOLC_SECRETKEY: "secret" }));
    expect(await found()).toEqual({ id: "id", secret: "secret" });
  });

  it("are missed with everything that was tried, and what to set", async () => {
    const error = await failure();
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(String(error)).toMatch(/no credentials for Volcengine\. Set image-share:volcengine\.accessKeyId/);
    for (const place of [
      "VOLCENGINE_SECRET_KEY",
      "VOLC_SECRETKEY",
      "config.json: no such",
      "config: no such",
    ]) {
      expect(String(error)).toContain(place);
    }
  });

  it("stay out of the complaint about a file that is no JSON", async () => {
    machine.write(".volc/config", "VOLC_SECRETKEY=secret-of-the-file");
    const error = await failure();
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(String(error)).toContain("is not the JSON");
    expect(String(error)).not.toContain("secret-of-the-file");
  });
});
