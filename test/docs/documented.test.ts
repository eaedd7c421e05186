/** The commands of README and docs, run as they stand there: see test/unit/docs/commands.ts. */
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { commands, type Place, ranByTheEngineSuite, toRun } from "./commands";
import { blocksOf, repository, textOf } from "./pages";
import { freePort, keys, seedFor, useSession } from "./session";

const sessions = useSession();
const documented = "http://127.0.0.1:7070";
const golden = { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-6pb6lrmy" } as const;
const [alice, bob] = ["100000000001", "100000000002"];
const environment = {
  TENCENTCLOUD_SECRET_ID: keys.id,
  TENCENTCLOUD_SECRET_KEY: keys.secret,
  ALIBABA_CLOUD_ACCESS_KEY_ID: keys.id,
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: keys.secret,
};
const keysInConfiguration = { "image-share:tencentcloud": { secretId: keys.id, secretKey: keys.secret } };

/** The first program of a page. */
function programOf(page: string): string {
  const program = blocksOf(page).find(({ info }) => info === "ts")?.text;
  if (program === undefined) throw new Error(`${page} has no program`);
  return program;
}

/** What a reader would type in place of "…", and where Pulumi asks. */
function filledIn(script: string): string {
  return script
    .replace(/(ABCD|AKIA|AKID|AKAP|LTAI|AKLT|08d22aa7)…/g, keys.id)
    .replace(/ …/g, ` ${keys.secret}`)
    .replace(/^(.* --secret \S+)$/gm, `$1 <<< ${keys.secret}`)
    .replaceAll(documented, sessions.session.emulator.url);
}

/** Configures by the script, and looks at what a program would do then. */
async function previewed(script: string, page: string): Promise<string> {
  const { session } = sessions;
  session.config();
  session.program(programOf(page));
  seedFor(session, programOf(page));
  const before = /^pulumi preview/m.test(script) ? "" : "\npulumi preview";
  return await session.sh(filledIn(script) + before);
}

/** Shares an image in the cloud, and lists in the stack's configuration who has access. */
function estate(): void {
  const { session } = sessions;
  session.emulator.putImage({ ...golden, accounts: [alice ?? "", bob ?? ""] });
  session.config({
    ...keysInConfiguration,
    "image-share:shares": [{ ...golden, accounts: [alice, bob], exclusive: true }],
  });
  session.program(readFileSync(join(repository, "examples/quickstart/index.ts"), "utf8"));
}

/** A command of the package, where the page leaves out how a project runs it. */
const inProject = (script: string) =>
  script.replace(/^pulumi-image-share/gm, "npx --no -- pulumi-image-share");

const drift = () => sessions.session.emulator.unshare(golden, [bob ?? ""]);
const gains = `will gain access: ${alice}, ${bob}`;

const scenes: Readonly<Record<Place, (scripts: readonly string[]) => Promise<void>>> = {
  "README.md > With a real account": async ([script = ""]) => {
    expect(await previewed(script, "README.md")).toContain(gains);
  },
  "docs/services/alicloud-credentials.md > Alibaba Cloud credentials": async ([script = ""]) => {
    expect(await previewed(script, "docs/services/alicloud-ecs.md")).toContain(
      "will gain access: 1234567890123456",
    );
  },
  "docs/services/aws-credentials.md > AWS credentials": async ([script = ""]) => {
    expect(await previewed(script, "docs/services/aws-ec2.md")).toContain("will gain access: 012345678901");
  },
  "docs/services/tencentcloud-credentials.md > Tencent Cloud credentials": async ([script = ""]) => {
    expect(await previewed(script, "README.md")).toContain(gains);
  },
  "docs/services/volcengine-credentials.md > Volcengine credentials": async ([script = ""]) => {
    expect(await previewed(script, "docs/services/volcengine-ecs.md")).toContain(
      "will gain access: 2100051234",
    );
  },
  "docs/services/outscale-credentials.md > OUTSCALE credentials": async ([script = ""]) => {
    expect(await previewed(script, "docs/services/outscale.md")).toContain("will gain access: 012345678901");
  },
  "docs/services/byteplus-credentials.md > BytePlus credentials": async ([script = ""]) => {
    expect(await previewed(script, "docs/services/byteplus-ecs.md")).toContain(
      "will gain access: 2100051234",
    );
  },
  "docs/services/openstack-credentials.md > OpenStack credentials": async ([script = ""]) => {
    expect(await previewed(script, "docs/services/openstack-glance.md")).toContain(
      "will gain access: 93f048e385f744ff9c84236b677ce396",
    );
  },
  "docs/reference/emulator.md > Pointing a stack at it": async ([script = ""]) => {
    expect(await previewed(script, "README.md")).toContain(gains);
  },
  "docs/guide/quickstart.md > 3. The key, into stack configuration": async ([
    tencent = "",
    ali = "",
    volc = "",
  ]) => {
    expect(await previewed(tencent, "docs/guide/quickstart.md")).toContain(gains);
    expect(await previewed(ali, "docs/services/alicloud-ens.md")).toContain(
      "will gain access: 1234567890123456",
    );
    expect(await previewed(volc, "docs/services/volcengine-ecs.md")).toContain(
      "will gain access: 2100051234",
    );
  },
  "docs/guide/several-accounts.md > Profiles": async ([script = ""]) => {
    const output = await previewed(script, "docs/guide/several-accounts.md");
    expect(output).toContain(`(ap-guangzhou): ${gains}`);
    expect(output).toContain(`(ap-singapore): ${gains}`);
  },
  "docs/guide/several-accounts.md > Names of accounts": async ([script = ""]) => {
    const { session } = sessions;
    const profile = { tencentcloud: { secretId: keys.id, secretKey: keys.secret } };
    session.program(programOf("README.md"));
    seedFor(session, programOf("README.md"));
    session.config({ ...keysInConfiguration, "image-share:profiles": { profile } });
    expect(await session.sh(`${script}\npulumi preview`)).toContain(`${gains} (initech)`);
  },

  "README.md > Without Pulumi: the command line": async ([script = ""]) => {
    const { session } = sessions;
    session.emulator.putImage({ ...golden, accounts: [alice ?? "", bob ?? ""] });
    await session.sh(script, environment);
    const actions = session.emulator.calls().map(({ action }) => action);
    expect(actions).toContain("DescribeImageSharePermission");
    expect(actions.filter((action) => action.startsWith("Modify"))).toEqual([]);
  },
  "docs/guide/adopting.md > Way 1: let the clouds write the list": async ([script = ""]) => {
    const { session } = sessions;
    session.emulator.putImage({ ...golden, accounts: [alice ?? "", bob ?? ""] });
    await session.sh(script, environment);
    session.program(readFileSync(join(session.folder, "index.ts"), "utf8"));
    const output = await session.sh("pulumi preview", environment);
    expect(output).toContain("has access already (listed, managed from now on)");
    expect(output).not.toContain("will ");
  },
  "docs/reference/command-line.md > review": async ([script = ""]) => {
    const { session } = sessions;
    estate();
    expect(await session.sh(inProject(script))).toContain("Go: nobody loses access\n");
    session.emulator.share(golden, ["100000000099"]);
    await expect(session.sh(inProject(script))).rejects.toThrow(
      /ended with 2:.*will lose access \(has it now, not listed\): 100000000099\n.*Stop: 1 account/s,
    );
  },
  "docs/reference/command-line.md > Files": async ([script = ""]) => {
    estate();
    await sessions.session.sh(script);
    drift();
    await expect(sessions.session.sh(script)).rejects.toThrow("ended with 2");
  },
  "docs/reference/command-line.md > In a pipeline": async ([script = ""]) => {
    estate();
    // Without -e, as cron runs it.
    expect(await sessions.session.sh(`set +e\n${script}`)).toBe("");
    drift();
    await expect(sessions.session.sh(`set +e\n${script}`)).rejects.toThrow("shared images differ");
  },

  "docs/guide/quickstart.md > 5. The first preview: who would lose access?": async ([script = ""]) => {
    const { session } = sessions;
    session.config(keysInConfiguration);
    session.program(programOf("docs/guide/quickstart.md"));
    session.emulator.putImage({ ...golden, accounts: [alice ?? "", "100000000009"] });
    const output = await session.sh(script);
    const shown = blocksOf("docs/guide/quickstart.md").find(({ info }) => info === "text")?.text ?? "";
    const lines = shown.split("\n").filter((text) => text.includes(golden.imageId));
    expect(lines).not.toEqual([]);
    for (const line of lines) expect(output).toContain(line.trim());
  },
  "docs/guide/quickstart.md > 6. Up, and what to check": async ([up = "", show = ""]) => {
    const { session } = sessions;
    session.config(keysInConfiguration);
    session.program(programOf("docs/guide/quickstart.md"));
    session.emulator.putImage(golden);
    const output = await session.sh(up);
    expect(output).toContain("2 unchanged");
    expect(output).toContain("foreignAccounts");
    const shown = await session.sh(show, environment);
    expect(shown).toContain(bob);
    await session.sh("pulumi destroy --skip-preview");
  },

  "docs/guide/guards.md > Bounds on removals": async ([bound = "", override = ""]) => {
    const { session } = sessions;
    estate();
    await session.sh(`${bound}\npulumi up --skip-preview`);
    const many = Array.from({ length: 30 }, (_, index) => String(200_000_000_000 + index));
    session.emulator.share(golden, many);
    await expect(session.sh("pulumi up --skip-preview")).rejects.toThrow(
      /refused: it would revoke 30 of 32 accounts/,
    );
    await session.sh(override);
    expect(session.emulator.accounts(golden)).toEqual([alice, bob]);
    await session.sh("pulumi destroy --skip-preview");
  },

  "docs/guide/guards.md > Before an image is deleted": async ([script = ""]) => {
    const { session } = sessions;
    session.emulator.putImage({ ...golden, accounts: [alice ?? "", bob ?? ""] });
    const list = blocksOf("docs/guide/guards.md").find(({ text }) => text.includes("allowEmpty: true\n"));
    session.write("nobody.yaml", list?.text ?? "");
    const output = await session.sh(script.replace("nobody.yaml", "nobody.yaml --yes"), environment);
    expect(output).toContain(`will lose access (has it now, not listed): ${alice}, ${bob}`);
    expect(session.emulator.accounts(golden)).toEqual([]);
  },

  "README.md > Without an account: the emulator": async ([script = ""]) => {
    const address = `http://127.0.0.1:${await freePort()}`;
    const emulator = await sessions.session.background(script.replace("7070", address.slice(17)), address);
    emulator.kill();
    expect((await emulator.finished).output).toContain(address);
  },
  "README.md > By hand, from beginning to end": async ([script = ""]) => {
    const { session } = sessions;
    const folder = join(session.folder, "empty");
    mkdirSync(folder);
    // As npm install leaves it.
    session.write(join(folder, "package.json"), "{}");
    symlinkSync(join(session.folder, "node_modules"), join(folder, "node_modules"));
    const address = `http://127.0.0.1:${await freePort()}`;
    const inProse = /in one terminal:\s`(.*)`/.exec(textOf("README.md"));
    const terminal = inProse?.[1]?.replace("7070", address.slice(17)) ?? "";
    const emulator = await session.background(terminal, address, folder);
    const output = await session.sh(script.replaceAll(documented, address), {}, folder);
    expect(output).toContain(`will gain access: ${alice}`);
    emulator.kill();
    expect((await emulator.finished).output).toMatch(
      /ModifyImageSharePermission.*ModifyImageSharePermission/s,
    );
  },
  "docs/reference/emulator.md > By curl, from any language": async ([script = ""]) => {
    const { session } = sessions;
    const separator = "-- next --";
    const strict = script
      .replaceAll(documented, session.emulator.url)
      .replaceAll(/^curl/gm, `echo '${separator}'; curl --silent --show-error --fail-with-body`);
    const answers = (await session.sh(strict)).split(separator).slice(1);
    expect(answers).toHaveLength(script.split("\n").filter((line) => line.startsWith("curl")).length);
    for (const answer of answers) expect(JSON.parse(answer)).not.toHaveProperty("error");
  },
  "docs/guide/testing-with-the-emulator.md > With the CLI": async ([emulate = "", use = ""]) => {
    const { session } = sessions;
    const address = `http://127.0.0.1:${await freePort()}`;
    session.program(programOf("README.md"));
    const emulator = await session.background(emulate.replace("7070", address.slice(17)), address);
    const output = await session.sh(use.replaceAll("http://127.0.0.1:7070", address));
    expect(output).toContain(gains);
    expect(output).toMatch(/"id": 1\b/); // the fault, injected
    emulator.kill();
    await session.sh("pulumi stack select prod");
  },
  "docs/guide/testing-with-the-emulator.md > In CI": async (scripts) => {
    const { session } = sessions;
    session.program(programOf("README.md"));
    const port = String(await freePort());
    // A runner ends what a job has left behind: here, whatever it has begun in the background.
    const script = `set -m; trap 'kill -- -$(jobs -p)' EXIT\n${scripts.join("\n").replaceAll("7070", port)}`;
    expect(await session.sh(script, environment)).toContain("2 unchanged");
    await session.sh("pulumi stack select prod");
  },
};

it.each(ranByTheEngineSuite)("%s", async (place) => {
  const scripts = commands.filter(({ under }) => under === place).map(({ script }) => toRun(script));
  await scenes[place](scripts.filter((script) => script.trim() !== ""));
});
