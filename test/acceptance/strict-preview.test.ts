/** `image-share:strictPreview`: a preview fails where `up` would or may fail, and where something is not known. */
import { alice, bob, image, share, stranger, useWorld } from "../e2e/harness/world";

const world = useWorld();

const images = Array.from({ length: 4 }, (_, index) => image(`strict${index}`));
const labels = images.map(({ imageId }) => `${imageId} (ap-guangzhou)`);
const strict = { "image-share:strictPreview": true };

beforeAll(() => {
  for (const target of images) world.emulator.putImage(target);
});

afterEach(() => world.emulator.clearFaults());

describe("a preview that foresees that up fails", () => {
  beforeAll(() => {
    world.stack.setShares(images.map((target, index) => share(`share-${index}`, target, [alice])));
  });

  it("ends with 0 and says so, unless it is to be strict: then it fails, and so does an up before it begins", async () => {
    const { emulator, stack } = world;
    const { imageId } = images[1] ?? image("none");
    emulator.injectFault({ kind: "error", imageId, code: "UnauthorizedOperation", times: "always" });
    expect((await stack.preview()).said).toContain(
      `${labels[1]}: what up will change is not known, because current access could not be read`,
    );
    stack.setConfig(strict);
    for (const command of ["preview", "up"] as const) {
      const args = command === "up" ? ["up", "--yes"] : [command];
      const { code, output } = await stack.start(args).finished;
      expect({ command, failed: code !== 0, output }).toMatchObject({ failed: true });
      expect(output).toMatch(/UnauthorizedOperation.*See docs\/errors\.md#strict-preview/);
    }
    expect(images.flatMap((target) => emulator.accounts(target))).toEqual([]);
  });

  it("passes where nothing stands in the way, and leaves nothing of itself in state", async () => {
    const { stack } = world;
    await stack.preview();
    await stack.up();
    expect(JSON.stringify(await stack.state())).not.toContain("__preview");
    expect((await stack.preview("--expect-no-changes")).said).toEqual([]);
  });
});

it("fails where something is not known, and says all that is known", async () => {
  const { stack } = world;
  stack.setShares(
    images.map((target, index) =>
      share(`share-${index}`, target, index === 2 ? [{ later: bob } as unknown as string] : [alice]),
    ),
  );
  const { output } = await stack.failing("preview");
  expect(output).toContain(
    `${labels[2]}: will lose access (no longer listed), unless a value that is not known yet lists it: ${alice}`,
  );
  expect(output).toContain(
    `error: ${labels[2]}: image-share:strictPreview ends this preview: what up will change is`,
  );
});

it("keeps no up from giving access back that was lost outside, where a guard refuses", async () => {
  const { emulator, stack } = world;
  const [first = image("none")] = images;
  emulator.unshare(first, [alice]);
  emulator.share(first, [stranger]);
  stack.setShares([share("share-0", first, [alice], { maxRemovals: 0 })]);
  const preview = await stack.failing("preview");
  expect(preview.output).toContain("up will refuse this: it would revoke 1 account");
  const run = await stack.failing("up");
  expect(run.output).toContain("refused");
  expect(emulator.accounts(first).toSorted()).toEqual([alice, stranger]);
});
