/**
 * What a review makes of previews of the real engine: who loses access under each name that the engine has for it.
 * With UPDATE_PREVIEWS=1, what the engine prints is recorded for test/unit/cli/review.test.ts.
 */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { script } from "../e2e/harness/script";
import { alice, bob, carol, dave, image, useWorld } from "../e2e/harness/world";
import { record, type Scenario } from "../unit/cli/previews";
import { cli, type Ended } from "../unit/cli/support";

/** Beyond what the general program can: lookups, and resources that go with another one. */
const program = `
const { readFileSync } = require("node:fs");
const pulumi = require("@pulumi/pulumi");
const { ImageShare } = require("pulumi-image-share");

class Later extends pulumi.dynamic.Resource {
  constructor(name, value) {
    super({ create: async (inputs) => ({ id: name, outs: inputs }) }, name, { result: undefined, value });
  }
}

const made = {};
for (const { name, args, get, opts = {} } of JSON.parse(readFileSync(__dirname + "/spec.json", "utf8")).shares) {
  const options = opts.deletedWith === undefined ? opts : { ...opts, deletedWith: made[opts.deletedWith] };
  const { secret, later, ...rest } = args ?? {};
  if (secret !== undefined) rest.accounts = pulumi.secret(secret);
  if (later !== undefined) rest.accounts = [new Later("later", later).result];
  made[name] = get ? ImageShare.get(name, get) : new ImageShare(name, rest, options);
}
`;

const world = useWorld(script(program));

const [first, second, third] = [image("first"), image("second"), image("third")];
const [fourth, fifth, sixth] = [image("fourth"), image("fifth"), image("sixth")];
const [seventh, eighth, ninth] = [image("seventh"), image("eighth"), image("ninth")];
const simple = { service: "alicloud-swas", region: "cn-hangzhou", imageId: "m-saacssasc1234" } as const;

const everything = {
  one: { name: "one", args: { ...first, accounts: [alice, bob] } },
  two: { name: "two", args: { ...second, accounts: [alice], exclusive: false } },
  other: { name: "other", args: { ...second, accounts: [bob, carol], exclusive: false } },
  kept: { name: "kept", args: { ...third, accounts: [alice] }, opts: { retainOnDelete: true } },
  guarded: { name: "guarded", args: { ...fourth, accounts: [alice, bob], protectedAccounts: [bob] } },
  secret: { name: "secret", args: { ...fifth, secret: [alice, bob] } },
  along: { name: "along", args: { ...sixth, accounts: [alice] }, opts: { deletedWith: "one" } },
  ecs: { name: "ecs", args: { ...simple, shareToEcs: true } },
};

function configure(more: Readonly<Record<string, string>> = {}): void {
  const { id, secret } = world.emulator.credentials;
  world.stack.setConfig({ "image-share:alicloud": { accessKeyId: id, accessKeySecret: secret }, ...more });
}

beforeAll(async () => {
  const { emulator, stack } = world;
  configure();
  for (const target of [first, second, third, fourth, fifth, sixth, simple]) emulator.putImage(target);
  stack.setShares(Object.values(everything) as never);
  await stack.up();
});

/** Reviews what the engine prints of this command. @param scene undefined where it is not recorded */
async function reviewed(scene: Scenario | undefined, ...command: string[]): Promise<Ended> {
  const { stack } = world;
  const preview = (await stack.run([...command, "--json"])).stdout;
  const state = (await stack.run(["stack", "export"])).stdout;
  if (process.env.UPDATE_PREVIEWS && scene !== undefined) record(scene, preview, state);
  const [file, exported] = ["preview.json", "state.json"].map((name) => join(stack.folder, name));
  writeFileSync(file ?? "", preview);
  writeFileSync(exported ?? "", state);
  return cli(["review", file ?? "", "--state", exported ?? ""]);
}

const label = ({ imageId }: { imageId: string }) => `${imageId} (ap-guangzhou)`;

it("names who loses access because resources leave the program, and who keeps it, and why", async () => {
  const two = { ...everything.two, args: { ...everything.two.args, accounts: [alice, bob] } };
  world.stack.setShares([two] as never);
  const { code, stdout } = await reviewed("removed", "preview", "--show-sames", "--show-replacement-steps");
  expect(code).toBe(2);
  // Whether the one that was made first has seen the other's account since depends on the first up.
  const lines = stdout
    .split("\n")
    .filter((line) => !line.includes("has access already (foreign, not managed by this share)"));
  expect(lines).toEqual([
    `${alice} would lose access to 2 images`,
    "m-saacssasc1234 (cn-hangzhou): will lose access (the resource is deleted): your own ECS (shareToEcs)",
    `${label(first)}: will lose access (the resource is deleted): ${alice}, ${bob}`,
    `${label(fourth)}: will lose access (the resource is deleted): ${alice}`,
    `${label(second)}: will lose access (the resource is deleted): ${carol}`,
    `${label(fifth)}: will lose access (the resource is deleted), and who it is is not known: accounts are secret`,
    `${label(fourth)}: keeps access (protectedAccounts protects them): ${bob}`,
    `${label(second)}: keeps access (another resource lists them): ${bob}`,
    `${label(sixth)}: keeps access (deletedWith: nothing is revoked, and state forgets them): ${alice}`,
    `${label(third)}: keeps access (retainOnDelete: nothing is revoked, and state forgets them): ${alice}`,
    // A reviewer has to see that it is not about the vendor.
    `image-share: calls go to ${world.emulator.url} (image-share:endpoint)`,
    "Stop: 5 accounts would lose access to 4 images; not everything is known",
    "",
  ]);
});

it("says that up may refuse to end shares that were made at another endpoint", async () => {
  const { emulator, stack } = world;
  configure({ "image-share:endpoint": "http://127.0.0.1:9" });
  stack.setShares([]);
  const { code, stdout } = await reviewed(undefined, "preview");
  configure();
  expect(code).toBe(2);
  expect(stdout).toContain(
    `${label(first)}: will lose access (the resource is deleted), unless up goes by the configuration as it is now, which ` +
      `names http://127.0.0.1:9, while the share was made at ${emulator.url} (then up refuses this: wrong-endpoint): ` +
      `${alice}, ${bob}`,
  );
});

it("names who loses access because resources are replaced, and what only the up will know", async () => {
  const { emulator, stack } = world;
  for (const target of [seventh, eighth, ninth]) emulator.putImage(target);
  const { along: _, ...others } = everything;
  stack.setShares([
    ...Object.values({
      ...others,
      one: { name: "one", args: { ...seventh, accounts: [alice, bob] } },
      kept: { ...everything.kept, args: { ...eighth, accounts: [alice] } },
      other: { name: "elsewhere", get: "tencentcloud-cvm/ap-guangzhou/img-ninth000" },
    }),
    { name: "fresh", args: { ...ninth, later: dave } },
  ] as never);
  stack.setEnvironment({ PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true" });
  const { code, stdout } = await reviewed("replaced", "preview");
  stack.setEnvironment({});
  expect(code).toBe(2);
  const lines = stdout.split("\n");
  expect(lines).toEqual(
    expect.arrayContaining([
      `${label(first)}: will lose access (another image takes its place, and is shared first): ${alice}, ${bob}`,
      `${label(seventh)}: will gain access: ${alice}, ${bob}`,
      `${label(third)}: not revoked by this share (retainOnDelete: state forgets them): ${alice}`,
      `${label(eighth)}: will gain access: ${alice}`,
      `${label(second)}: will lose access (the resource is deleted): ${bob}, ${carol}`,
      `${label(sixth)}: keeps access (deletedWith: nothing is revoked, and state forgets them): ${alice}`,
    ]),
  );
  expect(lines.filter((line) => line.startsWith(label(third)))).toHaveLength(1);
  expect(lines.filter((line) => line.startsWith(label(ninth)))).toEqual([
    expect.stringContaining("not known"),
  ]);
});

it("names who loses access by the deletions that a run has left behind, which the engine does not show", async () => {
  const { emulator, stack } = world;
  const moved = { ...everything, one: { name: "one", args: { ...seventh, accounts: [alice, bob] } } };
  stack.setShares(Object.values(moved) as never);
  const fault = emulator.injectFault({
    kind: "error",
    code: "UnauthorizedOperation",
    message: "not today",
    action: "ModifyImageSharePermission",
    imageId: first.imageId,
    times: "always",
  });
  await stack.failing("up");
  fault.remove();
  const { code, stdout } = await reviewed("left-behind", "preview");
  expect(code).toBe(2);
  expect(stdout).toContain(
    `${label(first)}: will lose access (an earlier run replaced the resource, and its deletion is still to be done, ` +
      `unless --target leaves it out): ${alice}, ${bob}\n`,
  );
  expect(stdout).toContain("Stop: 2 accounts would lose access to 1 image\n");
});

it("names who loses access because a resource is replaced by another one for the same image", async () => {
  const { stack } = world;
  const two = { ...everything.two, args: { ...everything.two.args, accounts: [dave] } };
  stack.setShares(Object.values({ ...everything, two }) as never);
  const urn = "urn:pulumi:test::program::pulumi-nodejs:dynamic/image-share:ImageShare::two";
  const { code, stdout } = await reviewed("same-image", "preview", "--replace", urn);
  expect(code).toBe(2);
  const lines = stdout.split("\n").filter((line) => line.startsWith(label(second)));
  expect(lines).toContain(`${label(second)}: will lose access (no longer listed): ${alice}`);
  expect(lines).toContain(`${label(second)}: will gain access: ${dave}`);
  expect(lines.filter((line) => line.includes("keeps access") && line.includes(alice))).toEqual([]);
});

it("names who loses access by a destroy", async () => {
  const { code, stdout } = await reviewed("destroyed", "destroy", "--preview-only");
  expect(code).toBe(2);
  expect(stdout).toContain(
    `${label(second)}: will lose access (the resource is deleted): ${alice}, ${bob}, ${carol}\n`,
  );
  expect(stdout).toContain(
    `${label(third)}: keeps access (retainOnDelete: nothing is revoked, and state forgets them): ${alice}\n`,
  );
});
