/** Credentials are secrets of the stack's configuration: they reach the vendor, and nothing else. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { alice, bob, image, share, useWorld } from "./harness/world";

const world = useWorld();

const golden = image("golden");
/** All that was printed or written. */
const traces: string[] = [];

beforeAll(async () => {
  const { id, secret } = world.emulator.credentials;
  world.emulator.putImage(golden);
  world.stack.setConfig({ "image-share:tencentcloud": null });
  for (const [key, value] of Object.entries({ secretId: id, secretKey: secret })) {
    await world.stack.run(["config", "set", "--secret", "--path", `image-share:tencentcloud.${key}`, value]);
  }
});

function expectNoTraces(): void {
  const { id, secret } = world.emulator.credentials;
  const found = traces.join("\n");
  expect(found).not.toContain(id);
  expect(found).not.toContain(secret);
}

it("work from encrypted configuration, and are in no output", async () => {
  world.stack.setShares([share("golden", golden, [alice, bob])]);
  traces.push((await world.stack.preview("--diff")).output, (await world.stack.up()).output);
  expect(world.emulator.accounts(golden)).toEqual([alice, bob]);
  expectNoTraces();
});

it("are in no file of the stack in clear, exported state and history included", async () => {
  traces.push((await world.stack.refresh()).output, (await world.stack.run(["stack", "export"])).stdout);
  const files = readdirSync(world.stack.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes("node_modules"))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
  expect(files.length).toBeGreaterThan(5);
  traces.push(...files);
  expectNoTraces();
});

it("are in no error", async () => {
  world.emulator.injectFault({ kind: "error", code: "AuthFailure.SecretIdNotFound", times: "always" });
  for (const command of ["up", "destroy"] as const) {
    const run = await world.stack.failing(command);
    expect(run.output).toContain("AuthFailure.SecretIdNotFound");
    traces.push(run.output);
  }
  expectNoTraces();
});
