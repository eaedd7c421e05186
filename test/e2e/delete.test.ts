/** The end of a share: what is revoked, what stays, and images that are no longer there. */
import { alice, bob, carol, image, share, stranger, useWorld } from "./harness/world";

const world = useWorld();

const golden = image("golden");
const doomed = image("doomed");
const heir = image("heir");

beforeAll(async () => {
  world.emulator.putImage(golden);
  world.emulator.putImage(doomed);
  world.stack.setShares([
    share("golden", golden, [alice, bob, carol], { protectedAccounts: [carol] }),
    share("doomed", doomed, [alice]),
  ]);
  await world.stack.up();
});

describe("an image that is gone", () => {
  it("is announced by a preview as the reason for a replacement", async () => {
    world.emulator.removeImage(doomed);
    const run = await world.stack.preview();
    expect(run.output).toMatch(new RegExp(`${doomed.imageId}.*image not found.*up will fail`));
    expect(run.resources).toEqual(["1 to replace", "2 unchanged"]);
    // By diff, and by check of the share that is to take its place.
    const refused = `describe ${doomed.imageId} => InvalidImageId.NotFound`;
    expect(run.callsTo(doomed)).toEqual([refused, refused]);
  });

  it("fails an up with the image, the vendor's code and what to do, and the resource stays", async () => {
    const run = await world.stack.failing("up");
    expect(run.output).toMatch(
      new RegExp(
        `${doomed.imageId}.*InvalidImageId.NotFound.*RequestId.*remove the resource or point imageId at its replacement`,
      ),
    );
    expect(await world.stack.state()).toHaveProperty("doomed");
  });

  it("gives way to its successor, and its deletion is a success", async () => {
    world.emulator.putImage(heir);
    world.stack.setShares([
      share("golden", golden, [alice, bob, carol], { protectedAccounts: [carol] }),
      share("doomed", heir, [alice]),
    ]);
    await world.stack.up();
    expect(world.emulator.accounts(heir)).toEqual([alice]);
    expect((await world.stack.state()).doomed?.id).toBe(`tencentcloud-cvm/ap-guangzhou/${heir.imageId}`);
  });

  it("is dropped from state by a refresh", async () => {
    world.emulator.removeImage(heir);
    await world.stack.refresh();
    expect(Object.keys(await world.stack.state())).toEqual(["golden"]);
  });

  it("is shared anew by the next up once it is back", async () => {
    world.emulator.putImage(heir);
    await world.stack.up();
    expect(world.emulator.accounts(heir)).toEqual([alice]);
  });

  it("does not keep a stack from being destroyed", async () => {
    world.emulator.removeImage(heir);
    const run = await world.stack.destroy("--target", "**::doomed");
    expect(run.callsTo(heir)).toEqual([`describe ${heir.imageId} => InvalidImageId.NotFound`]);
    expect(Object.keys(await world.stack.state())).toEqual(["golden"]);
  });
});

it("leaves foreign and protected accounts shared when a stack is destroyed, and names them with the reason", async () => {
  const { imageId } = golden;
  world.emulator.share(golden, [stranger]);
  const run = await world.stack.destroy();
  expect(run.calls).toEqual([
    `describe ${imageId}`,
    `cancel ${imageId} ${alice} ${bob}`,
    `describe ${imageId}`,
  ]);
  expect(world.emulator.accounts(golden)).toEqual([carol, stranger]);
  expect(run.output).toMatch(new RegExp(`${imageId}.*still shared.*never listed: ${stranger}$`, "m"));
  expect(run.output).toMatch(new RegExp(`${imageId}.*still shared.*protectedAccounts.*: ${carol}$`, "m"));
});
