/** Nobody loses access in a run in which an addition goes wrong, and what the vendor cannot remove blocks nothing. */

import { alice, bob, carol, image, manyAccounts, share, stranger, useWorld } from "../e2e/harness/world";
import { everySubject, sections } from "../support/services";

const world = useWorld();
const golden = image("golden");
const { imageId } = golden;

/** Tencent Cloud's is the image of the tests below. */
const services = everySubject.map(({ target, account, takesAnyAccount = false }) =>
  target.service === golden.service
    ? { target: golden, account: (index: number) => account(index - 1), takesAnyAccount }
    : { target, account, takesAnyAccount },
);

const sharesOf = (...numbers: number[]) =>
  services.map(({ target, account }) => ({
    name: target.service,
    args: { ...target, accounts: numbers.map(account), exclusive: true },
  }));

const liveOf = ({ target }: (typeof services)[number]) => world.emulator.accounts(target);

beforeAll(() => {
  world.stack.setConfig(sections(world.emulator.credentials));
  for (const { target } of services) world.emulator.putImage(target);
});

afterEach(() => {
  world.emulator.clearFaults();
  world.emulator.configure({ unknownAccounts: [] });
});

it("a mistyped account locks nobody out, on any service that refuses one, and the error says who still has access", async () => {
  world.stack.setShares(sharesOf(1, 2));
  await world.stack.up();
  world.emulator.configure({ unknownAccounts: services.map(({ account }) => account(3)) });
  world.stack.setShares(sharesOf(1, 3));
  const run = await world.stack.failing("up", "--continue-on-error");
  for (const service of services.filter(({ takesAnyAccount }) => !takesAnyAccount)) {
    const { account, target } = service;
    expect(liveOf(service)).toEqual([account(1), account(2)]);
    expect(run.output).toMatch(
      new RegExp(
        `${target.imageId}.* refuses 1 account\\. ${account(3)}: .*Still with access: ${account(2)}\\.`,
      ),
    );
    expect(run.output).toContain(`${account(3)} and ${account(2)} differ by one digit`);
  }
  expect(run.output).not.toContain("all others are as listed");
  world.emulator.configure({ unknownAccounts: [] });
  world.stack.setShares(sharesOf(1, 7));
  await world.stack.up();
  for (const service of services) expect(liveOf(service)).toEqual([service.account(1), service.account(7)]);
});

describe("at the vendor's limit", () => {
  const full = image("full");
  const accounts = manyAccounts(500);
  const mistyped = "300000000001";

  it("gives access back to the account that made room when the addition is refused", async () => {
    world.emulator.putImage({ ...full, accounts });
    world.stack.setShares([share("full", full, accounts)]);
    await world.stack.up();
    world.emulator.configure({ unknownAccounts: [mistyped] });
    world.stack.setShares([share("full", full, [...accounts.slice(1), mistyped])]);
    const run = await world.stack.failing("up");
    expect([...world.emulator.accounts(full)].sort()).toEqual(accounts);
    expect(run.output).toContain(`was given it back: ${accounts[0]}.`);
    expect((await world.stack.state()).full?.outputs.accounts).toEqual(accounts);
  });
});

describe("an account that was closed", () => {
  const removal = { service: "tencentcloud-cvm", action: "ModifyImageSharePermission" } as const;
  const closed = { ...removal, kind: "error", code: "InvalidAccountId.NotFound", times: "always" } as const;
  const target = image("closed");

  it("does not block the update that unlists it, which says so, and no later preview promises its removal", async () => {
    world.emulator.putImage({ ...target, accounts: [alice, bob] });
    world.stack.setShares([share("closed", target, [alice, bob])]);
    await world.stack.up();
    world.emulator.injectFault(closed);
    world.stack.setShares([share("closed", target, [alice])]);
    const run = await world.stack.up();
    expect(run.output).toMatch(
      new RegExp(
        `${target.imageId}.*warning: still shared with ${bob}, which does not exist.*InvalidAccountId.NotFound`,
      ),
    );
    expect((await world.stack.state()).closed?.outputs).toMatchObject({ closedAccounts: [bob] });
    const preview = await world.stack.preview("--expect-no-changes");
    expect(preview.output).toContain(`${bob}`);
    expect(preview.output).not.toContain("will lose access");
    await world.stack.refresh();
    expect((await world.stack.preview("--expect-no-changes")).writes).toEqual([]);
  });

  it("does not block the destroy, which names it as still having access", async () => {
    world.emulator.injectFault({ ...closed, imageId: target.imageId });
    const run = await world.stack.destroy();
    expect(run.output).toMatch(
      new RegExp(`${target.imageId}.*still shared with ${bob}, which does not exist`),
    );
    expect(run.output).not.toContain("all others are as listed");
    expect(await world.stack.state()).toEqual({});
  });
});

it("a guard that refuses the plan lets an account back in that was removed by hand", async () => {
  const guarded = (accounts: string[]) => [
    share("golden", golden, accounts, { maxRemovals: 1, exclusive: true }),
  ];
  world.emulator.putImage(golden);
  world.stack.setShares(guarded([alice, bob]));
  await world.stack.up();
  world.emulator.unshare(golden, [alice]);
  world.emulator.share(golden, [carol, stranger]);
  const run = await world.stack.failing("up");
  expect(run.writes).toEqual([`share ${imageId} ${alice}`]);
  expect(run.output).toMatch(new RegExp(`${imageId}.*refused: .*maxRemovals is 1`));
  expect(run.output).toContain(`Given access again, because it was removed outside of Pulumi: ${alice}.`);
  expect([...world.emulator.accounts(golden)].sort()).toEqual([alice, bob, carol, stranger]);
});
