/** What a reviewer reads before approving: who gains access, who loses it, what stays, what would be refused. */
import { image, share, useWorld } from "../e2e/harness/world";

const world = useWorld();

/** None of them could be a misspelling of another. */
const [alice, bob, carol, dave] = ["100000000001", "100000002222", "100000333333", "100044444444"] as const;
const stranger = "199999999999";

/** The lines of the report at the end; what is streamed above says the same. */
describe("an image that others have shared before", () => {
  const first = image("first");
  const label = `${first.imageId} (ap-guangzhou)`;

  beforeAll(() => world.emulator.putImage({ ...first, accounts: [alice, dave, stranger] }));

  it("is announced with everybody who would lose access, by name where there is one", async () => {
    world.stack.setConfig({ "image-share:accountNames": { [alice]: "Acme", [stranger]: "Umbrella" } });
    world.stack.setShares([share("golden", first, [alice, bob], { exclusive: true })]);
    const run = await world.stack.preview();
    expect(run.said).toEqual([
      `${label}: will lose access (has it now, not listed): ${dave}, ${stranger} (Umbrella)`,
      `${label}: will gain access: ${bob}`,
      `${label}: has access already (listed, managed from now on): ${alice} (Acme)`,
    ]);
    expect(run.writes).toEqual([]);
  });

  it("is announced with those who stay when foreign accounts are left alone", async () => {
    world.stack.setShares([share("golden", first, [alice, bob], { exclusive: false })]);
    const lines = [
      `${label}: will gain access: ${bob}`,
      `${label}: has access already (listed, managed from now on): ${alice} (Acme)`,
      `${label}: has access already (foreign, not managed by this share): ${dave}, ${stranger} (Umbrella)`,
    ];
    expect((await world.stack.preview()).said).toEqual(lines);
    const run = await world.stack.up();
    expect(run.calls).toEqual([
      `describe ${first.imageId}`,
      `share ${first.imageId} ${bob}`,
      `describe ${first.imageId}`,
    ]);
  });

  it("is not mentioned once everything is as listed", async () => {
    expect((await world.stack.preview()).said).toEqual([]);
  });

  it("is announced with what happened since, in both directions", async () => {
    world.emulator.unshare(first, [bob]);
    world.emulator.share(first, [carol]);
    expect((await world.stack.preview()).said).toEqual([
      `${label}: will gain access again (removed outside of Pulumi): ${bob}`,
      `${label}: has access already (foreign, new to this share, not managed by it): ${carol}`,
      `${label}: has access already (foreign, not managed by this share): ${dave}, ${stranger} (Umbrella)`,
    ]);
  });

  it("is announced with what would be refused, and an up gives back no more than what was lost outside", async () => {
    const guards = { protectedAccounts: [dave], maxRemovals: 1, exclusive: true };
    world.stack.setShares([share("golden", first, [alice, bob], guards)]);
    const lines = [
      `${label}: up will refuse this: it would revoke ${dave}, which protectedAccounts protects: list them in ` +
        "accounts, or take them out of protectedAccounts first. See docs/errors.md#protected-accounts (image-share explain protected-accounts)",
      `${label}: up will refuse this: it would revoke 3 accounts (${carol}, ${dave}, ${stranger} (Umbrella)) and ` +
        "maxRemovals is 1: raise maxRemovals, or set IMAGE_SHARE_MAX_REMOVALS for this one run (it counts all images). " +
        "See docs/errors.md#max-removals (image-share explain max-removals)",
      `${label}: would lose access (added outside of Pulumi, not listed): ${carol}`,
      `${label}: would lose access (foreign until now): ${dave}, ${stranger} (Umbrella)`,
      `${label}: would gain access again (removed outside of Pulumi): ${bob}`,
    ];
    expect((await world.stack.preview()).said).toEqual(lines);
    const run = await world.stack.failing("up");
    expect(run.writes).toEqual([`share ${first.imageId} ${bob}`]);
    expect(world.emulator.accounts(first).toSorted()).toEqual([alice, bob, carol, dave, stranger]);
  });
});

describe("twenty images of which some change", () => {
  const images = Array.from({ length: 20 }, (_, index) => image(`many${String(index).padStart(2, "0")}`));

  it("are announced block by block, and those that do not change are not", async () => {
    const { emulator, stack } = world;
    stack.setConfig({});
    for (const target of images) emulator.putImage(target);
    const list = (accounts: (index: number) => string[]) =>
      stack.setShares(images.map((target, index) => share(`share-${19 - index}`, target, accounts(index))));
    list(() => [alice, bob]);
    await stack.up();
    for (const [index, target] of images.entries()) {
      if (index % 4 === 1) emulator.unshare(target, [bob]);
    }
    list((index) => (index % 4 === 2 ? [alice, carol] : [alice, bob]));
    stack.setEnvironment({ PULUMI_PARALLEL_DIFF: "true" });
    const run = await stack.preview();
    const lines = run.said;
    const expected = images.flatMap(({ imageId }, index) => {
      const label = `${imageId} (ap-guangzhou)`;
      if (index % 4 === 1) return [`${label}: will gain access again (removed outside of Pulumi): ${bob}`];
      if (index % 4 !== 2) return [];
      return [
        `${label}: will lose access (no longer listed): ${bob}`,
        `${label}: will gain access: ${carol}`,
      ];
    });
    // Sorted as far as the engine asks about them together, which depends on how busy the machine is.
    expect(lines.toSorted()).toEqual(expected.toSorted());
    const blocks = lines.map((line) => line.split(" ")[0]).filter((image, at, all) => image !== all[at - 1]);
    expect(blocks).toHaveLength(new Set(blocks).size);
  });
});

it("makes what a vendor says harmless for the terminal", async () => {
  const target = image("escape");
  world.emulator.putImage(target);
  world.stack.setShares([share("golden", target, [alice])]);
  world.emulator.injectFault({
    kind: "error",
    code: "UnauthorizedOperation",
    message: "\u001b]0;owned\u0007\u001b[2Jnothing\r\nimg-fake0000 (ap-guangzhou): all is well",
    times: "always",
  });
  const run = await world.stack.preview();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  expect(run.output).not.toMatch(/[\u0007\u001b\r]/);
  expect(run.said).toEqual([
    expect.stringMatching(
      /^img-escape00 .*UnauthorizedOperation: .*all is well.* See docs\/errors\.md#auth \(image-share explain auth\)$/,
    ),
    expect.stringMatching(/^img-escape00 .*: what up will change is not known/),
  ]);
});
