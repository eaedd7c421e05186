/** Many images, shared with one list of accounts. */
import { script } from "./harness/script";
import { useWorld } from "./harness/world";

const beijing = {
  service: "volcengine-ecs",
  region: "cn-beijing",
  imageId: "image-ebgy1og99tfct0gw",
} as const;
const guangzhou = { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-6pb6lrmy" } as const;
const singapore = { service: "tencentcloud-cvm", region: "ap-singapore", imageId: "img-9id7emv7" } as const;

const program = `
const pulumi = require("@pulumi/pulumi");
const { ImageShareSet } = require("pulumi-image-share");
const set = new ImageShareSet("release", {
  accounts: new pulumi.Config().requireObject("accounts"),
  exclusive: false,
  images: {
    beijing: ${JSON.stringify(beijing)},
    guangzhou: { ...${JSON.stringify(guangzhou)}, additionalAccounts: ["100000000009", "100000000001"] },
    singapore: { ...${JSON.stringify(singapore)}, exclusive: true },
  },
});
exports.accounts = set.accounts;
exports.foreignAccounts = set.foreignAccounts;
`;

const world = useWorld(script(program));

function configure(accounts: unknown): void {
  const { id, secret } = world.emulator.credentials;
  world.stack.setConfig({
    "image-share:volcengine": { accessKeyId: id, secretKey: secret },
    "program:accounts": accounts,
  });
}

it("get the accounts of their cloud and those of their own, and say together who has access", async () => {
  const { emulator, stack } = world;
  emulator.putImage({ ...beijing, accounts: ["2100059999"] });
  emulator.putImage(guangzhou);
  emulator.putImage({ ...singapore, accounts: ["100000000099"] });
  configure({ tencentcloud: ["100000000001", "100000000002"], volcengine: ["2100051234"] });
  await stack.up();
  const { accounts, foreignAccounts } = JSON.parse((await stack.run(["stack", "output", "--json"])).stdout);
  expect(accounts).toEqual({
    beijing: ["2100051234"],
    guangzhou: ["100000000001", "100000000002", "100000000009"],
    singapore: ["100000000001", "100000000002"],
  });
  expect(foreignAccounts).toEqual({ beijing: ["2100059999"] });
  expect(emulator.accounts(singapore)).toEqual(["100000000001", "100000000002"]);
  expect(Object.keys(await stack.state()).sort()).toEqual([
    "release-beijing",
    "release-guangzhou",
    "release-singapore",
  ]);
});

it("share nothing where the set alone is the target, and all with its dependents or a pattern", async () => {
  const { emulator, stack } = world;
  const set = "urn:pulumi:test::program::pulumi-image-share:index:ImageShareSet";
  configure({ tencentcloud: ["100000000001", "100000000003"], volcengine: ["2100051234"] });
  const alone = await stack.up("--target", `${set}::release`);
  expect([alone.writes, alone.resources]).toEqual([[], ["5 unchanged"]]);
  const one = `${set}$pulumi-nodejs:dynamic/image-share:ImageShare::release-singapore`;
  await stack.up("--target", one);
  expect(emulator.accounts(singapore)).toEqual(["100000000001", "100000000003"]);
  expect(emulator.accounts(guangzhou)).not.toContain("100000000003");
  await stack.up("--target", `${set}::release`, "--target-dependents");
  expect(emulator.accounts(guangzhou).sort()).toEqual(["100000000001", "100000000003", "100000000009"]);
  configure({ tencentcloud: ["100000000001"], volcengine: ["2100051234"] });
  await stack.up("--target", `${set}$**`);
  expect([guangzhou, singapore].map((target) => emulator.accounts(target))).toEqual([
    ["100000000001", "100000000009"],
    ["100000000001"],
  ]);
});

it("say which list is missing", async () => {
  configure({ tencentcloud: ["100000000001"] });
  const run = await world.stack.failing("preview");
  expect(run.output).toContain(
    'release: the image "beijing" is of volcengine, and accounts has no list for volcengine: write accounts.volcengine',
  );
});
