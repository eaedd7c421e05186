/** The example of each service, copied and run by the real engine. */
import { cpSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Target } from "../../src/emulator";
import { repository } from "./harness/installation";
import { useWorld } from "./harness/world";

const alicloud = {
  accounts: ["1000000000000001", "900719925474099313"],
  keys: ["accessKeyId", "accessKeySecret"],
};
const tencentcloud = { accounts: ["100000000001", "100000000002"], keys: ["secretId", "secretKey"] };
const volcengine = { accounts: ["2100051234", "2100071234"], keys: ["accessKeyId", "secretKey"] };
const clouds = { alicloud, tencentcloud, volcengine };

/** The own ECS is switched on where the example does it. */
const examples: readonly (Target & { readonly cloud: keyof typeof clouds; readonly inOwnEcs?: true })[] = [
  { cloud: "alicloud", service: "alicloud-ens", imageId: "m-5s7qotzavwbrnzaqh4unm" },
  { cloud: "alicloud", service: "alicloud-ecs", region: "cn-beijing", imageId: "m-bp1g7004ksh0oeuco8vd" },
  {
    cloud: "alicloud",
    service: "alicloud-swas",
    region: "cn-beijing",
    imageId: "m-saacssasc1",
    inOwnEcs: true,
  },
  { cloud: "tencentcloud", service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-6pb6lrmy" },
  { cloud: "volcengine", service: "volcengine-ecs", region: "cn-beijing", imageId: "image-ebgy1og99tfct0gw" },
];

describe.each(examples)("examples/$service", ({ cloud, inOwnEcs = false, ...target }) => {
  const world = useWorld((folder) => {
    cpSync(join(repository, "examples", target.service), folder, { recursive: true });
    symlinkSync(join(repository, "node_modules/@types"), join(folder, "node_modules/@types"));
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: target.service }));
  });

  const [alice = "", bob = ""] = clouds[cloud].accounts;
  const [idKey = "", secretKey = ""] = clouds[cloud].keys;

  const configure = (accounts: readonly string[]) => {
    const { id, secret } = world.emulator.credentials;
    world.stack.setConfig({
      [`image-share:${cloud}`]: { [idKey]: id, [secretKey]: secret },
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
