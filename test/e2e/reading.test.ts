/** Programs that look who has access, and change nothing. */
import { script } from "./harness/script";
import { alice, bob, image, useWorld } from "./harness/world";

const target = image("look");
const swas = { service: "alicloud-swas", region: "cn-hangzhou", imageId: "m-saacssasc1" } as const;

const program = `
const pulumi = require("@pulumi/pulumi");
const { getImageShare, getImageShareOutput, ImageShare } = require("pulumi-image-share");
const wanted = new pulumi.Config().get("imageId") ?? "${target.imageId}";
const seen = new pulumi.Config().get("seen");
module.exports = seen !== undefined ? async () => ({ resource: ImageShare.get("seen", seen).accounts }) : async () => ({
  promised: await getImageShare({ service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: wanted }),
  output: getImageShareOutput({ service: "alicloud-swas", region: pulumi.output("cn-hangzhou"), imageId: "${swas.imageId}" }),
  resource: ImageShare.get("seen", "tencentcloud-cvm/ap-guangzhou/" + wanted).accounts,
});
`;

const world = useWorld(script(program));

beforeEach(() => {
  const { emulator, stack } = world;
  const { id, secret } = emulator.credentials;
  emulator.putImage({ ...target, accounts: [alice, bob] });
  emulator.putImage({ ...swas, accounts: ["1234567890123456"], shareToEcs: true });
  stack.setConfig({ "image-share:alicloud": { accessKeyId: id, accessKeySecret: secret } });
});

it("see all who have access, in a preview as well, without a write and without a resource of their own", async () => {
  const { stack } = world;
  const run = await stack.up();
  const outputs: unknown = JSON.parse((await stack.run(["stack", "output", "--json"])).stdout);
  expect(outputs).toEqual({
    promised: { ...target, accounts: [alice, bob] },
    output: { ...swas, accounts: ["1234567890123456"], shareToEcs: true },
    resource: [alice, bob],
  });
  expect(run.writes.filter((call) => !call.startsWith("List"))).toEqual([]);
  expect(run.told).toContain(`image-share: calls go to ${world.emulator.url} (image-share:endpoint)`);
  expect((await stack.preview()).output).toContain("unchanged");
  await stack.destroy();
  expect(world.emulator.accounts(target)).toEqual([alice, bob]);
});

it("are told in one line, which begins with the image, that the image is not found", async () => {
  const { emulator, stack } = world;
  const { id, secret } = emulator.credentials;
  stack.setConfig({
    "program:imageId": "img-nowhere1",
    "image-share:alicloud": { accessKeyId: id, accessKeySecret: secret },
  });
  const run = await stack.failing("preview");
  expect(run.output).toMatch(
    /^\s*(error: )?.*img-nowhere1 \(ap-guangzhou\): image not found, or not owned by these credentials\. Check imageId and region\. Keys: image-share:tencentcloud, key ID …uite, of account 100099990001\. See docs\/errors\.md#image-gone \(image-share explain image-gone\)$/m,
  );
  expect(run.output).not.toContain(secret);
  expect(run.output).not.toContain("node_modules");
});

it("are told what is wrong with the id of ImageShare.get", async () => {
  world.stack.setConfig({ "program:seen": "img-look0000" });
  const run = await world.stack.failing("preview");
  expect(run.output).toContain(
    'the id "img-look0000" names no image: write <service>/<region>/<imageId>, or alicloud-ens/<imageId>.',
  );
  expect(run.calls).toEqual([]);
});

it("are told of an image of ImageShare.get that is not found", async () => {
  world.stack.setConfig({ "program:seen": "tencentcloud-cvm/ap-guangzhou/img-nowhere1" });
  const run = await world.stack.failing("preview");
  expect(run.output).toContain(
    "img-nowhere1 (ap-guangzhou): image not found, or not owned by these credentials. Check imageId and region. " +
      "Keys: image-share:tencentcloud, key ID …uite, of account 100099990001. See docs/errors.md#image-gone (image-share explain image-gone)",
  );
  expect(run.calls).toHaveLength(1);
});
