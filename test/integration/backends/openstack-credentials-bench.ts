/** Logins to OpenStack, as the tests of their places write them. */
import { findKeys } from "../../../src/backends/openstack/credentials";
import { isTokenSource, type TokenSource } from "../../../src/backends/openstack/keystone";
import { type Bench, type Circumstances, id, secret, useCredentials } from "./credentials-bench";

export const AUTH_URL = "https://keystone.example:5000/v3";
export const HOME_FILE = ".config/openstack/clouds.yaml";

export const domain = { id: "default" };
export const passwordLogin = (name: string, project: object = { name: "shop", domain }) => ({
  identity: { methods: ["password"], password: { user: { name, domain, password: secret(name) } } },
  scope: { project },
});
export const credentialLogin = (name: string) => ({
  identity: {
    methods: ["application_credential"],
    application_credential: { id: id(name), secret: secret(name) },
  },
});

export const variables = (name: string) => ({
  OS_AUTH_URL: AUTH_URL,
  OS_USERNAME: name,
  OS_PASSWORD: secret(name),
  OS_PROJECT_NAME: "shop",
});
export const cloud = (name: string, more: object = {}) => ({
  auth: { auth_url: AUTH_URL, username: name, password: secret(name), project_name: "shop" },
  ...more,
});
/** JSON is YAML. */
export const clouds = (entries: object) => ({ clouds: entries });

interface OpenstackBench extends Bench {
  /** The login that is found; the line that describes it tells no secret. */
  found(circumstances: Circumstances): Promise<TokenSource>;
}

export function useOpenstackCredentials(): OpenstackBench {
  const bench = useCredentials(findKeys, /^(OS_|HOME$|USERPROFILE$)/);
  const found = async (circumstances: Circumstances) => {
    const source = await bench.find(circumstances);
    if (!isTokenSource(source)) throw new Error("no login");
    expect(source.describe()).not.toContain("hidden");
    return source;
  };
  return { ...bench, found };
}
