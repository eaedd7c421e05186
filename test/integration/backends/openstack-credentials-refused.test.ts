import { type Circumstances, id, secret } from "./credentials-bench";
import {
  AUTH_URL,
  cloud,
  clouds,
  HOME_FILE,
  useOpenstackCredentials,
  variables,
} from "./openstack-credentials-bench";

const bench = useOpenstackCredentials();

describe("the search for a login of OpenStack ends, with another one on the machine, at", () => {
  const others = { [HOME_FILE]: clouds({ else: cloud("else") }) };
  const prod = (entry: object, more: object = {}): Circumstances => ({
    env: { OS_CLOUD: "prod" },
    files: { [HOME_FILE]: clouds({ prod: entry, else: cloud("else") }), ...more },
  });

  it.each<[string, Circumstances, string]>([
    [
      "a cloud that OS_CLOUD names and that is not there, although OS_AUTH_URL is",
      { env: { ...variables("vari"), OS_CLOUD: "prod" } },
      "cloud prod of ~/.config/openstack/clouds.yaml (OS_CLOUD; OS_AUTH_URL is not used) is not there: the file has else",
    ],
    [
      "a cloud that the configuration names and that is not there",
      { section: { cloud: "prod" }, env: variables("vari") },
      "cloud prod of ~/.config/openstack/clouds.yaml (image-share:openstack.cloud) is not there",
    ],
    [
      "a cloud whose name every object has",
      { env: { OS_CLOUD: "constructor" } },
      "cloud constructor of ~/.config/openstack/clouds.yaml (OS_CLOUD) is not there",
    ],
    [
      "a file that a variable names and that is not there",
      { env: { OS_CLOUD: "else", OS_CLIENT_CONFIG_FILE: "~/none.yaml" } },
      "OS_CLIENT_CONFIG_FILE names ~/none.yaml, which is not there",
    ],
    [
      "such a file, although no cloud is named",
      { env: { OS_CLIENT_CONFIG_FILE: "~/none.yaml" } },
      "OS_CLIENT_CONFIG_FILE names ~/none.yaml, which is not there",
    ],
    [
      "a file of secrets that a variable names and that is not there",
      { env: { OS_CLOUD: "else", OS_CLIENT_SECURE_FILE: "~/none.yaml" } },
      "OS_CLIENT_SECURE_FILE names ~/none.yaml, which is not there",
    ],
    [
      "a file that is no YAML",
      { env: { OS_CLOUD: "else" }, files: { [HOME_FILE]: `clouds: {else: "${secret("file")}` } },
      "~/.config/openstack/clouds.yaml is no YAML",
    ],
    [
      "a file without clouds",
      { env: { OS_CLOUD: "else" }, files: { [HOME_FILE]: `password: ${secret("file")}` } },
      "~/.config/openstack/clouds.yaml has no clouds",
    ],
    ...["OS_USERNAME", "OS_PASSWORD", "OS_APPLICATION_CREDENTIAL_SECRET", "OS_TOKEN"].map(
      (name): [string, Circumstances, string] => [
        `${name} without the address of Keystone`,
        { env: { [name]: secret("half"), OS_AUTH_URL: "" } },
        `the environment has ${name} but OS_AUTH_URL is missing or empty`,
      ],
    ),
    [
      "an application credential without its secret",
      { env: { OS_AUTH_URL: AUTH_URL, OS_APPLICATION_CREDENTIAL_ID: id("half") } },
      "environment (OS_AUTH_URL): OS_APPLICATION_CREDENTIAL_SECRET is missing",
    ],
    [
      "the secret of an application credential alone",
      { env: { OS_AUTH_URL: AUTH_URL, OS_APPLICATION_CREDENTIAL_SECRET: secret("half") } },
      "OS_APPLICATION_CREDENTIAL_ID or OS_APPLICATION_CREDENTIAL_NAME is missing",
    ],
    [
      "a password that a pipeline has no value for",
      { env: { ...variables("vari"), OS_PASSWORD: "" } },
      "environment (OS_AUTH_URL): OS_PASSWORD is missing",
    ],
    [
      "a password without a project",
      { env: { ...variables("vari"), OS_PROJECT_NAME: undefined } },
      "OS_PROJECT_NAME or OS_PROJECT_ID is missing: the project that owns the images",
    ],
    [
      "a cloud without a password",
      prod({ auth: { auth_url: AUTH_URL, username: "prod", project_name: "shop" } }),
      "cloud prod of clouds.yaml (OS_CLOUD): password is missing",
    ],
    [
      "Keystone v2",
      { env: { ...variables("vari"), OS_AUTH_URL: "https://keystone.example/v2.0" } },
      "OS_AUTH_URL must be the address of Keystone v3",
    ],
    [
      "an address that holds a password",
      { env: { ...variables("vari"), OS_AUTH_URL: `https://me:${secret("url")}@keystone.example` } },
      "OS_AUTH_URL must be the address of Keystone v3",
    ],
    [
      "a kind of login that is not known",
      { env: { ...variables("vari"), OS_AUTH_TYPE: "v3oidcpassword" } },
      "OS_AUTH_TYPE must be v3applicationcredential, v3password or v3token",
    ],
    [
      "an interface that is not known",
      { env: { ...variables("vari"), OS_INTERFACE: "outer" } },
      "OS_INTERFACE must be public, internal or admin",
    ],
    ...[
      "OS_SYSTEM_SCOPE",
      "OS_DOMAIN_ID",
      "OS_DOMAIN_NAME",
      "OS_TRUST_ID",
      "OS_PASSCODE",
      "OS_CERT",
      "OS_KEY",
    ].map((name): [string, Circumstances, string] => [
      `${name}, which makes it another login`,
      { env: { ...variables("vari"), [name]: secret("x") } },
      `${name} is set, and is not read here`,
    ]),
    [
      "OS_INSECURE",
      { env: { ...variables("vari"), OS_INSECURE: "true" } },
      "OS_INSECURE trusts every certificate, which is not done here: set OS_CACERT",
    ],
    [
      "OS_IDENTITY_API_VERSION of Keystone v2",
      { env: { ...variables("vari"), OS_IDENTITY_API_VERSION: "2.0" } },
      "OS_IDENTITY_API_VERSION must be 3",
    ],
    ...["profile", "cloud", "cert", "key", "passcode"].map((name): [string, Circumstances, string] => [
      `${name} of a cloud`,
      prod(cloud("prod", { [name]: secret("x") })),
      `(OS_CLOUD) has ${name}, which is not read here`,
    ]),
    ...["system_scope", "domain_id", "domain_name", "trust_id", "passcode"].map(
      (name): [string, Circumstances, string] => [
        `${name} of a cloud's auth`,
        prod({ auth: { ...cloud("prod").auth, [name]: secret("x") } }),
        `(OS_CLOUD) has ${name}, which is not read here`,
      ],
    ),
    [
      "a passcode in secure.yaml",
      prod(cloud("prod"), {
        ".config/openstack/secure.yaml": clouds({ prod: { auth: { passcode: secret("x") } } }),
      }),
      "cloud prod of ~/.config/openstack/secure.yaml has passcode, which is not read here",
    ],
    [
      "identity_api_version of Keystone v2",
      prod(cloud("prod", { identity_api_version: 2 })),
      "has an identity_api_version that is not 3",
    ],
    ...[{ verify: false }, { verify: "no" }, { insecure: true }].map(
      (entry): [string, Circumstances, string] => [
        `a cloud that trusts every certificate, by ${JSON.stringify(entry)}`,
        prod(cloud("prod", entry)),
        "trusts every certificate, which is not done here: name the certificate to trust by cacert instead",
      ],
    ),
    [
      "certificates that are not there",
      { env: { ...variables("vari"), OS_CACERT: "~/none.pem" } },
      "environment (OS_AUTH_URL): OS_CACERT names ~/none.pem, which is not there",
    ],
    [
      "certificates that are none",
      prod(cloud("prod", { cacert: "~/key.pem" }), { "key.pem": secret("pem") }),
      "cloud prod of clouds.yaml (OS_CLOUD): cacert names ~/key.pem, which holds no certificates as PEM",
    ],
  ])("%s", async (_where, circumstances, reason) => {
    const message = await bench.refusal({ ...circumstances, files: { ...others, ...circumstances.files } });
    expect(message).toContain(reason);
    expect(message).toContain("No other place is tried: correct it, or set image-share:openstack");
  });

  it("a cloud by name where there is no file, and names the three places", async () => {
    expect(await bench.refusal({ env: { OS_CLOUD: "prod" } })).toContain(
      "OS_CLOUD names the cloud prod, and there is no clouds.yaml (clouds.yaml, ~/.config/openstack/clouds.yaml, /etc/openstack/clouds.yaml)",
    );
  });
});
