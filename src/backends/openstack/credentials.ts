/**
 * A login for OpenStack: from the configuration, else from `OS_*` variables or clouds.yaml, as OpenStack's own clients read
 * them. docs/services/openstack-credentials.md has the places in order.
 */
import type { CloudAccess } from "../../core/cloud-access";
import { ConfigurationError } from "../../core/errors";
import { variable } from "../credentials/environment";
import { fileText, inHome, shownPath } from "../credentials/files";
import { describeKeys } from "../credentials/key-source";
import { invalidSource } from "../credentials/source";
import { cloudNamed, cloudsThere } from "./clouds-file";
import { memberOf, openstackWords, settingsIn } from "./config";
import { type TokenSource, tokensOf } from "./keystone";
import { loginFrom } from "./login";
import {
  olderNames,
  pickSettings,
  problemIn,
  type SettingName,
  type Settings,
  withDefaultDomain,
} from "./settings";

/** Settings, where they were found, and how that place spells them. */
interface Found {
  readonly settings: Settings;
  readonly place: string;
  readonly nameOf: (name: SettingName) => string;
}

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

/** Parts of a login that are of no use without the address of Keystone. */
const proofs: readonly SettingName[] = [
  "username",
  "user_id",
  "password",
  "application_credential_id",
  "application_credential_name",
  "application_credential_secret",
  "token",
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
  if (variable("OS_AUTH_URL") === undefined) {
    refuseRest();
    return undefined;
  }
  refuseUnread();
  const given = pickSettings((name) => {
    const older = olderNames[name];
    return variable(variableOf(name)) ?? (older && variable(variableOf(older)));
  });
  const settings = withDefaultDomain(
    given,
    variable("OS_DEFAULT_DOMAIN_ID"),
    variable("OS_DEFAULT_DOMAIN_NAME"),
  );
  return { settings, place: "environment (OS_AUTH_URL)", nameOf: variableOf };
}

/** Half a login is a mistake to report, and not a reason to go on. @throws ConfigurationError */
function refuseRest(): void {
  const given = proofs.map(variableOf).filter((name) => variable(name) !== undefined);
  if (given.length === 0) return;
  const missing = "OS_AUTH_URL is missing or empty, and no OS_CLOUD names a cloud of clouds.yaml";
  throw invalidSource(`the environment has ${given.join(" and ")} but ${missing}`, openstackWords);
}

function variableOf(name: string): string {
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
  const path = cacert.startsWith("~/") ? inHome(cacert.slice(2)) : cacert;
  const text = await fileText(path, shownPath(path), openstackWords);
  // TLS takes another text without a word, and then trusts nothing.
  if (text?.includes("CERTIFICATE-----")) return text;
  const problem = text === undefined ? "is not there" : "holds no certificates as PEM";
  throw invalidSource(
    `${place}: ${nameOf("cacert")} names ${shownPath(path)}, which ${problem}`,
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
