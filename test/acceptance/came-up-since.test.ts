/**
 * What came up between a preview and its up. With an approval the up refuses it; without one, it says itself who loses
 * access that no line of the preview has shown.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { alice, bob, carol, image, share, stranger, useWorld } from "../e2e/harness/world";
import { cli } from "../unit/cli/support";

/** Images that are shared with a stranger by hand as soon as the next preview has looked at them. */
const waiting = new Set<string>();
const world = useWorld(undefined, ({ parameters: { ImageId: imageId } }) => {
  const shared = [golden, fresh].find((one) => one.imageId === imageId && waiting.delete(one.imageId));
  if (shared !== undefined) world.emulator.share(shared, [stranger]);
});
const golden = image("golden");
const fresh = image("fresh");
const left = image("left");

const listed = share("golden", golden, [alice, bob], { exclusive: true });
const lost = `${golden.imageId} (ap-guangzhou): will lose access (added outside of Pulumi, not listed): ${stranger}`;
const refused = /refused: it would take access from 100000000099, which .*approved\.json does not show/;

beforeEach(async () => {
  const { emulator, stack } = world;
  waiting.clear();
  for (const one of [golden, fresh, left]) emulator.putImage({ ...one, accounts: [] });
  stack.setEnvironment({});
  stack.setShares([share("golden", golden, [alice], { exclusive: true }), share("left", left, [carol])]);
  await stack.up();
});

afterEach(async () => {
  world.stack.setEnvironment({});
  await world.stack.destroy();
});

/** Reviews a preview, and approves what it showed. */
async function approve(): Promise<void> {
  const { stack } = world;
  const file = (name: string) => join(stack.folder, name);
  writeFileSync(file("preview.json"), (await stack.run(["preview", "--json"])).stdout);
  writeFileSync(file("state.json"), (await stack.run(["stack", "export"])).stdout);
  const review = ["review", file("preview.json"), "--state", file("state.json")];
  expect(await cli([...review, "--approve", file("approved.json")])).toMatchObject({ code: 0 });
  stack.setEnvironment({ IMAGE_SHARE_APPROVED: file("approved.json") });
}

/** What was said before the up began, and after. */
function parts(output: string): [preview: string, up: string] {
  const at = output.indexOf("Updating (test)");
  expect(at).toBeGreaterThan(0);
  return [output.slice(0, at), output.slice(at)];
}

describe("an up whose own preview was shown before others shared the image", () => {
  it("names each of those who lose access, in lines of its own", async () => {
    const { emulator, stack } = world;
    stack.setShares([listed, share("fresh", fresh, [alice], { exclusive: true })]);
    for (const { imageId } of [golden, fresh]) waiting.add(imageId);
    const [preview, up] = parts((await stack.run(["up", "--yes"])).output);
    expect(preview).toContain(`${golden.imageId} (ap-guangzhou): will gain access: ${bob}`);
    expect(preview).not.toMatch(/lose access|lost access/);
    expect(up).toContain(lost);
    expect(up).toContain(
      `${fresh.imageId} (ap-guangzhou): will lose access (has it now, not listed): ${stranger}`,
    );
    // The engine asks the provider about no deletion before the up.
    expect(up).toContain(`${left.imageId} (ap-guangzhou): lost access: ${carol}`);
    expect([golden, fresh, left].map((one) => emulator.accounts(one))).toEqual([[alice, bob], [alice], []]);
  });

  it("is refused by an approval, and changes nothing of the image", async () => {
    const { emulator, stack } = world;
    stack.setShares([listed, share("left", left, [carol])]);
    await approve();
    waiting.add(golden.imageId);
    const run = await stack.start(["up", "--yes"]).finished;
    expect(run.code).not.toBe(0);
    const [preview, up] = parts(run.output);
    expect(preview).not.toContain("up will refuse");
    expect(up).toMatch(refused);
    expect(emulator.accounts(golden)).toEqual([alice, stranger]);
  });
});

describe("an up of a plan that was saved before others shared the image", () => {
  const flags = ["--plan", "plan.json", "--yes", "--skip-preview"];

  beforeEach(async () => {
    const { emulator, stack } = world;
    stack.setShares([listed, share("left", left, [carol])]);
    const { output } = await stack.run(["preview", "--save-plan", "plan.json"]);
    expect(output).toContain(`will gain access: ${bob}`);
    await approve();
    emulator.share(golden, [stranger]);
  });

  it("is refused by an approval, since the engine's plan knows no accounts of the cloud", async () => {
    const run = await world.stack.failing("up", ...flags.slice(0, 2));
    expect(run.output).toMatch(refused);
    expect(run.writes).toEqual([]);
    expect(world.emulator.accounts(golden)).toEqual([alice, stranger]);
  });

  it("names those who lose access, without an approval", async () => {
    world.stack.setEnvironment({});
    expect((await world.stack.run(["up", ...flags])).output).toContain(lost);
    expect(world.emulator.accounts(golden)).toEqual([alice, bob]);
  });
});
