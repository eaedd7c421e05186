import type { TokenSource } from "../../../src/backends/openstack/keystone";
import { type Circumstances, id, secret, token } from "./credentials-bench";
import {
  AUTH_URL,
  cloud,
  clouds,
  credentialLogin,
  domain,
  HOME_FILE,
  passwordLogin,
  useOpenstackCredentials,
  variables,
} from "./openstack-credentials-bench";

const bench = useOpenstackCredentials();

const described = (source: TokenSource) => source.describe().replaceAll(bench.home(), "~");

/** A test's working directory is its own. */
const before = process.cwd();
afterEach(() => process.chdir(before));

describe("a login for OpenStack is found", () => {
  it.each<[string, Circumstances, object, string]>([
    [
      "in the configuration before anything else",
      {
        section: {
          authUrl: AUTH_URL,
          applicationCredentialId: id("conf"),
          applicationCredentialSecret: secret("conf"),
        },
        env: { ...variables("else"), OS_CLOUD: "none" },
      },
      credentialLogin("conf"),
      "image-share:openstack, key ID …conf",
    ],
    [
      "as a password in the variables",
      { env: variables("vari") },
      passwordLogin("vari"),
      "environment (OS_AUTH_URL), user vari",
    ],
    [
      "as an application credential in the variables, which takes no scope",
      {
        env: {
          OS_AUTH_URL: AUTH_URL,
          OS_AUTH_TYPE: "v3applicationcredential",
          OS_APPLICATION_CREDENTIAL_ID: id("cred"),
          OS_APPLICATION_CREDENTIAL_SECRET: secret("cred"),
        },
      },
      credentialLogin("cred"),
      "environment (OS_AUTH_URL), key ID …cred",
    ],
    [
      "as an application credential by its name and its user",
      {
        env: {
          ...variables("vari"),
          OS_PASSWORD: undefined,
          OS_APPLICATION_CREDENTIAL_NAME: "share",
          OS_APPLICATION_CREDENTIAL_SECRET: secret("cred"),
        },
      },
      {
        identity: {
          methods: ["application_credential"],
          application_credential: { name: "share", user: { name: "vari", domain }, secret: secret("cred") },
        },
      },
      "environment (OS_AUTH_URL), application credential share",
    ],
    [
      "as a token in the variables",
      { env: { OS_AUTH_URL: AUTH_URL, OS_TOKEN: token("temp") } },
      { identity: { methods: ["token"], token: { id: token("temp") } } },
      "environment (OS_AUTH_URL)",
    ],
    [
      "in the variables' older spelling",
      { env: { ...variables("vari"), OS_PROJECT_NAME: undefined, OS_TENANT_ID: "abc" } },
      passwordLogin("vari", { id: "abc" }),
      "environment (OS_AUTH_URL), user vari",
    ],
    [
      "in the cloud that OS_CLOUD names, and OS_AUTH_URL is said to be left out",
      {
        env: { ...variables("vari"), OS_CLOUD: "prod" },
        files: { [HOME_FILE]: clouds({ prod: cloud("prod") }) },
      },
      passwordLogin("prod"),
      "cloud prod of clouds.yaml (OS_CLOUD; OS_AUTH_URL is not used), user prod",
    ],
    [
      "in the cloud that the configuration names, before the variables",
      {
        section: { cloud: "prod" },
        env: { ...variables("vari"), OS_CLOUD: "else" },
        files: { [HOME_FILE]: clouds({ prod: cloud("prod"), else: cloud("else") }) },
      },
      passwordLogin("prod"),
      "cloud prod of clouds.yaml (image-share:openstack.cloud), user prod",
    ],
    [
      "in the file that a variable names, before the others",
      {
        env: { OS_CLOUD: "prod", OS_CLIENT_CONFIG_FILE: "~/mine.yaml" },
        files: { [HOME_FILE]: clouds({ prod: cloud("else") }), "mine.yaml": clouds({ prod: cloud("mine") }) },
      },
      passwordLogin("mine"),
      "cloud prod of clouds.yaml (OS_CLOUD), user mine",
    ],
    ...["yml", "json"].map((suffix): [string, Circumstances, object, string] => [
      `in clouds.${suffix}`,
      {
        env: { OS_CLOUD: "prod" },
        files: { [`.config/openstack/clouds.${suffix}`]: clouds({ prod: cloud("prod") }) },
      },
      passwordLogin("prod"),
      "cloud prod of clouds.yaml (OS_CLOUD), user prod",
    ]),
    [
      "in a file of older names, and of hyphens",
      {
        env: { OS_CLOUD: "prod" },
        files: {
          [HOME_FILE]: clouds({
            prod: {
              auth: { "auth-url": AUTH_URL, username: "old", password: secret("old"), tenant_name: "shop" },
            },
          }),
        },
      },
      passwordLogin("old"),
      "cloud prod of clouds.yaml (OS_CLOUD), user old",
    ],
  ])("%s", async (_where, circumstances, auth, description) => {
    const source = await bench.found(circumstances);
    expect(source.login.auth).toEqual(auth);
    expect(source.login.identity.href).toBe(AUTH_URL);
    expect(described(source)).toBe(description);
  });

  it("in the working directory before the home directory", async () => {
    const files = {
      "work/clouds.yaml": clouds({ prod: cloud("work") }),
      [HOME_FILE]: clouds({ prod: cloud("home") }),
    };
    await bench.found({ env: { OS_CLOUD: "prod" }, files });
    process.chdir(`${bench.home()}/work`);
    expect((await bench.found({ env: { OS_CLOUD: "prod" } })).login.auth).toEqual(passwordLogin("work"));
  });

  it("with interface, address and path of Keystone as they are given", async () => {
    const env = {
      ...variables("vari"),
      OS_AUTH_URL: "https://cloud.example/identity/",
      OS_ENDPOINT_TYPE: "internalURL",
      OS_IMAGE_ENDPOINT_OVERRIDE: "https://glance.example:9292",
    };
    const { identity, interface: side, imageEndpoint } = (await bench.found({ env })).login;
    expect([identity.href, side, imageEndpoint?.href]).toEqual([
      "https://cloud.example/identity/v3",
      "internal",
      "https://glance.example:9292/",
    ]);
  });
});

describe("domains of OpenStack", () => {
  const domainsOf = async (env: Readonly<Record<string, string>>) => {
    const { auth } = (await bench.found({ env: { ...variables("vari"), ...env } })).login;
    return JSON.stringify(auth)
      .match(/"domain":\{[^}]*\}/g)
      ?.map((text) => text.slice('"domain":'.length));
  };

  it.each<[string, Readonly<Record<string, string>>, string, string]>([
    ["are the default one", {}, '{"id":"default"}', '{"id":"default"}'],
    [
      "are those of the variables",
      { OS_USER_DOMAIN_NAME: "People", OS_PROJECT_DOMAIN_ID: "p1" },
      '{"name":"People"}',
      '{"id":"p1"}',
    ],
    [
      "are OS_DEFAULT_DOMAIN_ID where no other is given, and a given name is kept",
      { OS_USER_DOMAIN_NAME: "People", OS_DEFAULT_DOMAIN_ID: "d1" },
      '{"name":"People"}',
      '{"id":"d1"}',
    ],
    ["are OS_DEFAULT_DOMAIN_NAME", { OS_DEFAULT_DOMAIN_NAME: "All" }, '{"name":"All"}', '{"name":"All"}'],
  ])("%s", async (_which, env, user, project) => {
    expect(await domainsOf(env)).toEqual([user, project]);
  });
});

describe("where there is no login for OpenStack, the error", () => {
  it("names what to set, and every place", async () => {
    const message = await bench.refusal({});
    expect(message).toContain("no credentials for OpenStack. Set image-share:openstack.authUrl");
    expect(message).toContain("OS_CLOUD and OS_AUTH_URL not set; clouds file: no clouds.yaml");
  });

  it("names the clouds of the file: one that no variable names is never taken, not even the only one", async () => {
    const message = await bench.refusal({ files: { [HOME_FILE]: clouds({ prod: cloud("prod") }) } });
    expect(message).toContain("~/.config/openstack/clouds.yaml has prod, and OS_CLOUD names none");
  });
});
