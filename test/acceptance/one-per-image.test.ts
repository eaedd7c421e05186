/** Two resources for one image, hidden from the program's own check, and programs whose provider's text has changed. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { script } from "../e2e/harness/script";
import { alice, bob, image, useWorld } from "../e2e/harness/world";

const target = image("twice");

/** By a transform, one resource is led to the other's image after its own was looked at. */
const hidden = `
const pulumi = require("@pulumi/pulumi");
const { ImageShare } = require("pulumi-image-share");
const place = { service: "tencentcloud-cvm", region: "ap-guangzhou" };
const lead = ({ props, opts }) => ({ props: { ...props, imageId: "${target.imageId}" }, opts });
const first = new ImageShare("first", { ...place, imageId: "${target.imageId}", accounts: ["${alice}"] });
new ImageShare("second", { ...place, imageId: "img-other000", accounts: ["${bob}"] }, { transforms: [lead], dependsOn: first });
`;

describe("two exclusive resources for one image that the program could not see", () => {
  const world = useWorld(script(hidden));

  it("do not revoke each other's accounts in turn, and are told", async () => {
    world.emulator.putImage(target);
    const run = await world.stack.failing("up");
    expect(run.output).toContain(
      `it would revoke ${alice}, which another resource of this program lists for the same image: merge the two into ` +
        "one, or set exclusive: false in both. See docs/errors.md#two-resources (image-share explain two-resources)",
    );
    expect(world.emulator.accounts(target)).toEqual([alice]);
  });
});

describe("a mode that is an output", () => {
  const world = useWorld(
    script(`
const pulumi = require("@pulumi/pulumi");
const { ImageShare } = require("pulumi-image-share");
const place = { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "${target.imageId}" };
const exclusive = pulumi.secret(false);
const [first, second] = ["${alice}", "${bob}"].map((account, index) => new ImageShare("share-" + index, { ...place, accounts: [account], exclusive }));
exports.imageId = first.imageId;
`),
  );

  it("lets two resources add to one image, and makes no secret of the image", async () => {
    world.emulator.putImage(target);
    await world.stack.up();
    expect(world.emulator.accounts(target).toSorted()).toEqual([alice, bob]);
    const outputs: unknown = JSON.parse((await world.stack.run(["stack", "output", "--json"])).stdout);
    expect(outputs).toEqual({ imageId: target.imageId });
  });
});

describe("a mode that is an output, of two resources of which each is the only manager", () => {
  const world = useWorld(
    script(`
const pulumi = require("@pulumi/pulumi");
const { ImageShare } = require("pulumi-image-share");
const place = { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "${target.imageId}" };
const exclusive = pulumi.secret(true);
for (const account of ["${alice}", "${bob}"]) new ImageShare(account, { ...place, accounts: [account], exclusive });
`),
  );

  it("is refused at preview and at up, with both names", async () => {
    world.emulator.putImage(target);
    for (const command of ["preview", "up"] as const) {
      const { output } = await world.stack.failing(command);
      expect(output).toMatch(new RegExp(`two resources, "${alice}" and "${bob}", share this image`));
    }
    expect(world.emulator.accounts(target)).not.toContain(bob);
  });
});

describe("a rename that brings another text of the provider with it", () => {
  const program = (name: string) => `
const { ImageShare } = require("pulumi-image-share");
new ImageShare("${name}", { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "${target.imageId}", accounts: ["${alice}", "${bob}"] });
`;
  const world = useWorld(script(program("before")));

  it("takes access from nobody", async () => {
    const { emulator, stack } = world;
    emulator.putImage(target);
    await stack.up();
    const file = join(stack.folder, "state.json");
    await stack.run(["stack", "export", "--file", file]);
    const text = readFileSync(file, "utf8").replaceAll(/("__provider":\s*"(?:[^"\\]|\\.)*)"/g, '$1\\n"');
    expect(text).not.toBe(readFileSync(file, "utf8"));
    writeFileSync(file, text);
    await stack.run(["stack", "import", "--file", file]);
    writeFileSync(join(stack.folder, "index.js"), program("after"));
    const run = await stack.up();
    expect(run.resources).toEqual(["1 created", "1 deleted", "1 unchanged"]);
    expect(run.writes).toEqual([]);
    expect(emulator.accounts(target)).toEqual([alice, bob]);
  });
});
