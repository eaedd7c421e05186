import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { selfSigned } from "../../emulator/support/certificate";
import { type Circumstances, secret } from "./credentials-bench";
import {
  AUTH_URL,
  cloud,
  clouds,
  domain,
  HOME_FILE,
  passwordLogin,
  useOpenstackCredentials,
  variables,
} from "./openstack-credentials-bench";

const bench = useOpenstackCredentials();

describe("secure.yaml", () => {
  const whole = cloud("prod");
  const { password: _password, ...open } = whole.auth;
  const env = { OS_CLOUD: "prod" };

  it.each<[string, Circumstances]>([
    [
      "beside clouds.yaml adds the secret",
      {
        env,
        files: {
          [HOME_FILE]: clouds({ prod: { auth: open } }),
          ".config/openstack/secure.yaml": clouds({ prod: { auth: { password: secret("prod") } } }),
        },
      },
    ],
    [
      "is where OS_CLIENT_SECURE_FILE says, also with another one beside clouds.yaml",
      {
        env: { ...env, OS_CLIENT_SECURE_FILE: "~/keys.yaml" },
        files: {
          [HOME_FILE]: clouds({ prod: { auth: open } }),
          ".config/openstack/secure.yaml": clouds({ prod: { auth: { password: secret("else") } } }),
          "keys.yaml": clouds({ prod: { auth: { password: secret("prod") } } }),
        },
      },
    ],
    [
      "goes before clouds.yaml",
      {
        env,
        files: {
          [HOME_FILE]: clouds({ prod: { auth: { ...open, password: secret("old") } } }),
          ".config/openstack/secure.yaml": clouds({ prod: { auth: { password: secret("prod") } } }),
        },
      },
    ],
    [
      "of other clouds changes nothing",
      {
        env,
        files: {
          [HOME_FILE]: clouds({ prod: whole }),
          ".config/openstack/secure.yaml": clouds({ test: { auth: { password: secret("test") } } }),
        },
      },
    ],
  ])("%s", async (_what, circumstances) => {
    expect((await bench.found(circumstances)).login.auth).toEqual(passwordLogin("prod"));
  });
});

describe("clouds.yaml is read as OpenStack's clients read it", () => {
  const read = async (text: string) =>
    (await bench.found({ env: { OS_CLOUD: "prod" }, files: { [HOME_FILE]: text } })).login;

  it("with every digit of bare numbers, which a number would lose", async () => {
    const { auth } = await read(
      `clouds:\n  prod:\n    auth: {auth_url: "${AUTH_URL}", username: 007, password: hidden-1, project_id: 90071992547409929007199254740993}\n`,
    );
    expect(auth).toEqual({
      identity: { methods: ["password"], password: { user: { name: "007", domain, password: "hidden-1" } } },
      scope: { project: { id: "90071992547409929007199254740993" } },
    });
  });

  it("with merge keys, and an empty value that counts as absent", async () => {
    const { auth } = await read(
      `base: &base {auth_url: "${AUTH_URL}", username: prod, password: ${secret("prod")}, project_id: }\n` +
        "clouds:\n  prod:\n    auth:\n      <<: *base\n      project_name: shop\n",
    );
    expect(auth).toEqual(passwordLogin("prod"));
  });

  it("and a tag that is not understood is not quoted in a warning", async () => {
    const warn = jest.spyOn(process, "emitWarning").mockImplementation(() => undefined);
    await read(
      `clouds:\n  prod:\n    auth: {auth_url: "${AUTH_URL}", username: prod, password: !vault ${secret("prod")}, project_name: shop}\n`,
    );
    expect(warn).not.toHaveBeenCalled();
  });
});

describe("certificates of OpenStack", () => {
  const { cert, key } = selfSigned();

  it.each<[string, (home: string) => Circumstances]>([
    ["OS_CACERT", () => ({ env: { ...variables("vari"), OS_CACERT: "~/ca.pem" } })],
    [
      "cacert of clouds.yaml, in the home directory",
      () => ({
        env: { OS_CLOUD: "prod" },
        files: { [HOME_FILE]: clouds({ prod: cloud("prod", { cacert: "~/ca.pem" }) }) },
      }),
    ],
  ])("are those of %s", async (_which, circumstances) => {
    const given = circumstances(bench.home());
    const source = await bench.found({ ...given, files: { ...given.files, "ca.pem": cert } });
    expect(source.login.ca).toBe(cert);
  });

  it("decide whether the login trusts a server", async () => {
    const asked: string[] = [];
    const server = createServer({ cert, key }, (request, response) => {
      asked.push(request.url ?? "");
      request.resume();
      response.writeHead(503).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const env = { ...variables("vari"), OS_AUTH_URL: url };
    try {
      await expect((await bench.found({ env })).current()).rejects.toThrow("self-signed certificate");
      expect(asked).toEqual([]);
      const trusting = await bench.found({
        env: { ...env, OS_CACERT: "~/ca.pem" },
        files: { "ca.pem": cert },
      });
      await expect(trusting.current()).rejects.toThrow();
      expect(asked).toEqual(["/v3/auth/tokens"]);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
