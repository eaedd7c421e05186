/** A lookup with the name of a share that state manages: the engine would delete the share without asking. */
import { script } from "../e2e/harness/script";
import { alice, bob, type Image, image, useWorld } from "../e2e/harness/world";

const program = `
const { readFileSync } = require("node:fs");
const { ImageShare } = require("pulumi-image-share");
for (const { name, args, get } of JSON.parse(readFileSync(__dirname + "/spec.json", "utf8")).shares) {
  if (get !== undefined) ImageShare.get(name, get);
  else new ImageShare(name, args);
}
`;

const world = useWorld(script(program));
const [golden, other] = [image("golden"), image("other")];
const urn = "urn:pulumi:test::program::pulumi-nodejs:dynamic/image-share:ImageShare::golden";

const managed = { name: "golden", args: { ...golden, accounts: [alice, bob], exclusive: true } };
const lookup = (name: string, { service, region, imageId }: Image) => ({
  name,
  get: `${service}/${region}/${imageId}`,
});
const write = (...shares: readonly object[]) => world.stack.setShares(shares as never);

beforeEach(async () => {
  for (const target of [golden, other]) world.emulator.putImage(target);
  write(managed);
  await world.stack.up();
});

it("is refused in a preview and an up, with the way out, and works under another name", async () => {
  const { emulator, stack } = world;
  write(lookup("golden", other));
  for (const command of ["preview", "up"] as const) {
    const run = await stack.failing(command);
    expect(run.said).toEqual([
      "error: golden: state has the share of img-golden00 (ap-guangzhou) under this name, and a lookup in its place would " +
        `take access from ${alice}, ${bob}: give the lookup another name, so that the share is deleted like any other ` +
        "that leaves the program. To let them keep access, run pulumi state delete with the URN of the share first. See " +
        "docs/errors.md#managed-lookup (image-share explain managed-lookup)",
    ]);
    expect(run.writes).toEqual([]);
  }
  expect(Object.keys(await stack.state())).toEqual(["golden"]);
  write(lookup("elsewhere", other));
  await stack.up();
  expect(emulator.accounts(golden)).toEqual([]);
});

it("is let through for the same image, and names those who keep access", async () => {
  const { emulator, stack } = world;
  write(lookup("golden", golden));
  const line =
    "img-golden00 (ap-guangzhou): not revoked by this share (only looked at from now on: state forgets them): " +
    `${alice}, ${bob}`;
  expect((await stack.preview()).said).toEqual([line]);
  const run = await stack.up();
  expect([run.said, run.writes]).toEqual([[line], []]);
  expect((await stack.preview()).said).toEqual([]);
  await stack.destroy();
  expect(emulator.accounts(golden)).toEqual([alice, bob]);
});

it("is let through once state does not manage the share any more, and nobody loses access", async () => {
  const { emulator, stack } = world;
  await stack.run(["state", "delete", urn, "--yes"]);
  write(lookup("golden", other));
  await stack.up();
  expect(emulator.accounts(golden)).toEqual([alice, bob]);
});
