/** What goes wrong in a run, and how the next one goes on: one table of scenarios for both hosts. */
import { alice, bob, image, stranger } from "../../e2e/harness/world";
import { hosts } from "../../e2e/plugin/hosts";

const write = { service: "tencentcloud-cvm", action: "ModifyImageSharePermission" } as const;
const refusal = "UnsupportedOperation.EncryptedImagesNotSupported";

describe.each(hosts)("$name", (host) => {
  const world = host.useWorld();
  const golden = image("golden");
  const { imageId } = golden;
  const list = (accounts: readonly string[]) =>
    host.setShares(world, { golden: { ...golden, accounts, exclusive: true } });
  const live = () => world.emulator.accounts(golden).sort();

  afterEach(() => world.emulator.clearFaults());

  it("leaves no resource where the keys are refused, and says which to check", async () => {
    world.emulator.putImage({ ...golden, accounts: [stranger] });
    list([alice, bob]);
    const { id } = world.emulator.credentials;
    world.stack.setConfig({ "image-share:tencentcloud": { secretId: id, secretKey: "not-the-secret" } });
    const run = await world.stack.failing("up");
    expect(run.output).toMatch(new RegExp(`${imageId}.*AuthFailure.SignatureFailure.*Check the credentials`));
    expect(run.output).not.toContain("not-the-secret");
    expect(await world.stack.state()).toEqual({});
    world.stack.setConfig({});
  });

  it("leaves a resource with what was shared where a create fails at its second write", async () => {
    world.emulator.injectFault({ ...write, kind: "error", code: refusal, skip: 1 });
    const run = await world.stack.failing("up");
    expect(run.output).toMatch(new RegExp(`${imageId}.*${stranger}.*${refusal}`));
    const { golden: entry } = await world.stack.state();
    expect(entry?.outputs).toMatchObject({ accounts: [alice, bob], foreignAccounts: [stranger] });
    expect(entry?.initErrors).toHaveLength(1);
  });

  it("finishes it by the next up, which sends only what is left to do", async () => {
    const run = await world.stack.up();
    expect(run.writes).toEqual([`cancel ${imageId} ${stranger}`]);
    const { golden: entry } = await world.stack.state();
    expect(entry?.initErrors ?? []).toEqual([]);
    expect(live()).toEqual([alice, bob]);
  });

  it("reads, and sends nothing twice, where the answer to a write is lost", async () => {
    list([alice]);
    world.emulator.injectFault({ ...write, kind: "reset", when: "after" });
    const run = await world.stack.up();
    expect(run.writes).toEqual([`cancel ${imageId} ${bob} => reset`]);
    expect(live()).toEqual([alice]);
  });

  it("keeps the resource where a destroy fails, and the next one finishes it", async () => {
    world.emulator.injectFault({ ...write, kind: "error", code: refusal });
    const run = await world.stack.failing("destroy");
    expect(run.output).toMatch(new RegExp(`${imageId}.*${alice}.*${refusal}`));
    expect((await world.stack.state()).golden?.outputs).toMatchObject({ accounts: [alice] });
    await world.stack.destroy();
    expect(live()).toEqual([]);
    expect(await world.stack.state()).toEqual({});
  });

  it("says at a preview that an image is gone, fails the up, and drops the share by a refresh", async () => {
    list([alice]);
    await world.stack.up();
    world.emulator.removeImage(golden);
    const preview = await world.stack.preview();
    expect(preview.output).toMatch(new RegExp(`${imageId}.*image not found.*up will fail`));
    const run = await world.stack.failing("up");
    expect(run.output).toMatch(
      new RegExp(`${imageId}.*InvalidImageId.NotFound.*point imageId at its replacement`),
    );
    expect(await world.stack.state()).toHaveProperty("golden");
    await world.stack.refresh();
    expect(await world.stack.state()).toEqual({});
  });

  it("goes on with the other images where one fails, and names what failed", async () => {
    const others = ["one", "two", "three"].map((name) => image(name));
    for (const target of others) world.emulator.putImage(target);
    const args = others.map((target) => [target.imageId, { ...target, accounts: [alice] }] as const);
    host.setShares(world, Object.fromEntries(args));
    world.emulator.injectFault({ ...write, kind: "error", code: refusal, imageId: others[1]?.imageId ?? "" });
    const run = await world.stack.failing("up", "--continue-on-error");
    expect(run.output).toMatch(new RegExp(`${others[1]?.imageId}.*${refusal}`));
    expect(others.map((target) => world.emulator.accounts(target))).toEqual([[alice], [], [alice]]);
    await world.stack.up();
    expect(others.map((target) => world.emulator.accounts(target))).toEqual([[alice], [alice], [alice]]);
  });
});
