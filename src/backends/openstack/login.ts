/** A login to Keystone, made from the settings of one place. */
import { type Interface, interfaceOf, methodOf, type Settings, urlOf } from "./settings";

export interface Login {
  /** Of Keystone, up to and with `/v3`. */
  readonly identity: URL;
  /** The body's `auth`. */
  readonly auth: Readonly<Record<string, unknown>>;
  /** The application credential's ID, if it is one with an ID: in messages, its end alone. */
  readonly id: string;
  readonly secret: string;
  readonly interface: Interface;
  /** Called in the place of the catalogue's address. */
  readonly imageEndpoint: URL | undefined;
  /** Certificates to trust, as PEM. */
  readonly ca: string | undefined;
}

/** @param settings without a problem */
export function loginFrom(settings: Settings, ca: string | undefined): Login {
  const method = methodOf(settings);
  const secret = secretOf(settings);
  const scope = scopeOf(settings);
  return {
    identity: withVersion(urlOf(settings.auth_url) ?? new URL("http://localhost")),
    auth: {
      identity: { methods: [method], [String(method)]: proofOf(settings) },
      // An application credential is of one project, and takes no scope.
      ...(method === "application_credential" || scope === undefined ? {} : { scope }),
    },
    id: settings.application_credential_id ?? "",
    secret,
    interface: interfaceOf(settings) ?? "public",
    imageEndpoint: urlOf(settings.image_endpoint_override),
    ca,
  };
}

function secretOf(settings: Settings): string {
  const { application_credential_secret: secret, password, token } = settings;
  return { application_credential: secret, password, token }[methodOf(settings) ?? "password"] ?? "";
}

function proofOf(settings: Settings): unknown {
  const secret = secretOf(settings);
  const user = userOf(settings);
  switch (methodOf(settings)) {
    case "token":
      return { id: secret };
    case "application_credential": {
      const { application_credential_id: id, application_credential_name: name } = settings;
      return id === undefined ? { name, user, secret } : { id, secret };
    }
    default:
      return { user: { ...user, password: secret } };
  }
}

function userOf({
  user_id: id,
  username: name,
  user_domain_id: domainId,
  user_domain_name: domain,
}: Settings) {
  return id === undefined ? { name, domain: domainOf(domainId, domain) } : { id };
}

function scopeOf(settings: Settings): unknown {
  const { project_id: id, project_name: name } = settings;
  if (id !== undefined) return { project: { id } };
  if (name === undefined) return undefined;
  return { project: { name, domain: domainOf(settings.project_domain_id, settings.project_domain_name) } };
}

function domainOf(id: string | undefined, name: string | undefined) {
  return id === undefined && name !== undefined ? { name } : { id: id ?? "default" };
}

/** Keystone's root is what people write as well. */
function withVersion(url: URL): URL {
  const path = url.pathname.replace(/\/+$/, "");
  return new URL(path.endsWith("/v3") ? path : `${path}/v3`, url);
}
