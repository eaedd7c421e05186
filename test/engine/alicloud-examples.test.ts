/** The example of each of Alibaba Cloud's services, copied and run by the real engine. */
import { cpSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Target } from "../../src/emulator";
import { repository } from "./harness/installation";
import { useWorld } from "./harness/world";

const alice = "1000000000000001";
const bob = "900719925474099313";

/** The own ECS is switched on where the example does it. */
const examples: readonly (Target & { readonly inOwnEcs: boolean })[] = [
  { service: "alicloud-ens", imageId: "m-5s7qotzavwbrnzaqh4unm", inOwnEcs: false },
  { service: "alicloud-ecs", region: "cn-beijing", imageId: "m-bp1g7004ksh0oeuco8vd", inOwnEcs: false },
  { service: "alicloud-swas", region: "cn-beijing", imageId: "m-saacssasc1", inOwnEcs: true },
];

describe.each(examples)("examples/$service", ({ inOwnEcs, ...target }) => {
  const world = useWorld((folder) => {
    cpSync(join(repository, "examples", target.service), folder, { recursive: true });
    symlinkSync(join(repository, "node_modules/@types"), join(folder, "node_modules/@types"));
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: target.service }));
  });

  const configure = (accounts: readonly string[]) => {
    const { id, secret } = world.emulator.credentials;
    world.stack.setConfig({
      "image-share:alicloud": { accessKeyId: id, accessKeySecret: secret },
      [`${target.service}-share:region`]: target.region ?? null,
      [`${target.service}-share:imageId`]: target.imageId,
      [`${target.service}-share:accounts`]: accounts,
    });
  };

  it("shares, finds that nothing is to be done, repairs drift, and takes everything back", async () => {
    const { emulator, stack } = world;
    emulator.putImage(target);
    configure([alice, bob]);
    await stack.up();
    expect(emulator.image(target)).toMatchObject({ accounts: [alice, bob], shareToEcs: inOwnEcs });
    expect((await stack.up()).resources).toEqual(["2 unchanged"]);
    emulator.unshare(target, [bob]);
    if (inOwnEcs) emulator.shareToEcs(target, false);
    await stack.up();
    expect(emulator.image(target)).toMatchObject({ accounts: [alice, bob], shareToEcs: inOwnEcs });
    configure([bob]);
    await stack.up();
    expect(emulator.accounts(target)).toEqual([bob]);
    await stack.destroy();
    expect(emulator.image(target)).toMatchObject({ accounts: [], shareToEcs: false });
  });
});
