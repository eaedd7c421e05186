/** All services in one stack, through the real engine: what holds for one holds for each. */
import { cpSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CloudName } from "../../src/core/services";
import { accountsOf, clouds, everySubject, relaxedRateLimits, sections } from "../support/services";
import { repository } from "./harness/installation";
import { useWorld, type World } from "./harness/world";

const services = everySubject.map((subject) => ({
  ...subject.target,
  accounts: accountsOf(subject, 0, 3),
}));

function useAllClouds(world: World): void {
  // A test makes more processes in a minute than a pipeline does.
  world.emulator.configure({ rateLimits: relaxedRateLimits() });
  world.stack.setConfig({
    ...sections(world.emulator.credentials),
    "many-clouds-share:customers": customers,
  });
}

const accountIn = (cloud: CloudName, index: number) => clouds[cloud].account(index);

const customers = [
  {
    name: "acme",
    alicloud: accountIn("alicloud", 0),
    aws: accountIn("aws", 0),
    byteplus: accountIn("byteplus", 0),
    openstack: accountIn("openstack", 0),
    outscale: accountIn("outscale", 0),
    tencentcloud: accountIn("tencentcloud", 0),
    volcengine: accountIn("volcengine", 0),
  },
  { name: "initech", tencentcloud: accountIn("tencentcloud", 1) },
];

describe.each([true, false])("all services in one stack, exclusive: %s", (exclusive) => {
  const world = useWorld();
  const live = () => services.map((target) => world.emulator.accounts(target).toSorted());
  const listed = (...which: readonly number[]) =>
    services.map(({ accounts }) => which.map((index) => accounts[index] ?? "").toSorted());
  const list = (...which: readonly number[]) =>
    world.stack.setShares(
      services.map(({ accounts, ...target }, index) => ({
        name: target.service,
        args: { ...target, accounts: listed(...which)[index], exclusive },
      })),
    );

  it("creates, keeping or revoking who was there before", async () => {
    useAllClouds(world);
    for (const { accounts, ...target } of services) {
      world.emulator.putImage({ ...target, accounts: accounts.slice(2) });
    }
    list(0);
    await world.stack.up();
    expect(live()).toEqual(exclusive ? listed(0) : listed(0, 2));
  });

  // What an additive share leaves alone, the first and the last of these show.
  if (exclusive) {
    it("finds nothing to do, with one read of each image", async () => {
      const run = await world.stack.up();
      expect(run.resources).toEqual([`${services.length + 1} unchanged`]);
      const logins = Object.values(clouds).filter(({ login }) => login !== undefined).length;
      expect(run.calls).toHaveLength(services.length + logins);
    });

    it("repairs drift by a plain up, and adds what is new", async () => {
      for (const { accounts, ...target } of services) world.emulator.unshare(target, accounts.slice(0, 1));
      list(0, 1);
      await world.stack.up();
      expect(live()).toEqual(listed(0, 1));
    });

    it("takes access from accounts that are no longer listed", async () => {
      list(1);
      await world.stack.up();
      expect(live()).toEqual(listed(1));
    });
  }

  it("destroys what it shared, and nothing else", async () => {
    await world.stack.destroy();
    expect(live()).toEqual(exclusive ? listed() : listed(2));
  });
});

describe("examples/many-clouds", () => {
  const world = useWorld((folder) => {
    cpSync(join(repository, "examples/many-clouds"), folder, { recursive: true });
    symlinkSync(join(repository, "node_modules/@types"), join(folder, "node_modules/@types"));
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "many-clouds" }));
  });

  it("shares every image with the customers that have an account in its cloud", async () => {
    const { emulator, stack } = world;
    useAllClouds(world);
    const singapore = {
      service: "tencentcloud-cvm",
      region: "ap-singapore",
      imageId: "img-9id7emv7",
    } as const;
    for (const target of [...services, singapore]) emulator.putImage({ ...target, accounts: [] });
    await stack.up();
    const { access } = JSON.parse((await stack.run(["stack", "output", "--json"])).stdout);
    expect(access).toEqual({
      edge: accountsOf(clouds.alicloud, 0, 1),
      hangzhou: accountsOf(clouds.alicloud, 0, 1),
      small: accountsOf(clouds.alicloud, 0, 1),
      guangzhou: accountsOf(clouds.tencentcloud, 0, 2),
      singapore: accountsOf(clouds.tencentcloud, 0, 2),
      blueprint: accountsOf(clouds.tencentcloud, 0, 2),
      frankfurt: accountsOf(clouds.aws, 0, 1),
      johor: accountsOf(clouds.byteplus, 0, 1),
      onPremises: accountsOf(clouds.openstack, 0, 1),
      paris: accountsOf(clouds.outscale, 0, 1),
      beijing: accountsOf(clouds.volcengine, 0, 1),
    });
    expect(emulator.accounts(singapore).toSorted()).toEqual(access.singapore);
    // An image of each service is there: the example leaves no service out.
    expect(emulator.images().filter(({ accounts }) => accounts.length === 0)).toEqual([]);
    await stack.destroy();
    expect(emulator.images().flatMap(({ accounts }) => accounts)).toEqual([]);
  });
});
