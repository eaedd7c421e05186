/** All five services in one stack, through the real engine: what holds for one holds for each. */
import { cpSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Target } from "../../src/emulator";
import { repository } from "./harness/installation";
import { useWorld, type World } from "./harness/world";

const services: readonly (Target & { readonly accounts: readonly string[] })[] = [
  {
    service: "alicloud-ens",
    imageId: "m-5s7qotzavwbrnzaqh4unm",
    accounts: ["1234567890123451", "1234567890123452", "900719925474099313"],
  },
  {
    service: "alicloud-ecs",
    region: "cn-hangzhou",
    imageId: "m-bp1g7004ksh0oeuco8vd",
    accounts: ["1234567890123451", "1234567890123452", "900719925474099313"],
  },
  {
    service: "alicloud-swas",
    region: "cn-hangzhou",
    imageId: "m-saacssasc1234",
    accounts: ["1234567890123451", "1234567890123452", "900719925474099313"],
  },
  {
    service: "tencentcloud-cvm",
    region: "ap-guangzhou",
    imageId: "img-6pb6lrmy",
    accounts: ["100000000001", "100000000002", "100000000003"],
  },
  {
    service: "volcengine-ecs",
    region: "cn-beijing",
    imageId: "image-ebgy1og99tfct0gw",
    accounts: ["2100051231", "2100051232", "2100051233"],
  },
];

/** Lifts SWAS's ten calls a minute: a test makes more processes in a minute than a pipeline does. */
const unhurried = Object.fromEntries(
  [
    "ListCustomImages",
    "ListCustomImageShareAccounts",
    "AddCustomImageShareAccount",
    "RemoveCustomImageShareAccount",
  ].map((action) => [`alicloud-swas/${action}`, { calls: 1000, perMs: 1000 }]),
);

function useAllClouds(world: World): void {
  const { id, secret } = world.emulator.credentials;
  world.emulator.configure({ rateLimits: unhurried });
  world.stack.setConfig({
    "image-share:alicloud": { accessKeyId: id, accessKeySecret: secret },
    "image-share:volcengine": { accessKeyId: id, secretKey: secret },
    "many-clouds-share:customers": customers,
  });
}

const customers = [
  { name: "acme", alicloud: "1234567890123451", tencentcloud: "100000000001", volcengine: "2100051231" },
  { name: "initech", tencentcloud: "100000000002" },
];

describe.each([true, false])("five services in one stack, exclusive: %s", (exclusive) => {
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

  it("finds nothing to do, with one read of each image", async () => {
    const run = await world.stack.up();
    expect(run.resources).toEqual(["6 unchanged"]);
    expect(run.calls).toHaveLength(5);
  });

  it("repairs drift by a plain up, and adds what is new", async () => {
    for (const { accounts, ...target } of services) world.emulator.unshare(target, accounts.slice(0, 1));
    list(0, 1);
    await world.stack.up();
    expect(live()).toEqual(exclusive ? listed(0, 1) : listed(0, 1, 2));
  });

  it("takes access from whoever is no longer listed", async () => {
    list(1);
    await world.stack.up();
    expect(live()).toEqual(exclusive ? listed(1) : listed(1, 2));
  });

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
      edge: ["1234567890123451"],
      hangzhou: ["1234567890123451"],
      small: ["1234567890123451"],
      guangzhou: ["100000000001", "100000000002"],
      singapore: ["100000000001", "100000000002"],
      beijing: ["2100051231"],
    });
    expect(emulator.accounts(singapore).toSorted()).toEqual(access.singapore);
    await stack.destroy();
    expect(emulator.images().flatMap(({ accounts }) => accounts)).toEqual([]);
  });
});
