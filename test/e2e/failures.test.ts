/** What a run leaves behind that ends before its work is done, and how the next one goes on. */
import { alice, bob, carol, image, share, stranger, useWorld } from "./harness/world";

const world = useWorld();

const golden = image("golden");
const { imageId } = golden;
const describing = `describe ${imageId}`;
const write = { service: "tencentcloud-cvm", action: "ModifyImageSharePermission" } as const;
/** Others have access to the image when it begins. */
const listing = (accounts: readonly string[]) => share("golden", golden, accounts, { exclusive: true });
const refusal = "UnsupportedOperation.EncryptedImagesNotSupported";

beforeAll(() => {
  world.emulator.putImage({ ...golden, accounts: [stranger] });
  world.stack.setShares([listing([alice, bob])]);
});

afterEach(() => world.emulator.clearFaults());

describe("a create that wrote nothing", () => {
  it("leaves no resource when the vendor refuses the credentials, and says which to check", async () => {
    const { id } = world.emulator.credentials;
    world.stack.setConfig({ "image-share:tencentcloud": { secretId: id, secretKey: "not-the-secret" } });
    const run = await world.stack.failing("up");
    expect(run.output).toMatch(
      new RegExp(`${imageId}.*AuthFailure.SignatureFailure.*RequestId.*Check the credentials`),
    );
    expect(run.output).not.toContain("not-the-secret");
    // By check, which says what a create would do, and by the create.
    const refused = `${describing} => AuthFailure.SignatureFailure`;
    expect(run.calls).toEqual([refused, refused]);
    expect(await world.stack.state()).toEqual({});
  });

  it("leaves no resource when nobody answers at the endpoint, and names what to check", async () => {
    world.stack.setConfig({ "image-share:endpoint": "http://127.0.0.1:1" });
    const run = await world.stack.failing("up");
    expect(run.output).toMatch(new RegExp(`${imageId}.*ECONNREFUSED 127.0.0.1:1.*image-share:endpoint`));
    expect(await world.stack.state()).toEqual({});
    world.stack.setConfig({});
  });
});

describe("a create that fails at its second write", () => {
  it("leaves a resource that holds what was shared", async () => {
    world.emulator.injectFault({ ...write, kind: "error", code: refusal, skip: 1 });
    const run = await world.stack.failing("up");
    expect(run.output).toMatch(new RegExp(`${imageId}.*${stranger}.*${refusal}.*RequestId`));
    expect(run.calls).toEqual([
      describing,
      `share ${imageId} ${alice} ${bob}`,
      `cancel ${imageId} ${stranger} => ${refusal}`,
      describing,
    ]);
    const { golden: entry } = await world.stack.state();
    expect(entry?.outputs).toMatchObject({ accounts: [alice, bob], foreignAccounts: [stranger] });
    expect(entry?.initErrors).toHaveLength(1);
  });

  it("is finished by the next up, which sends only what is left to do", async () => {
    const run = await world.stack.up();
    expect(run.calls).toEqual([describing, `cancel ${imageId} ${stranger}`, describing]);
    const { golden: entry } = await world.stack.state();
    expect(entry?.outputs).toMatchObject({ accounts: [alice, bob], foreignAccounts: [] });
    expect(entry?.initErrors ?? []).toEqual([]);
  });
});

describe("an update that fails between its writes", () => {
  it("records what was added, and goes on owning what could not be removed", async () => {
    world.stack.setShares([listing([alice, carol])]);
    world.emulator.injectFault({ ...write, kind: "error", code: refusal, skip: 1 });
    const run = await world.stack.failing("up");
    expect(run.output).toMatch(new RegExp(`${imageId}.*${bob}.*${refusal}`));
    expect((await world.stack.state()).golden?.outputs).toMatchObject({ accounts: [alice, bob, carol] });
  });

  it("is finished by the next up", async () => {
    const run = await world.stack.up();
    expect(run.calls).toEqual([describing, `cancel ${imageId} ${bob}`, describing]);
    expect(world.emulator.accounts(golden)).toEqual([alice, carol]);
  });
});

describe("an account that the vendor refuses", () => {
  it("is named with the vendor's code, and what has access stays as it was", async () => {
    world.emulator.configure({ unknownAccounts: [bob] });
    world.stack.setShares([listing([alice, bob, carol])]);
    const run = await world.stack.failing("up");
    expect(run.output).toMatch(
      new RegExp(`${imageId}.*${bob}.*InvalidAccountId.NotFound.*RequestId.*unlist the account`),
    );
    expect((await world.stack.state()).golden?.outputs).toMatchObject({ accounts: [alice, carol] });
  });

  it("gets access by the next up once the vendor accepts it", async () => {
    world.emulator.configure({ unknownAccounts: [] });
    await world.stack.up();
    expect(world.emulator.accounts(golden)).toEqual([alice, carol, bob]);
  });
});

it("reads, and sends nothing twice, when the answer to a write is lost", async () => {
  world.emulator.injectFault({ ...write, kind: "reset", when: "after" });
  world.stack.setShares([listing([alice])]);
  const run = await world.stack.up();
  expect(run.calls).toEqual([describing, `cancel ${imageId} ${bob} ${carol} => reset`, describing]);
  expect(world.emulator.accounts(golden)).toEqual([alice]);
});

describe("a destroy that fails", () => {
  it("keeps the resource", async () => {
    world.emulator.injectFault({ ...write, kind: "error", code: refusal });
    const run = await world.stack.failing("destroy");
    expect(run.output).toMatch(new RegExp(`${imageId}.*${alice}.*${refusal}`));
    expect((await world.stack.state()).golden?.outputs).toMatchObject({ accounts: [alice] });
  });

  it("is finished by the next one", async () => {
    await world.stack.destroy();
    expect(world.emulator.accounts(golden)).toEqual([]);
    expect(await world.stack.state()).toEqual({});
  });
});
