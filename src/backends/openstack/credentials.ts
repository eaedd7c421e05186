/**
 * A login for OpenStack: from the configuration, else from `OS_*` variables or clouds.yaml, as OpenStack's own clients read
 * them. docs/services/openstack-credentials.md has the places in order.
 */
import type { CloudAccess } from "../../core/cloud-access";
import { ConfigurationError } from "../../core/errors";
import { setting, variable } from "../credentials/environment";
import { fileText, shownPath } from "../credentials/files";
import { describeKeys } from "../credentials/key-source";
import { invalidSource } from "../credentials/source";
import { cloudNamed, cloudsThere } from "./clouds-file";
import { memberOf, openstackWords, settingsIn } from "./config";
import { type TokenSource, tokensOf } from "./keystone";
import { loginFrom } from "./login";
import { problemIn, type SettingName, type Settings, settingNames } from "./settings";

/** Settings, where they were found, and how that place spells them. */
interface Found {
  readonly settings: Settings;
  readonly place: string;
  readonly nameOf: (name: SettingName) => string;
}

/** Older spellings, which the clients still read. */
const olderVariables: Readonly<Partial<Record<SettingName, readonly string[]>>> = {
  project_id: ["OS_TENANT_ID"],
  project_name: ["OS_TENANT_NAME"],
  interface: ["OS_ENDPOINT_TYPE"],
  user_domain_id: ["OS_DEFAULT_DOMAIN_ID"],
  project_domain_id: ["OS_DEFAULT_DOMAIN_ID"],
};

/** Variables that change what a login is, and are not read here. */
const unread = [
  "OS_SYSTEM_SCOPE",
  "OS_DOMAIN_ID",
  "OS_DOMAIN_NAME",
  "OS_TRUST_ID",
  "OS_PASSCODE",
  "OS_CERT",
  "OS_KEY",
];

/** @throws ConfigurationError that names the places that were tried, or the place that is invalid */
export async function findKeys(access: CloudAccess): Promise<TokenSource> {
  const found = await settingsFor(access);
  const { settings, place, nameOf } = found;
  const problem = problemIn(settings, nameOf);
  if (problem !== undefined) {
    throw invalidSource(`${place}: ${nameOf(problem.name)} ${problem.message}`, openstackWords);
  }
  const login = loginFrom(settings, await certificates(found));
  return tokensOf(login, describeLogin(settings, place), access.endpoint);
}

async function settingsFor({ credentials, section = "image-share:openstack" }: CloudAccess): Promise<Found> {
  const given = (credentials ?? {}) as Readonly<Record<string, unknown>>;
  const settings = settingsIn(given);
  if (Object.keys(settings).length > 0) {
    return { settings, place: section, nameOf: (name) => `${section}.${memberOf(name)}` };
  }
  if (typeof given.cloud === "string") return fromFile(given.cloud, `${section}.cloud`);
  return (await fromVariables()) ?? nothingFound(section);
}

async function fromFile(cloud: string, namedBy: string): Promise<Found> {
  const settings = await cloudNamed(cloud, namedBy);
  return { settings, place: `cloud ${cloud} of clouds.yaml (${namedBy})`, nameOf: (name) => name };
}

/** OS_CLOUD chooses a file's cloud, and then the other variables are not a login. */
async function fromVariables(): Promise<Found | undefined> {
  const cloud = variable("OS_CLOUD");
  if (cloud !== undefined) {
    const ignored = variable("OS_AUTH_URL") === undefined ? "" : "; OS_AUTH_URL is not used";
    return fromFile(cloud, `OS_CLOUD${ignored}`);
  }
  if (variable("OS_AUTH_URL") === undefined) return undefined;
  refuseUnread();
  const settings = Object.fromEntries(
    settingNames.flatMap((name) => {
      const found = setting(variableOf(name), ...(olderVariables[name] ?? []));
      return found === undefined ? [] : [[name, found.value]];
    }),
  );
  return { settings, place: "environment (OS_AUTH_URL)", nameOf: variableOf };
}

function variableOf(name: SettingName): string {
  return `OS_${name.toUpperCase()}`;
}

/** @throws ConfigurationError */
function refuseUnread(): void {
  const name = unread.find((one) => variable(one) !== undefined);
  if (name !== undefined) throw invalidSource(`${name} is set, and is not read here`, openstackWords);
  if (/^(1|true|yes)$/i.test(variable("OS_INSECURE") ?? "")) {
    throw invalidSource(
      "OS_INSECURE trusts every certificate, which is not done here: set OS_CACERT",
      openstackWords,
    );
  }
  if (/^2/.test(variable("OS_IDENTITY_API_VERSION") ?? "3")) {
    throw invalidSource("OS_IDENTITY_API_VERSION must be 3", openstackWords);
  }
}

/** @throws ConfigurationError */
async function nothingFound(section: string): Promise<never> {
  const there = await cloudsThere();
  const files =
    there === undefined
      ? "no clouds.yaml"
      : `${there.path} has ${there.names.join(", ") || "no clouds"}, and OS_CLOUD names none`;
  const [id, secret] = openstackWords.members.map((member) => `${section}.${member}`);
  throw new ConfigurationError(
    `no credentials for OpenStack. Set ${section}.authUrl, ${id} and ${secret} (pulumi config set --secret --path ` +
      `${secret} …), or the environment variable OS_CLOUD, or OS_AUTH_URL with ${openstackWords.variables.join(" and ")}. ` +
      `Tried environment: OS_CLOUD and OS_AUTH_URL not set; clouds file: ${files}`,
    "credentials",
  );
}

async function certificates({ settings: { cacert }, place, nameOf }: Found): Promise<string | undefined> {
  if (cacert === undefined) return undefined;
  const text = await fileText(cacert, shownPath(cacert), openstackWords);
  if (text !== undefined) return text;
  throw invalidSource(
    `${place}: ${nameOf("cacert")} names ${shownPath(cacert)}, which is not there`,
    openstackWords,
  );
}

function describeLogin(settings: Settings, place: string): string {
  const {
    application_credential_id: id,
    application_credential_name: credential,
    username,
    user_id: user,
  } = settings;
  if (id !== undefined) return describeKeys(place, id);
  if (credential !== undefined) return `${place}, application credential ${credential}`;
  return username === undefined && user === undefined ? place : `${place}, user ${username ?? user}`;
}
