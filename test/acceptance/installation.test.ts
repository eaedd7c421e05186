/** What a program that is installed, or written, in a way that cannot work is told by the real engine. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../e2e/harness/installation";
import { script } from "../e2e/harness/script";
import { alice, bob, image, useWorld } from "../e2e/harness/world";

const guangzhou = image("install");
const plain = image("plain");

/** Finds the package where a library has it, as a program does that depends on the library alone. */
const program = `
const pulumi = require("@pulumi/pulumi");
const { ImageShare, ImageShareSet } = require(${JSON.stringify(repository)});
const config = new pulumi.Config();
const accounts = config.requireObject("accounts");
const opts = config.getObject("opts") ?? {};
new ImageShareSet("release", { accounts, exclusive: true, images: { gz: ${JSON.stringify(guangzhou)} } }, opts);
new ImageShare("plain", { ...${JSON.stringify(plain)}, accounts, exclusive: true }, opts);
`;

const world = useWorld(script(program));

function configure(accounts: readonly string[], opts: object): void {
  world.stack.setConfig({ "program:accounts": accounts, "program:opts": opts });
}

beforeAll(() => {
  world.emulator.putImage(guangzhou);
  world.emulator.putImage(plain);
});

it("hands ignoreChanges of a set on to its shares", async () => {
  configure([alice, bob], {});
  await world.stack.up();
  configure([alice], { ignoreChanges: ["accounts"] });
  const preview = await world.stack.preview();
  expect(preview.output).not.toMatch(/will lose access/);
  await world.stack.up();
  expect(world.emulator.accounts(guangzhou)).toEqual([alice, bob]);
  expect(world.emulator.accounts(plain)).toEqual([alice, bob]);
});

it.each([
  ["customTimeouts", { customTimeouts: { create: "5s" } }, "write the argument timeoutSeconds"],
  ["import", { import: "tencentcloud-cvm/ap-guangzhou/img-plain000" }, "the first up adopts"],
])("refuses the option %s in one sentence, without a stack", async (_option, opts, wayOut) => {
  configure([alice, bob], opts);
  const { output } = await world.stack.failing("preview");
  expect(output).toContain(wayOut);
  expect(output).not.toMatch(/^\s+at /m);
});

it("says in one sentence where the package has to be installed, when only a library has it", async () => {
  configure([alice, bob], {});
  rmSync(join(world.stack.folder, "node_modules/pulumi-image-share"));
  const { output } = await world.stack.failing("preview");
  expect(output).toMatch(
    /release: the package pulumi-image-share is not found from \S+: add it to the dependencies of the project there/,
  );
  expect(output).not.toMatch(/^\s+at /m);
  expect(world.emulator.accounts(guangzhou)).toEqual([alice, bob]);
});
