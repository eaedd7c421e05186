/** The scripts of docs/guide/pipelines.md, run as they stand there: what they let through, and everything that they stop at. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  alice,
  bob,
  checkWithoutPulumi,
  environment,
  gate,
  githubSteps,
  gitlabScript,
  golden,
  programOf,
  share,
  stranger,
} from "./pipelines";
import { useSession } from "./session";

const sessions = useSession();
const second = { ...golden, imageId: "img-second00" };
const third = { ...golden, imageId: "img-third000" };
const ecs = { service: "alicloud-swas", region: "cn-hangzhou", imageId: "m-swasemulator" } as const;

const everything = {
  golden: share("golden", golden, [alice, bob], "exclusive: false"),
  secret: `new ImageShare("secret", { ...${JSON.stringify(second)}, accounts: pulumi.secret(["${alice}"]) });`,
  kept: share("kept", third, [alice], "", "retainOnDelete: true"),
  ecs: `new ImageShare("ecs", { ...${JSON.stringify(ecs)}, shareToEcs: true });`,
};

const program = (lines: Parameters<typeof programOf>[0]) => sessions.session.program(programOf(lines));

/** As GitHub runs a step: bash ends at the first failure, and takes a pipe's word from its last command. */
const asStep = (script: string) => sessions.session.sh(`set +o pipefail\n${script}`, environment);

async function expectStop(...lines: readonly string[]): Promise<void> {
  const failure = await asStep(gate).then(
    () => "it went on",
    (error: Error) => error.message,
  );
  expect(failure).toContain("ended with 2:");
  for (const line of lines) expect(failure).toContain(line);
}

it("are found on the page", () => {
  const jobs = ["preview", "plan", "deploy", "drift"] as const;
  expect(jobs.map((job) => githubSteps(job).length)).toEqual([2, 2, 1, 1]);
  const scripts = [gate, checkWithoutPulumi, ...jobs.flatMap(githubSteps), ...jobs.map(gitlabScript)];
  expect(scripts.every((script) => script.trim() !== "")).toBe(true);
  expect(scripts.join("\n")).not.toMatch(/\bjq\b|npx (?!--no -- )/);
});

describe("the gate", () => {
  beforeAll(async () => {
    const { session } = sessions;
    session.config();
    for (const target of [golden, second, third, ecs]) session.emulator.putImage(target);
    program(everything);
    await session.sh("pulumi up --yes --skip-preview", environment);
  });

  // The session forgets the images after each test.
  beforeEach(() => {
    const { emulator } = sessions.session;
    emulator.putImage({ ...golden, accounts: [alice, bob] });
    emulator.putImage({ ...second, accounts: [alice] });
    emulator.putImage({ ...third, accounts: [alice] });
    emulator.putImage({ ...ecs, shareToEcs: true });
    program(everything);
  });

  afterAll(() => sessions.session.sh("pulumi destroy --skip-preview", environment));

  it("lets through what changes nobody's access, and who only gains it", async () => {
    expect(await asStep(gate)).toContain("Go: nobody loses access\n");
    program({ ...everything, golden: share("golden", golden, [alice, bob, stranger], "exclusive: false") });
    expect(await asStep(gate)).toContain("Go: nobody loses access; 1 account will gain access to 1 image\n");
  });

  it("lets through a replacement whose old share is kept, and says that it is not revoked", async () => {
    sessions.session.emulator.putImage({ ...golden, imageId: "img-fourth00" });
    const fourth = share("kept", { ...golden, imageId: "img-fourth00" }, [alice], "", "retainOnDelete: true");
    program({ ...everything, kept: fourth });
    const output = await asStep(gate);
    expect(output).toContain(`img-third000 (ap-guangzhou): not revoked by this share (retainOnDelete: `);
    expect(output).toContain("Go: nobody loses access; 1 account will gain access to 1 image\n");
  });

  it("stops with 2 at shares that are removed, also of secret accounts and of the owner's own ECS", async () => {
    program({ kept: everything.kept });
    await expectStop(
      `img-6pb6lrmy (ap-guangzhou): will lose access (the resource is deleted): ${alice}, ${bob}\n`,
      "img-second00 (ap-guangzhou): will lose access (the resource is deleted), and who it is is not known: accounts are secret",
      "m-swasemulator (cn-hangzhou): will lose access (the resource is deleted): your own ECS (shareToEcs)\n",
    );
  });

  it("stops with 2 at a resource that is marked for replacement", async () => {
    const { session } = sessions;
    const urn = "urn:pulumi:prod::images::pulumi-nodejs:dynamic/image-share:ImageShare::golden";
    program({ ...everything, golden: share("golden", golden, [alice], "exclusive: false") });
    await session.sh(`pulumi state taint '${urn}' --yes`);
    await expectStop(`img-6pb6lrmy (ap-guangzhou): will lose access (no longer listed): ${bob}\n`);
    await session.sh(`pulumi state untaint '${urn}' --yes`);
  });

  it.each([
    ["a guard", share("golden", golden, [alice], "maxRemovals: 0, exclusive: true"), "up will refuse this"],
    [
      "an account that is not known yet",
      `new ImageShare("golden", { ...${JSON.stringify(golden)}, accounts: [new Later("1").r], exclusive: false });`,
      "not known",
    ],
    [
      "an image that is gone",
      share("golden", { ...golden, imageId: "img-nowhere0" }, [alice]),
      "up will fail",
    ],
  ])("stops with 2 at %s", async (_, line, said) => {
    program({ ...everything, golden: line });
    await expectStop(said);
  });

  it("stops at a preview that fails, and one that is cut off", async () => {
    const { session } = sessions;
    const [, review = ""] = gate.split("\n");
    const lookup = `ImageShare.get("golden", "tencentcloud-cvm/ap-guangzhou/${second.imageId}");`;
    program({ ...everything, golden: lookup });
    await expect(asStep(gate)).rejects.toThrow(/ended with (?!0)/);
    await expect(asStep(review)).rejects.toThrow(
      /ended with 1:.*a lookup in its place would take access from/s,
    );
    session.program('throw new Error("boom")');
    await expect(asStep(gate)).rejects.toThrow(/ended with (?!0)/);
    // A step that runs all the same finds the reason in what the failed preview has printed.
    await expect(asStep(review)).rejects.toThrow(/ended with 1:.*boom/s);
    const file = join(session.folder, "preview.json");
    writeFileSync(file, readFileSync(file, "utf8").slice(0, -100));
    await expect(asStep(review)).rejects.toThrow(/ended with 1:.*is not the JSON of a preview/s);
    writeFileSync(file, "");
    await expect(asStep(review)).rejects.toThrow(/ended with 1:.*is empty/s);
  });
});

describe("the jobs", () => {
  /** The one share of the program has been shared with nobody else by hand. */
  beforeEach(() => {
    sessions.session.emulator.putImage({ ...golden, accounts: [alice] });
    program({ golden: share("golden", golden, [alice, bob], "exclusive: true") });
  });

  afterEach(() => sessions.session.sh("pulumi destroy --skip-preview", environment));

  it("of GitHub Actions show a pull request, deploy and look for drift", async () => {
    const { session } = sessions;
    const summary = session.write("summary.md", "");
    const written = () => readFileSync(summary, "utf8");
    const job = async (name: Parameters<typeof githubSteps>[0]) => {
      for (const script of githubSteps(name))
        await session.sh(`set +o pipefail\n${script}`, { ...environment, GITHUB_STEP_SUMMARY: summary });
    };
    await job("preview");
    expect(written()).toContain(
      "### Image access: Go: nobody loses access; 1 account will gain access to 1 image",
    );
    session.emulator.share(golden, [stranger]);
    await expect(job("preview")).rejects.toThrow("ended with 2");
    expect(written()).toContain(
      `! img-6pb6lrmy (ap-guangzhou): will lose access (has it now, not listed): ${stranger}`,
    );
    session.emulator.unshare(golden, [stranger]);
    await job("plan");
    await job("deploy");
    expect(session.emulator.accounts(golden)).toEqual([alice, bob]);
    session.config({ "image-share:shares": [{ ...golden, accounts: [alice, bob] }] });
    await job("drift");
    await session.sh(checkWithoutPulumi, environment);
    session.emulator.unshare(golden, [bob]);
    await expect(job("drift")).rejects.toThrow(/ended with 7:.*will gain access again/s);
    await expect(session.sh(checkWithoutPulumi, environment)).rejects.toThrow(
      /ended with 2:.*::error::drift/s,
    );
  });

  it("of GitLab CI do the same", async () => {
    const { session } = sessions;
    const job = (name: Parameters<typeof gitlabScript>[0]) => session.sh(gitlabScript(name), environment);
    session.emulator.share(golden, [stranger]);
    await expect(job("preview")).rejects.toThrow(/ended with 2:.*not listed\): 100000000099/s);
    session.emulator.unshare(golden, [stranger]);
    expect(await job("preview")).toContain("Go: nobody loses access");
    await job("plan");
    await job("deploy");
    session.config({ "image-share:shares": [{ ...golden, accounts: [alice, bob] }] });
    await job("drift");
    session.program('throw new Error("boom")');
    await expect(job("preview")).rejects.toThrow(/ended with 1:.*boom/s);
    await expect(job("plan")).rejects.toThrow(/ended with 1:.*boom/s);
  });

  it.each([
    ["GitHub Actions", () => githubSteps("deploy").join("\n")],
    ["GitLab CI", () => gitlabScript("deploy")],
  ])(
    "of %s hand the signal of a cancelled deployment to Pulumi, whose state is true then",
    async (_, script) => {
      const { session } = sessions;
      await session.sh(gitlabScript("plan"), environment);
      session.emulator.injectFault({
        kind: "hang",
        when: "after",
        ms: 60_000,
        action: "ModifyImageSharePermission",
      });
      // A runner's shell reads the script from a file. Of one command alone, it would make itself that command.
      session.write("step.sh", script());
      const job = await session.background(
        "bash -e step.sh",
        session.emulator.url,
        session.folder,
        environment,
      );
      while (!session.emulator.accounts(golden).includes(bob))
        await new Promise((next) => setTimeout(next, 50));
      job.interrupt();
      expect((await job.finished).code).not.toBe(0);
      session.emulator.clearFaults();
      expect(await session.sh("pulumi stack export")).toContain(bob);
    },
  );
});
