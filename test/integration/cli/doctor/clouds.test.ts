/** Keys, permissions, the clock, proxies and endpoints: each fault on a machine that has it, in every cloud. */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { permissionFor } from "../../../../src/cli/doctor/permissions";
import type { CloudName } from "../../../../src/core/services";
import { type Emulator, startEmulator } from "../../../../src/emulator";
import { clouds, everySubject, isIdentityCall, sections } from "../../../support/services";
import { cli, credential, wholeCli } from "../../../unit/cli/support";
import { ownerOf } from "../../../unit/provider/two-keys";
import { doctor, problems, useMachine } from "./support";

const machine = useMachine();
let emulator: Emulator;
let now = Date.now;

beforeAll(async () => {
  emulator = await startEmulator({
    credentials: [credential],
    rateLimits: false,
    clock: { now: () => now() },
  });
});
afterAll(() => emulator.close());
beforeEach(() => {
  for (const { target } of everySubject) emulator.putImage(target);
});
afterEach(() => {
  now = Date.now;
  emulator.reset();
});

function stack(more: Readonly<Record<string, unknown>> = {}, key = credential): string {
  return machine.file("work/Pulumi.dev.yaml", {
    config: { "image-share:endpoint": emulator.url, ...sections(key), ...more },
  });
}

/** The vendors' codes for keys that lack a permission. */
const denied: Readonly<Record<CloudName, string>> = {
  alicloud: "Forbidden.RAM",
  aws: "UnauthorizedOperation",
  byteplus: "AccessDenied",
  openstack: "Forbidden",
  outscale: "4",
  tencentcloud: "UnauthorizedOperation",
  volcengine: "AccessDenied",
};
/** OpenStack's policy has no code of its own. */
const deniedWords = "You are not authorized to complete this action.";

describe("nothing is wrong", () => {
  it("with keys for every cloud: each account is named, each service is read, with three calls and one caller", async () => {
    const found = await doctor("--config", stack());
    expect(problems(found)).toEqual([]);
    expect([found.code, found.healthy, found.stderr]).toEqual([0, true, ""]);
    const texts = found.findings.map(({ text }) => text);
    for (const [cloud, account] of Object.entries(ownerOf)) {
      expect(texts).toContain(`${cloud}: the keys act for account ${account}`);
      expect(texts).toContain(`${cloud}: calls go to ${emulator.url} (image-share:endpoint), the emulator`);
      expect(texts).toContain(`${cloud}: image-share:${cloud}, key ID …Line`);
      expect(texts).toContainEqual(
        expect.stringMatching(`^${cloud}: this machine's clock is within a second`),
      );
    }
    for (const { target, listing, requests } of everySubject) {
      expect(texts).toContainEqual(
        expect.stringMatching(`^${target.service}.*may list images \\(1 image .*and who has access to one$`),
      );
      const calls = emulator
        .calls({ service: target.service })
        .filter((call) => !isIdentityCall(call))
        .map(({ action }) => action);
      expect(calls).toEqual([listing.action, requests.describe.action]);
    }
    const callers = emulator.calls().filter(({ action }) => /^(GetCallerIdentity|CreateToken)$/.test(action));
    // OUTSCALE is asked by an action of its own, and once more whose images to list.
    expect(callers).toHaveLength(Object.keys(clouds).length - 1);
    expect(emulator.calls({ action: "ReadAccounts" })).toHaveLength(2);
  });

  it("asks only what the shares use, in their regions and with their profiles", async () => {
    const config = stack({
      "image-share:profiles": { partner: sectionsOf("tencentcloud") },
      ...Object.fromEntries(Object.keys(clouds).map((cloud) => [`image-share:${cloud}`, null])),
      "image-share:shares": [
        {
          service: "tencentcloud-cvm",
          region: "ap-singapore",
          imageId: "img-x",
          accounts: [],
          credentials: "partner",
        },
      ],
    });
    const found = await doctor("--config", config);
    expect(found.code).toBe(0);
    expect(emulator.calls()).toEqual([
      expect.objectContaining({ region: "ap-singapore", action: "GetCallerIdentity" }),
      expect.objectContaining({
        service: "tencentcloud-cvm",
        region: "ap-singapore",
        action: "DescribeImages",
      }),
    ]);
    expect(found.findings.map(({ text }) => text)).toContain(
      'tencentcloud, profile "partner": image-share:profiles.partner.tencentcloud, key ID …Line',
    );
  });

  it("takes the region of OpenStack's catalogue, where nobody names one", async () => {
    const { openstack } = clouds;
    emulator.reset();
    const glance = everySubject.find(({ target }) => target.service === "openstack-glance")?.target;
    if (glance === undefined) throw new Error("openstack-glance is not in the table");
    emulator.putImage({ ...glance, region: "AHEAD-1" });
    const config = stack({ "image-share:openstack": openstack.section(credential) });
    const found = await doctor("--config", config, "--service", "openstack-glance");
    expect(found.code).toBe(0);
    expect(found.findings.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/^openstack-glance in AHEAD-1: the keys may list images/),
    );
  });

  it("takes keys from variables, and only the clouds that they are of", async () => {
    Object.assign(process.env, clouds.volcengine.environment(credential));
    const found = await doctor("--endpoint", emulator.url);
    expect(found.code).toBe(0);
    expect(new Set(emulator.calls().map(({ cloud }) => cloud))).toEqual(new Set(["volcengine"]));
    expect(found.findings.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/^volcengine: environment \(VOLCENGINE_ACCESS_KEY\), key ID …Line$/),
    );
  });
});

function sectionsOf(cloud: CloudName): Record<string, unknown> {
  return { [cloud]: clouds[cloud].section(credential) };
}

describe("keys", () => {
  it.each(everySubject)("that are wrong, of $target.service", async ({ cloud, target }) => {
    const wrong = { id: credential.id, secret: "another-secret-of-nobody" };
    const found = await doctor("--config", stack({}, wrong), "--service", target.service);
    expect(found.code).toBe(1);
    const [account, ...others] = problems(found);
    expect(others).toEqual([]);
    expect(account).toMatchObject({ part: "account", topic: "auth" });
    expect(account?.text).toContain(`Keys: image-share:${cloud}, key ID …Line`);
    expect(account?.advice).toContain(`docs/services/${cloud}-credentials.md`);
    expect(found.stdout).not.toContain(wrong.secret);
  });

  it("that are nowhere", async () => {
    const found = await doctor();
    expect(found.code).toBe(1);
    expect(problems(found)).toEqual([
      expect.objectContaining({
        part: "keys",
        topic: "credentials",
        text: expect.stringContaining("no keys"),
      }),
    ]);
  });

  it("of which a half is missing", async () => {
    process.env.TENCENTCLOUD_SECRET_ID = "AKIDhalfofthekeys0";
    const found = await doctor();
    expect(problems(found)).toEqual([
      expect.objectContaining({
        part: "keys",
        text: expect.stringContaining("TENCENTCLOUD_SECRET_KEY is missing"),
      }),
    ]);
  });

  it("that are encrypted in the file, or in no profile of it", async () => {
    const encrypted = { partner: { aws: { accessKeyId: "AKIA", secretAccessKey: { secure: "v1:x" } } } };
    const config = stack({ "image-share:profiles": encrypted });
    for (const profile of ["partner", "nobody"]) {
      const found = await doctor("--config", config, "--service", "aws-ec2", "--profile", profile);
      expect(problems(found, profile === "partner" ? "keys" : undefined)[0]?.text).toContain(
        profile === "partner" ? "only Pulumi can read" : 'the profile "nobody"',
      );
    }
  });
});

describe("a permission that is missing", () => {
  const cases = everySubject.flatMap(({ cloud, target: { service }, listing, requests }) =>
    [...new Set([listing.action, requests.describe.action])].map((action) => ({ cloud, service, action })),
  );

  it.each(cases)("$service: $action", async ({ cloud, service, action }) => {
    emulator.injectFault({
      kind: "error",
      code: denied[cloud],
      message: deniedWords,
      status: 403,
      service,
      action,
      times: "always",
    });
    const found = await doctor("--config", stack(), "--service", service);
    expect(found.code).toBe(1);
    const [permission, ...others] = problems(found);
    expect(others).toEqual([]);
    const name = permissionFor(service, action);
    expect(permission).toMatchObject({ part: "permission", topic: "auth" });
    expect(permission?.text).toContain(denied[cloud]);
    expect(permission?.advice).toContain(name);
    const page = readFileSync(join(__dirname, `../../../../docs/services/${service}.md`), "utf8");
    expect(page).toContain(name);
    expect(page).toContain("## Permissions that the credentials need");
  });

  it("is no problem of a service that is perhaps not in use", async () => {
    emulator.injectFault({
      kind: "error",
      code: "Forbidden.RAM",
      status: 403,
      service: "alicloud-ens",
      times: "always",
    });
    const found = await doctor("--config", stack());
    expect(found.code).toBe(0);
    expect(found.findings).toContainEqual(
      expect.objectContaining({
        status: "note",
        text: expect.stringContaining("only where alicloud-ens is used"),
      }),
    );
  });

  it("is a problem where none of the cloud's services may be read", async () => {
    for (const service of ["alicloud-ens", "alicloud-ecs", "alicloud-swas"] as const)
      emulator.injectFault({ kind: "error", code: "Forbidden.RAM", status: 403, service, times: "always" });
    const found = await doctor("--config", stack());
    expect(found.code).toBe(1);
    expect(problems(found, "permission")).toHaveLength(3);
  });

  it("of the caller's own name is worth knowing, and no problem", async () => {
    emulator.injectFault({
      kind: "error",
      code: "UnauthorizedOperation",
      action: "GetCallerIdentity",
      times: "always",
    });
    const found = await doctor("--config", stack(), "--service", "tencentcloud-cvm");
    expect([found.code, problems(found)]).toEqual([0, []]);
    expect(found.findings).toContainEqual(
      expect.objectContaining({
        part: "account",
        status: "note",
        text: expect.stringContaining("It works without"),
      }),
    );
  });
});

describe("the clock", () => {
  it.each(everySubject)("is 90 seconds off, seen by $target.service", async ({ target }) => {
    for (const [offset, words] of [
      [90_000, "90 s behind"],
      [-90_000, "90 s ahead of"],
    ] as const) {
      now = () => Date.now() + offset;
      const found = await doctor("--config", stack(), "--service", target.service);
      expect(found.code).toBe(1);
      const [clock, ...others] = problems(found);
      expect(others).toEqual([]);
      // The header has whole seconds.
      expect(clock?.text).toMatch(new RegExp(words.replace("90", "(89|90|91)")));
      expect(clock?.advice).toContain("NTP");
    }
  });

  it("is so far off that the vendor refuses the signature: the clock is named beside the refusal", async () => {
    now = () => Date.now() + 3_600_000;
    const found = await doctor("--config", stack(), "--service", "tencentcloud-cvm");
    expect(problems(found).map(({ part }) => part)).toEqual(["account", "clock"]);
    expect(problems(found, "clock")[0]?.text).toMatch(/(3599|3600|3601) s behind/);
  });
});

describe("a proxy", () => {
  const secret = "pass:word/of@the proxy";
  const keys = () => Object.assign(process.env, clouds.tencentcloud.environment(credential));

  it("that is closed, with a password that is nowhere printed", async () => {
    keys();
    process.env.HTTPS_PROXY = `http://somebody:${encodeURIComponent(secret)}@127.0.0.1:9`;
    const found = await doctor();
    expect(found.code).toBe(1);
    expect(found.findings.map(({ text }) => text)).toContain(
      "tencentcloud: calls go to the vendor, through the proxy 127.0.0.1:9 (HTTPS_PROXY)",
    );
    expect(problems(found)).toEqual([
      expect.objectContaining({ part: "account", text: expect.stringContaining("cannot be reached") }),
    ]);
    expect(found.stdout).not.toContain(secret);
    expect(found.stdout).not.toContain(encodeURIComponent(secret));
  });

  it.each(["socks5://127.0.0.1:1", "http://"])("that cannot be used: %s", async (address) => {
    keys();
    process.env.HTTPS_PROXY = address;
    const found = await doctor();
    expect(problems(found)).toEqual([expect.objectContaining({ part: "endpoint", topic: "proxy" })]);
  });

  it("that is not for an endpoint", async () => {
    process.env.HTTPS_PROXY = "http://127.0.0.1:9";
    expect((await doctor("--config", stack())).code).toBe(0);
  });
});

describe("an endpoint", () => {
  it("where nothing answers: said once for each cloud, and nothing else is called", async () => {
    const found = await doctor("--config", stack({ "image-share:endpoint": "http://127.0.0.1:9" }));
    expect(found.code).toBe(1);
    expect(problems(found).map(({ part }) => part)).toEqual(Object.keys(clouds).map(() => "endpoint"));
    expect(problems(found)[0]?.text).toContain(
      "calls go to http://127.0.0.1:9 (image-share:endpoint), and nothing answers: connect ECONNREFUSED",
    );
  });

  it("that is not a cloud", async () => {
    const server = createServer((_, answer) => answer.writeHead(404).end("<h1>Not here</h1>")).listen(
      0,
      "127.0.0.1",
    );
    await new Promise((resolve) => server.once("listening", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const config = stack({ "image-share:endpoint": url });
      const found = await doctor("--config", config, "--service", "tencentcloud-cvm");
      expect(found.code).toBe(1);
      expect(found.findings.map(({ text }) => text)).toContain(
        `tencentcloud: calls go to ${url} (image-share:endpoint), which is not the emulator`,
      );
      expect(problems(found)[0]?.text).toContain("HTTP 404 with a body that is not the vendor's JSON");
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });

  it("that is no address", async () => {
    const found = await doctor("--config", stack({ "image-share:endpoint": "127.0.0.1:9" }));
    expect(problems(found)).toEqual([expect.objectContaining({ part: "configuration" })]);
    expect(emulator.calls()).toEqual([]);
  });
});

describe("the output", () => {
  it.each([
    ["a file that is not there", () => "nowhere.yaml", "share-file"],
    ["a misspelled key", () => stack({ "image-share:tencentclod": {} }), "configuration"],
  ])("says of %s what it is, and asks no cloud", async (_, config, topic) => {
    const found = await doctor("--config", config());
    expect(found.code).toBe(1);
    expect(problems(found)).toEqual([expect.objectContaining({ part: "configuration", topic })]);
    expect(emulator.calls()).toEqual([]);
  });

  it("has no secret, whatever the vendor quotes and wherever the secret stands", async () => {
    const secrets = {
      section: credential.secret,
      variable: "a-secret-in-a-variable",
      token: "a-token-of-a-session-1234567890",
      proxy: "the-password-of-the-proxy",
      name: "The Customer That Nobody May Know",
    };
    Object.assign(process.env, {
      HTTPS_PROXY: `http://user:${secrets.proxy}@127.0.0.1:9`,
      SOME_API_KEY: secrets.variable,
      AWS_SESSION_TOKEN: secrets.token,
      PULUMI_ACCESS_TOKEN: "pul-0123456789abcdef0123456789abcdef",
    });
    const quoted = `${Object.values(secrets).slice(0, 4).join(" ")} pul-0123456789abcdef0123456789abcdef \u001b[2J`;
    for (const action of ["GetCallerIdentity", "DescribeImages"])
      emulator.injectFault({
        kind: "error",
        code: "InternalError",
        message: quoted,
        action,
        times: "always",
      });
    const config = stack({ "image-share:accountNames": { [ownerOf.tencentcloud]: secrets.name } });
    for (const flags of [[], ["--json"], ["-q"]]) {
      const run = await wholeCli(["doctor", "--config", config, ...flags]);
      expect(run.code).toBe(1);
      expect(run.stdout).toContain("InternalError");
      for (const secret of [...Object.values(secrets), "pul-0123456789abcdef", credential.id])
        expect(run.stdout + run.stderr).not.toContain(secret);
      expect(run.stdout).not.toContain("\u001b");
    }
  });

  it("is lines with what to do below each problem, and with -q the problems alone", async () => {
    now = () => Date.now() + 90_000;
    const args = ["doctor", "--config", stack(), "--service", "alicloud-ens"];
    const whole = await cli(args);
    const lines = whole.stdout.trimEnd().split("\n");
    for (const line of lines.slice(0, -1))
      expect(line).toMatch(/^(ok {6}|note {4}|problem ) \w+: |^ {9}do: /);
    expect(lines.at(-1)).toBe("1 problem");
    const quiet = await wholeCli([...args, "-q"]);
    expect(quiet.stdout.trimEnd().split("\n")).toEqual([
      expect.stringMatching(/^problem {2}clock: /),
      expect.stringMatching(/^ {9}do: .*image-share explain auth/),
    ]);
    expect([quiet.code, quiet.stderr]).toEqual([1, ""]);
  });

  it("keeps each line whole on a terminal, since it is copied from there", async () => {
    const args = ["doctor", "--config", stack(), "--service", "alicloud-ens"];
    const piped = await cli(args);
    const shown = await cli(args, { typed: "", columns: 60 });
    expect(shown.stdout).toBe(piped.stdout);
  });

  it("is silent with -q where nothing is wrong, and goes to a file with --output", async () => {
    const config = stack();
    expect(await wholeCli(["doctor", "-q", "--config", config])).toEqual({ code: 0, stdout: "", stderr: "" });
    const file = machine.path("doctor.txt");
    const run = await cli(["doctor", "--config", config, "--output", file]);
    expect(run).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(readFileSync(file, "utf8")).toMatch(/Nothing is wrong\.\n$/);
  });

  it("ends with 130 after Ctrl-C, and with 64 for a region of no service", async () => {
    const interruption = new AbortController();
    emulator.injectFault({ kind: "hang", when: "before", service: "tencentcloud-cvm", times: "always" });
    const config = stack();
    const ended = cli(["doctor", "--config", config, "--service", "tencentcloud-cvm"], {
      interrupted: interruption.signal,
    });
    while (emulator.calls({ service: "tencentcloud-cvm" }).length === 0)
      await new Promise((resolve) => setTimeout(resolve, 10));
    interruption.abort();
    expect((await ended).code).toBe(130);
    expect((await cli(["doctor", "--region", "aws-ec2=eu-central-1"])).code).toBe(64);
  });
});
