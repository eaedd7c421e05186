/** The policy pack of the examples, on the real engine: nobody outside its list gets access, whichever host shares. */
import { chmodSync, cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../e2e/harness/installation";
import { script } from "../e2e/harness/script";
import { alice, bob, carol, image, useWorld, type World } from "../e2e/harness/world";
import { hosts } from "../e2e/plugin/hosts";
import { setProgram, useYamlWorld } from "../e2e/plugin/yaml-world";

const golden = image("golden");

/** A pack in the stack's folder, as `npm install` would leave it. @returns flags that make the engine use it */
function installPack({ stack }: World): string[] {
  const folder = join(stack.folder, "policy-pack");
  cpSync(join(repository, "examples/policy-pack"), folder, { recursive: true });
  mkdirSync(join(folder, "node_modules"));
  for (const name of ["@pulumi", "@types"])
    symlinkSync(join(repository, "node_modules", name), join(folder, "node_modules", name));
  // The language host of the tests may be too old to start a pack; the engine takes a program that does, too.
  const start = join(folder, "start");
  const program = join(repository, "node_modules/@pulumi/pulumi/cmd/run-policy-pack");
  writeFileSync(start, `#!/bin/sh\ncd "$(dirname "$0")"\nexec node "${program}" "$1" .\n`);
  chmodSync(start, 0o755);
  return ["--policy-pack", start, "--policy-pack-config", join(folder, "allowed.json")];
}

const refusal = new RegExp(
  `only-allowed-accounts[^]*${golden.imageId} would be shared with ${carol}, not on`,
);

describe.each(hosts)("a share by $name", (host) => {
  const world = host.useWorld();
  let pack: string[] = [];
  beforeAll(() => {
    pack = installPack(world);
    world.emulator.putImage(golden);
  });

  it("is refused at a preview that lists another account", async () => {
    host.setShares(world, { golden: { ...golden, accounts: [alice, carol] } });
    const run = await world.stack.failing("preview", ...pack);
    expect(run.output).toMatch(refusal);
    expect(run.output).not.toContain(`${alice}, not on`);
    expect(run.writes).toEqual([]);
  });

  it("is refused by an up without a preview, before anything is written", async () => {
    const run = await world.stack.failing("up", ...pack);
    expect(run.output).toMatch(refusal);
    expect(run.writes).toEqual([]);
  });

  it("is made where all its accounts are on the list", async () => {
    host.setShares(world, { golden: { ...golden, accounts: [alice, bob] } });
    const run = await world.stack.up(...pack);
    expect(run.output).toMatch(/✅ image-share@v1\.0\.0/);
    expect(world.emulator.accounts(golden)).toEqual([alice, bob]);
  });
});

describe("a set", () => {
  const args = {
    accounts: [alice],
    images: { golden: { ...golden, additionalAccounts: [carol] } },
  };
  const program = `const { ImageShareSet } = require("pulumi-image-share");
new ImageShareSet("release", ${JSON.stringify(args)});`;
  const inJavaScript = useWorld(script(program));
  const inYaml = useYamlWorld();

  it.each([
    { language: "JavaScript", world: inJavaScript },
    { language: "YAML", world: inYaml },
  ])("in $language is refused for the account that one of its images adds", async ({ world }) => {
    const pack = installPack(world);
    world.emulator.putImage(golden);
    if (world === inYaml) {
      setProgram(world.stack, {
        resources: { release: { type: "image-share:ImageShareSet", properties: args } },
      });
    }
    const run = await world.stack.failing("up", ...pack);
    expect(run.output).toMatch(refusal);
    expect(run.writes).toEqual([]);
  });
});
