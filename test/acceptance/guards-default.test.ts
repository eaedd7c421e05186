/** Nobody is revoked by a default, and no run takes more than it may: on one stack, through the real engine. */
import {
  alice,
  bob,
  carol,
  dave,
  image,
  manyAccounts,
  share,
  stranger,
  useWorld,
} from "../e2e/harness/world";

const world = useWorld();

const golden = image("golden");
const label = `${golden.imageId} (${golden.region})`;
const other = image("other");
const many = manyAccounts(12);
const variable = "IMAGE_SHARE_MAX_REMOVALS";

const live = (target = golden) => world.emulator.accounts(target).toSorted();

/** Runs with the variable set for this one command. */
async function allowing<T>(most: string, run: () => Promise<T>): Promise<T> {
  world.stack.setEnvironment({ [variable]: most });
  try {
    return await run();
  } finally {
    world.stack.setEnvironment({});
  }
}

describe("a share that does not say whether it is exclusive", () => {
  const silent = share("golden", golden, [alice]);

  it("is refused where others have access: said at preview, and nothing is written or recorded", async () => {
    const { emulator, stack } = world;
    emulator.putImage({ ...golden, accounts: [alice, stranger] });
    stack.setShares([silent]);
    const lines = [
      `${label}: up will refuse this: it would revoke ${stranger}, found on the image and not listed, and exclusive is ` +
        "not written: list them, write exclusive: true to revoke them, or exclusive: false to let them keep access. " +
        "See docs/errors.md#exclusive-not-written (image-share explain exclusive-not-written)",
      `${label}: would lose access (has it now, not listed): ${stranger}`,
    ];
    expect((await stack.preview()).said).toEqual(expect.arrayContaining(lines));
    const run = await stack.failing("up");
    expect(run.output).toContain(`error: ${label}: refused: it would revoke ${stranger}, found on the image`);
    expect(run.writes).toEqual([]);
    expect((await stack.state()).golden).toBeUndefined();
  });

  it("goes on once it says so, and is refused again when that is taken out", async () => {
    const { stack } = world;
    stack.setShares([share("golden", golden, [alice], { exclusive: false })]);
    await stack.up();
    expect(live()).toEqual([alice, stranger]);
    stack.setShares([silent]);
    const run = await stack.failing("up");
    expect(run.output).toContain("docs/errors.md#exclusive-not-written");
    expect(run.writes).toEqual([]);
    stack.setShares([share("golden", golden, [alice], { exclusive: true })]);
    await stack.up();
    expect(live()).toEqual([alice]);
  });

  it("shows no difference where it has been exclusive, and goes on revoking accounts that are added by hand", async () => {
    const { emulator, stack } = world;
    stack.setShares([silent]);
    expect((await stack.preview("--expect-no-changes")).resources).toEqual(["2 unchanged"]);
    emulator.share(golden, [bob]);
    expect((await stack.up()).writes).toEqual([`cancel ${golden.imageId} ${bob}`]);
  });
});

describe("a large removal", () => {
  it("is refused at preview and before anything is written, and allowed for one run without an edit", async () => {
    const { emulator, stack } = world;
    emulator.share(golden, many);
    stack.setShares([share("golden", golden, [alice, ...many])]);
    await stack.up();
    stack.setShares([share("golden", golden, [alice, ...many.slice(4)])]);
    const said = (await stack.preview()).said.join("\n");
    expect(said).toContain(`${label}: up will refuse this: it would revoke 4 of 13 accounts (${many[0]}, `);
    const run = await stack.failing("up");
    expect(run.output).toMatch(/more than 30 %, and maxRemovals is not written: write maxRemovals: 4/);
    expect(run.writes).toEqual([]);

    expect((await allowing("4", () => stack.up())).writes).toHaveLength(1);
    expect(live()).toEqual([alice, ...many.slice(4)]);
    expect((await stack.up()).resources).toEqual(["2 unchanged"]);
  });
});

describe("a guard that refuses what others have done by hand", () => {
  it("gives back what the program lists, and lets one run through without an edit", async () => {
    const { emulator, stack } = world;
    emulator.putImage({ ...golden, accounts: [alice, bob] });
    const guarded = share("golden", golden, [alice, bob], { maxRemovals: 1, protectedAccounts: [alice] });
    stack.setShares([guarded]);
    await stack.up();
    emulator.unshare(golden, [alice]);
    emulator.share(golden, [carol, dave]);
    const run = await stack.failing("up");
    expect(run.output).toContain(`set ${variable} for this one run`);
    expect(live()).toEqual([alice, bob, carol, dave]);

    await allowing("2", () => stack.up());
    expect(live()).toEqual([alice, bob]);
    expect((await stack.up()).resources).toEqual(["2 unchanged"]);
  });
});

describe("image-share:maxRemovals", () => {
  const three = [alice, bob, carol];

  beforeAll(async () => {
    const { emulator, stack } = world;
    for (const target of [golden, other]) emulator.putImage({ ...target, accounts: three });
    stack.setShares([share("golden", golden, three), share("other", other, three)]);
    await stack.up();
    stack.setConfig({ "image-share:maxRemovals": 3 });
  });

  it("is said at preview of the image that passes it, and binds the images of one up together", async () => {
    const { stack } = world;
    stack.setShares([share("golden", golden, [alice]), share("other", other, [alice])]);
    const said = (await stack.preview()).said.join("\n");
    expect(said).toMatch(
      /up will refuse this: it would revoke 2 accounts \(.*\), this run is to revoke access to other images 2 times, and image-share:maxRemovals is 3/,
    );
    const run = await stack.failing("up", "--continue-on-error");
    expect(run.output).toMatch(
      /refused: it would revoke 2 accounts .* set IMAGE_SHARE_MAX_REMOVALS=4 for this one run/,
    );
    expect([live(golden).length, live(other).length].toSorted()).toEqual([1, 3]);
    await stack.up();
    expect([live(golden), live(other)]).toEqual([[alice], [alice]]);
  });

  it("binds deletes, of which no preview speaks, until one run is allowed more", async () => {
    const { emulator, stack } = world;
    for (const target of [golden, other]) emulator.share(target, [bob, carol]);
    stack.setShares([share("golden", golden, three), share("other", other, three)]);
    await stack.up();
    stack.setShares([]);
    const run = await stack.failing("up", "--continue-on-error");
    expect(run.output).toContain(`set ${variable}=6 for this one run`);
    expect([live(golden).length, live(other).length].toSorted()).toEqual([0, 3]);
    // Each run begins anew. A destroy is handed the configuration of the last up; the variable counts at once.
    for (const command of ["destroy", "up"] as const) {
      const refused = await allowing("2", () => stack.failing(command));
      expect(refused.output).toContain(`${variable} is 2: set ${variable}=3 for this one run`);
      expect(refused.writes).toEqual([]);
    }
    await allowing("3", () => stack.up());
    expect([live(golden), live(other)]).toEqual([[], []]);
    expect(Object.keys(await stack.state())).not.toContain("other");
  });

  it("is refused by name where the variable is no number", async () => {
    const { stack } = world;
    stack.setShares([share("golden", golden, [alice])]);
    const run = await allowing("all", () => stack.failing("preview"));
    expect(run.output).toContain(`${variable} must be a whole number, 0 or more`);
    expect(run.calls).toEqual([]);
  });
});
