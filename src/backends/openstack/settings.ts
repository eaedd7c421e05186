/**
 * What a login needs, in the words of clouds.yaml. The variables have the same names in capitals behind `OS_`, and the
 * configuration has them in camel case.
 */

export const settingNames = [
  "auth_type",
  "auth_url",
  "username",
  "user_id",
  "password",
  "user_domain_id",
  "user_domain_name",
  "project_id",
  "project_name",
  "project_domain_id",
  "project_domain_name",
  "application_credential_id",
  "application_credential_name",
  "application_credential_secret",
  "token",
  "interface",
  "image_endpoint_override",
  "cacert",
] as const;

export type SettingName = (typeof settingNames)[number];

export type Settings = Readonly<Partial<Record<SettingName, string>>>;

/** Older spellings, which the clients still read. */
export const olderNames: Readonly<Partial<Record<SettingName, string>>> = {
  project_id: "tenant_id",
  project_name: "tenant_name",
  interface: "endpoint_type",
};

/** The settings that a place has. */
export function pickSettings(find: (name: SettingName) => string | undefined): Settings {
  return Object.fromEntries(
    settingNames.flatMap((name) => {
      const value = find(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** The domain of a user and of a project that are given without one. */
export function withDefaultDomain(
  settings: Settings,
  id: string | undefined,
  name: string | undefined,
): Settings {
  const domain = (member: "user_domain" | "project_domain") => {
    const isGiven = settings[`${member}_id`] !== undefined || settings[`${member}_name`] !== undefined;
    if (isGiven) return {};
    return id === undefined ? name !== undefined && { [`${member}_name`]: name } : { [`${member}_id`]: id };
  };
  return { ...settings, ...domain("user_domain"), ...domain("project_domain") };
}

export type Method = "application_credential" | "password" | "token";

/** The catalogue's interfaces; `publicURL` and the like are an older spelling of the command line. */
export const interfaces = ["public", "internal", "admin"] as const;
export type Interface = (typeof interfaces)[number];

/** A part that is missing or wrong, in words that stand behind its name. */
export interface Problem {
  readonly name: SettingName;
  readonly message: string;
}

const methods: Readonly<Record<string, Method>> = {
  v3applicationcredential: "application_credential",
  password: "password",
  v3password: "password",
  token: "token",
  v3token: "token",
};

export function methodOf(settings: Settings): Method | undefined {
  const { auth_type: type } = settings;
  if (type !== undefined) return methods[type];
  const isCredential = Object.keys(settings).some((name) => name.startsWith("application_credential_"));
  if (isCredential) return "application_credential";
  return settings.token === undefined ? "password" : "token";
}

export function interfaceOf({ interface: given = "public" }: Settings): Interface | undefined {
  return interfaces.find((one) => given === one || given === `${one}URL`);
}

export function urlOf(text: string | undefined): URL | undefined {
  const url = text !== undefined && URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url?.username === "" && url.password === "" && url.search === "" && url.hash === "";
  return isPlain && /^https?:$/.test(url.protocol) ? url : undefined;
}

/** @param nameOf how the place spells a setting */
export function problemIn(settings: Settings, nameOf: (name: SettingName) => string): Problem | undefined {
  const missing = (name: SettingName, message: string) =>
    settings[name] === undefined ? { name, message } : undefined;
  const either = (name: SettingName, other: SettingName, what: string) =>
    settings[other] === undefined ? missing(name, `or ${nameOf(other)} is missing: ${what}`) : undefined;
  const { auth_url: authUrl, image_endpoint_override: imageEndpoint } = settings;
  const method = methodOf(settings);
  if (method === undefined) {
    return { name: "auth_type", message: "must be v3applicationcredential, v3password or v3token" };
  }
  if (authUrl === undefined) {
    return {
      name: "auth_url",
      message: "is missing: the address of Keystone, such as https://keystone.example:5000/v3",
    };
  }
  if (urlOf(authUrl) === undefined || /\/v2\.0\/?$/.test(authUrl)) {
    return {
      name: "auth_url",
      message: "must be the address of Keystone v3, such as https://keystone.example:5000/v3",
    };
  }
  if (imageEndpoint !== undefined && urlOf(imageEndpoint) === undefined) {
    return {
      name: "image_endpoint_override",
      message: "must be an address, such as https://glance.example:9292",
    };
  }
  if (interfaceOf(settings) === undefined) {
    return {
      name: "interface",
      message: `must be ${interfaces.slice(0, -1).join(", ")} or ${interfaces.at(-1)}`,
    };
  }
  if (method === "token") return missing("token", "is missing");
  if (method === "password") {
    return (
      either("username", "user_id", "the user who logs in") ??
      missing("password", "is missing") ??
      either("project_name", "project_id", "the project that owns the images")
    );
  }
  const named = settings.application_credential_id === undefined;
  return (
    either("application_credential_id", "application_credential_name", "which credential it is") ??
    missing("application_credential_secret", "is missing") ??
    (named ? either("username", "user_id", "a credential's name holds for one user alone") : undefined)
  );
}
