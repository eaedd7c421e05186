/** Programs of which some values are not known at the preview, or are secrets: what a reviewer reads of them. */
import { script } from "../e2e/harness/script";
import { alice, bob, dave, image, share, stranger, useWorld } from "../e2e/harness/world";

const notKnown = (what: string) => `what up will change is not known until the up: ${what}`;

describe("an account that the same run makes", () => {
  const golden = image("golden");
  const label = `${golden.imageId} (ap-guangzhou)`;
  const [first, second] = ["100000000033", "100000000044"];
  const world = useWorld(
    script(`
const pulumi = require("@pulumi/pulumi");
const { ImageShare } = require("pulumi-image-share");
const step = new pulumi.Config().require("step");
class NewAccount extends pulumi.dynamic.Resource {
  constructor(name, account) { super({ create: async (i) => ({ id: name, outs: { account: i.wanted } }) }, name, { wanted: account, account: undefined }); }
}
const accounts = ["${alice}", "${bob}"];
if (step === "b") accounts.push(new NewAccount("tenant", "${first}").account);
if (step !== "a" && step !== "b") { accounts.splice(1, 1); accounts.push(new NewAccount("tenant2", "${second}").account); }
const guards = step === "guarded" ? { maxRemovals: 0 } : {};
new ImageShare("golden", { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "${golden.imageId}", accounts, ...guards });
`),
  );
  const at = (step: string) => world.stack.setConfig({ "program:step": step });
  const live = () => world.emulator.accounts(golden).toSorted();

  beforeAll(async () => {
    world.emulator.putImage(golden);
    at("a");
    await world.stack.up();
    world.emulator.share(golden, [stranger]);
  });

  it("does not silence what is said of a stranger, whom the up revokes", async () => {
    expect((await world.stack.preview()).said).toEqual([
      `${label}: will lose access (added outside of Pulumi, not listed): ${stranger}`,
    ]);
    at("b");
    expect((await world.stack.preview()).said).toEqual([
      `${label}: will lose access (added outside of Pulumi, not listed), unless a value that is not known yet lists it: ${stranger}`,
      `${label}: ${notKnown("accounts has 1 value that is not known yet")}`,
    ]);
    await world.stack.up();
    expect(live()).toEqual([alice, bob, first]);
  });

  it("does not silence what is said of those who were taken out of the list, nor a guard", async () => {
    const losses = `${bob}, ${first}`;
    at("guarded");
    const run = await world.stack.preview();
    expect(run.said).toEqual([
      expect.stringMatching(
        new RegExp(`up may refuse this: it would revoke 2 accounts \\(${losses}\\) and maxRemovals is 0`),
      ),
      `${label}: would lose access (no longer listed), unless a value that is not known yet lists it: ${losses}`,
      `${label}: ${notKnown("accounts has 1 value that is not known yet")}`,
    ]);
    expect(run.writes).toEqual([]);
    at("c");
    expect((await world.stack.preview()).said).toEqual([
      `${label}: will lose access (no longer listed), unless a value that is not known yet lists it: ${losses}`,
      `${label}: ${notKnown("accounts has 1 value that is not known yet")}`,
    ]);
    await world.stack.up();
    expect(live()).toEqual([alice, second]);
  });
});

describe("shares that are still to be made, or to be moved", () => {
  const world = useWorld();
  const [old, baked, strange, region] = [image("old"), image("baked"), image("strange"), image("region")];
  const other = "100000000088";

  beforeAll(async () => {
    for (const target of [old, baked, strange, region]) world.emulator.putImage(target);
    world.stack.setShares([share("moved", old, [alice, bob])]);
    await world.stack.up();
    for (const target of [baked, strange]) world.emulator.share(target, [other]);
  });

  it("are announced as far as they are known, in one preview", async () => {
    const exclusive = true;
    world.stack.setShares([
      share("moved", old, [alice, bob], { imageId: { later: baked.imageId }, exclusive }),
      share("new", strange, [alice, { later: dave }], { exclusive }),
      share("elsewhere", region, [alice], { region: { later: region.region }, exclusive }),
      share("undecided", region, [bob], { exclusive: { later: false }, imageId: image("else").imageId }),
    ]);
    world.emulator.putImage({ ...image("else"), accounts: [other] });
    const run = await world.stack.preview();
    expect(run.said.toSorted()).toEqual(
      [
        `an image not known yet (tencentcloud-cvm, ap-guangzhou): ${notKnown("imageId is not known yet")}; listed: ${alice}, ${bob}`,
        `${old.imageId} (ap-guangzhou): will lose access (another image takes its place, and is shared first), unless what is not known yet (imageId) stays the same: ${alice}, ${bob}`,
        `${strange.imageId} (ap-guangzhou): will lose access (has it now, not listed), unless a value that is not known yet lists it: ${other}`,
        `${strange.imageId} (ap-guangzhou): will gain access: ${alice}`,
        `${strange.imageId} (ap-guangzhou): ${notKnown("accounts has 1 value that is not known yet")}`,
        `${region.imageId} (region not known yet): ${notKnown("region is not known yet")}; listed: ${alice}`,
        `${image("else").imageId} (ap-guangzhou): will lose access (has it now, not listed), unless exclusive, which is not known yet, turns out to be false: ${other}`,
        `${image("else").imageId} (ap-guangzhou): will gain access: ${bob}`,
        `${image("else").imageId} (ap-guangzhou): ${notKnown("exclusive is not known yet")}`,
      ].toSorted(),
    );
    await world.stack.up();
    // As announced: revoked from the new images, and from the old one; kept where exclusive turned out to be false.
    const live = [old, baked, strange, image("else")].map((target) =>
      world.emulator.accounts(target).toSorted(),
    );
    expect(live).toEqual([[], [alice, bob], [alice, dave], [bob, other].toSorted()]);
  });
});

describe("secret accounts", () => {
  const world = useWorld(
    script(`
const pulumi = require("@pulumi/pulumi"); const { ImageShare } = require("pulumi-image-share");
const cfg = new pulumi.Config();
const place = { service: "tencentcloud-cvm", region: "ap-guangzhou" };
new ImageShare("list", { ...place, imageId: "img-secretaa", accounts: cfg.requireSecretObject("accounts") });
new ImageShare("one", { ...place, imageId: "img-secretbb", accounts: ["${alice}", cfg.requireSecret("account")] });
`),
  );

  it("stand in the lines in clear, except for one that is a whole value of the configuration", async () => {
    const { emulator, stack } = world;
    for (const imageId of ["img-secretaa", "img-secretbb"]) emulator.putImage({ ...image("x"), imageId });
    await stack.run(["config", "set", "--secret", "accounts", JSON.stringify([alice, bob])]);
    await stack.run(["config", "set", "--secret", "account", dave]);
    expect((await stack.preview()).said.toSorted()).toEqual([
      `img-secretaa (ap-guangzhou): will gain access: ${alice}, ${bob}`,
      `img-secretbb (ap-guangzhou): will gain access: ${alice}, [secret]`,
    ]);
  });
});
