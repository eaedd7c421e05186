/** What was approved is what happens: a run does no more than the review of its preview showed. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { alice, bob, carol, image, share, stranger, useWorld } from "../e2e/harness/world";
import { cli } from "../unit/cli/support";

const world = useWorld();
const golden = image("golden");
const shares = (...accounts: string[]) => [share("golden", golden, accounts, { exclusive: true })];

/** Reviews a preview of the command, and writes what it showed. @returns the file */
async function approve(...command: string[]): Promise<string> {
  const { stack } = world;
  const [preview, state, file] = ["preview.json", "state.json", "approved.json"].map((name) =>
    join(stack.folder, name),
  ) as [string, string, string];
  writeFileSync(preview, (await stack.run([...command, "--json"])).stdout);
  writeFileSync(state, (await stack.run(["stack", "export"])).stdout);
  const review = await cli(["review", preview, "--state", state, "--approve", file]);
  expect(review).toMatchObject({ code: 0, stderr: "" });
  return file;
}

beforeAll(async () => {
  world.emulator.putImage(golden);
  world.stack.setShares(shares(alice));
  await world.stack.up();
  world.stack.setShares(shares(alice, bob));
});

afterEach(() => world.stack.setEnvironment({}));

it("an up refuses to revoke an account that was shared after the review, and changes nothing", async () => {
  world.stack.setEnvironment({ IMAGE_SHARE_APPROVED: await approve("preview") });
  world.emulator.share(golden, [stranger]);
  const run = await world.stack.failing("up");
  expect(run.output).toMatch(
    new RegExp(
      `${golden.imageId}.*refused: it would take access from ${stranger}, which .*approved.json does not show`,
    ),
  );
  expect(run.output).toContain("#not-approved");
  expect(run.writes).toEqual([]);
  expect(world.emulator.accounts(golden)).toEqual([alice, stranger]);
});

it("the preview of a run that is held to an old approval says that up will refuse it", async () => {
  const { stack } = world;
  stack.setEnvironment({ IMAGE_SHARE_APPROVED: join(stack.folder, "approved.json") });
  const run = await stack.preview();
  expect(run.output).toMatch(/up will refuse this: it would take access from/);
});

it("an up does what a new review showed, the losses among it", async () => {
  world.stack.setEnvironment({ IMAGE_SHARE_APPROVED: await approve("preview") });
  await world.stack.up();
  expect(world.emulator.accounts(golden)).toEqual([alice, bob]);
});

it("an account that is handed over keeps access, or is refused by the approval until the next plan", async () => {
  const { stack, emulator } = world;
  const handed = image("handed");
  emulator.putImage(handed);
  const others = (one: string[], other: string[]) => [
    ...shares(alice, bob),
    share("one", handed, one, { exclusive: false }),
    share("other", handed, other, { exclusive: false }),
  ];
  stack.setShares(others([alice, bob], [carol]));
  stack.setEnvironment({});
  await stack.up();
  stack.setShares(others([alice], [bob, carol]));
  stack.setEnvironment({ IMAGE_SHARE_APPROVED: await approve("preview") });
  // The engine may come to the two in another order than in the preview: then the approval stops what it did not show.
  const run = await stack.run(["up", "--yes", "--skip-preview"]).catch((error: unknown) => String(error));
  if (typeof run === "string") {
    expect(run).toContain("#not-approved");
    expect(emulator.accounts(handed)).toContain(bob);
    stack.setEnvironment({});
    stack.setEnvironment({ IMAGE_SHARE_APPROVED: await approve("preview") });
    await stack.up();
  }
  expect(emulator.accounts(handed).sort()).toEqual([alice, bob, carol]);
});

it("a destroy revokes nobody whom the review of its preview did not show", async () => {
  const { stack } = world;
  const approved = await approve("destroy", "--preview-only");
  stack.setEnvironment({ IMAGE_SHARE_APPROVED: join(stack.folder, "nowhere.json") });
  expect((await stack.failing("destroy")).output).toContain("IMAGE_SHARE_APPROVED names the approval");
  expect(world.emulator.accounts(golden)).toEqual([alice, bob]);
  stack.setEnvironment({ IMAGE_SHARE_APPROVED: approved });
  await stack.destroy();
  expect(world.emulator.accounts(golden)).toEqual([]);
});
