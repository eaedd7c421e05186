/**
 * The scripts of docs/guide/pipelines.md that hand an approval from one job to the other: with one that fits, one that is
 * stale, and none.
 */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import {
  alice,
  environment as basic,
  bob,
  githubSteps,
  gitlabScript,
  golden,
  programOf,
  share,
  stranger,
} from "./pipelines";
import { useSession } from "./session";

const sessions = useSession();
const carol = "100000000003";
const second = { ...golden, imageId: "img-second00" };
const environment = { ...basic, PULUMI_PARALLEL_DIFF: "true" };
const label = `${golden.imageId} (ap-guangzhou)`;

interface System {
  /** Reviews, and writes what may be done. @returns what the person reads who lets the deployment begin */
  plan(): Promise<string>;
  /** @param more variables of this run */
  deploy(more?: Readonly<Record<string, string>>): Promise<string>;
}

const github: System = {
  async plan() {
    const { session } = sessions;
    const summary = session.write("summary.md", "");
    for (const step of githubSteps("plan"))
      await session.sh(`set +o pipefail\n${step}`, { ...environment, GITHUB_STEP_SUMMARY: summary });
    return readFileSync(summary, "utf8");
  },
  deploy: (more) => sessions.session.sh(githubSteps("deploy").join("\n"), { ...environment, ...more }),
};

const gitlab: System = {
  plan: () => sessions.session.sh(gitlabScript("plan"), environment),
  deploy: (more) => sessions.session.sh(gitlabScript("deploy"), { ...environment, ...more }),
};

const systems: [string, System][] = [
  ["GitHub Actions", github],
  ["GitLab CI", gitlab],
];

const write = (goldenAccounts: readonly string[], secondAccounts: readonly string[]) =>
  sessions.session.program(
    programOf({
      golden: share("golden", golden, goldenAccounts, "exclusive: true"),
      second: share("second", second, secondAccounts, "exclusive: true"),
    }),
  );

const accounts = () => [golden, second].map((image) => sessions.session.emulator.accounts(image));
const writes = () => sessions.session.emulator.calls({ action: "ModifyImageSharePermission" });

/** Alice and bob have access to the one image, alice to the other. Now carol is to take bob's place, and to have both. */
beforeEach(async () => {
  const { session } = sessions;
  for (const image of [golden, second]) session.emulator.putImage(image);
  write([alice, bob], [alice]);
  await session.sh("pulumi up --yes --skip-preview", environment);
  write([alice, carol], [alice, carol]);
  session.emulator.clearCalls();
});

afterEach(async () => {
  const { session } = sessions;
  await session.sh("pulumi destroy --yes --skip-preview", environment);
  rmSync(join(session.folder, "approved.json"), { force: true });
});

describe.each(systems)("%s", (_, { plan, deploy }) => {
  it("deploys what was approved, losses as well, and once more where a part is done already", async () => {
    const { emulator } = sessions.session;
    expect(await plan()).toMatch(
      /Approved in approved\\?\.json: 1 account will lose access to 1 image; 2 accounts will gain access to 2 images/,
    );
    emulator.share(second, [carol]);
    await deploy();
    expect(accounts()).toEqual([
      [alice, carol],
      [alice, carol],
    ]);
    emulator.clearCalls();
    await deploy();
    expect(writes()).toEqual([]);
  });

  it("refuses an image that was shared since the plan, and carries the other out if told to go on", async () => {
    const { emulator } = sessions.session;
    await plan();
    emulator.share(golden, [stranger]);
    await expect(deploy({ PULUMI_CONTINUE_ON_ERROR: "true" })).rejects.toThrow(
      new RegExp(
        `${label}: refused: it would take access from ${stranger}, which .*approved.json does not show`
          .replaceAll("(", "\\(")
          .replaceAll(")", "\\)"),
      ),
    );
    expect(accounts()).toEqual([
      [alice, bob, stranger],
      [alice, carol],
    ]);
    expect(writes().map(({ parameters: { ImageId } }) => ImageId)).toEqual([second.imageId]);
    expect(await plan()).toContain(
      `${label}: will lose access (added outside of Pulumi, not listed): ${stranger}`,
    );
    await deploy();
    expect(accounts()[0]).toEqual([alice, carol]);
  });
});

describe("an approval", () => {
  const { plan, deploy } = gitlab;

  it("does not cover a list that has changed since the plan", async () => {
    await plan();
    write([carol], [alice, carol, stranger]);
    const error = await deploy({ PULUMI_CONTINUE_ON_ERROR: "true" }).then(
      () => "it went on",
      ({ message }: Error) => message,
    );
    expect(error).toContain(`${label}: refused: it would take access from ${alice}, which `);
    expect(error).toContain(
      `${second.imageId} (ap-guangzhou): refused: it would give access to ${stranger}, which `,
    );
    expect(writes()).toEqual([]);
  });

  it("is not written, and stops the plan, where something is not known or up would refuse", async () => {
    const { session } = sessions;
    session.program(
      programOf({
        golden: `new ImageShare("golden", { ...${JSON.stringify(golden)}, accounts: [new Later("1").r], exclusive: true });`,
        second: share("second", second, [], "exclusive: true, allowEmpty: true, maxRemovals: 0"),
      }),
    );
    await expect(plan()).rejects.toThrow(/ended with 2:.*approved\.json was not written/s);
    expect(existsSync(join(session.folder, "approved.json"))).toBe(false);
  });

  it("that did not arrive lets nothing happen, also in the shell sh", async () => {
    const { session } = sessions;
    session.write("job.sh", gitlabScript("deploy"));
    for (const shell of ["bash", "sh"]) {
      await expect(session.sh(`${shell} -e job.sh`, environment)).rejects.toThrow(
        /IMAGE_SHARE_APPROVED names the approval .*approved\.json, which cannot be read/,
      );
    }
    expect(writes()).toEqual([]);
  });

  it("binds a destroy by the variable, whatever the key names", async () => {
    const { session } = sessions;
    await plan();
    session.config({ "image-share:approved": join(session.folder, "nowhere.json") });
    const destroy = "pulumi destroy --yes --skip-preview --non-interactive";
    const held = { ...environment, IMAGE_SHARE_APPROVED: join(session.folder, "approved.json") };
    await expect(session.sh(destroy, held)).rejects.toThrow(
      /refused: it would take access from 100000000001/,
    );
    expect(accounts()[0]).toContain(alice);
    await session.sh(destroy, environment);
    expect(accounts()).toEqual([[], []]);
  });
});

it("without an approval, up does what the program asks for by then, and names who loses access", async () => {
  const { session } = sessions;
  await gitlab.plan();
  session.emulator.share(golden, [stranger]);
  const bare = gitlabScript("deploy").replace(/^exec env \S+ /, "exec ");
  expect(bare).toMatch(/^exec pulumi up /);
  expect(await session.sh(bare, environment)).toContain(
    `${label}: will lose access (added outside of Pulumi, not listed): ${stranger}`,
  );
  expect(accounts()[0]).toEqual([alice, carol]);
});
