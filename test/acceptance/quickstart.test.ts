/** The repository's own project: a TypeScript program that takes its shares from stack configuration. */
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { goldenShim } from "../e2e/harness/golden";
import { repository } from "../e2e/harness/installation";
import { alice, bob, carol, image, useWorld } from "../e2e/harness/world";

const world = useWorld((folder) => {
  for (const path of ["Pulumi.yaml", "examples/quickstart"]) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    cpSync(join(repository, path), join(folder, path), { recursive: true });
  }
  symlinkSync(join(repository, "node_modules/@types"), join(folder, "node_modules/@types"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "quickstart" }));
});

const golden = image("golden");
const name = `tencentcloud-cvm-ap-guangzhou-${golden.imageId}`;

it("shares what configuration lists, from TypeScript, with credentials from the environment", async () => {
  const { id, secret } = world.emulator.credentials;
  world.emulator.putImage(golden);
  world.stack.setEnvironment({ TENCENTCLOUD_SECRET_ID: id, TENCENTCLOUD_SECRET_KEY: secret });
  const shares = [{ ...golden, accounts: [alice, bob] }];
  world.stack.setConfig({ "image-share:tencentcloud": null, "image-share:shares": shares });
  const run = await world.stack.up();
  expect(run.output).not.toContain("warning");
  expect(world.emulator.accounts(golden)).toEqual([alice, bob]);
  const outputs = JSON.parse((await world.stack.run(["stack", "output", "--json"])).stdout);
  expect(outputs).toEqual({ accounts: { [name]: [alice, bob] }, foreignAccounts: { [name]: [] } });
});

it("writes the same shim into state as a JavaScript program does", async () => {
  expect((await world.stack.state())[name]?.outputs.__provider).toBe(goldenShim);
});

it("takes what `pulumi config set` writes without quotes", async () => {
  const account = "image-share:shares[0].accounts[1]";
  await world.stack.run(["config", "set", "--path", account, carol]);
  await world.stack.up();
  expect(world.emulator.accounts(golden)).toEqual([alice, carol]);
});

it("explains what to configure when nothing is", async () => {
  world.stack.setConfig({});
  const run = await world.stack.failing("preview");
  expect(run.output).toContain("image-share:shares must list at least one share");
  expect(run.output).not.toMatch(/^\s+at /m);
});

it("refuses to list one image twice", async () => {
  const entry = { ...golden, accounts: [alice] };
  world.stack.setConfig({ "image-share:shares": [entry, entry] });
  const run = await world.stack.failing("preview");
  expect(run.output).toMatch(new RegExp(`image-share:shares\\[1\\].*${golden.imageId}.*second time`));
});
