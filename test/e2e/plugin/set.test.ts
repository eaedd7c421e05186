/** ImageShareSet in YAML, which has no loops: the plugin makes a share for each image. */
import { image } from "../harness/world";
import { setProgram, useYamlWorld, type YamlProgram } from "./yaml-world";

const world = useYamlWorld();
const [alice, bob, carol] = ["100000000001", "100000000002", "100000000003"] as const;
const [one, two] = [image("one"), image("two")];

function set(properties: Readonly<Record<string, unknown>>): YamlProgram {
  return {
    resources: { release: { type: "image-share:ImageShareSet", properties } },
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: YAML's own interpolation
    outputs: { who: "${release.accounts}", foreign: "${release.foreignAccounts}" },
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: YAML's own interpolation
  };
}

const both = {
  accounts: [alice, bob],
  exclusive: false,
  images: { one, two: { ...two, additionalAccounts: [carol, alice] } },
};

it("shares each image with the accounts of the set and its own, shown under its share", async () => {
  for (const target of [one, two]) world.emulator.putImage(target);
  setProgram(world.stack, set(both));
  const preview = await world.stack.preview();
  expect(preview.resources).toEqual(["4 to create"]);
  expect(preview.saidOfResources.sort()).toEqual([
    `${one.imageId} (ap-guangzhou): will gain access: ${alice}, ${bob}`,
    `${two.imageId} (ap-guangzhou): will gain access: ${alice}, ${bob}, ${carol}`,
  ]);
  const run = await world.stack.up();
  expect(world.emulator.accounts(one)).toEqual([alice, bob]);
  expect(world.emulator.accounts(two)).toEqual([alice, bob, carol]);
  expect(run.output).toMatch(/who {4}: \{\n\s+one: \[/);
  expect(Object.keys(await world.stack.state()).sort()).toEqual(["release-one", "release-two"]);
});

it("is unchanged the next time, by one read of each image", async () => {
  const run = await world.stack.up();
  expect(run.resources).toEqual(["4 unchanged"]);
  expect([...run.calls].sort()).toEqual([`describe ${one.imageId}`, `describe ${two.imageId}`]);
});

it("takes a list for each cloud, and names the one that is missing", async () => {
  setProgram(world.stack, set({ ...both, accounts: { tencentcloud: [alice, bob] } }));
  expect((await world.stack.up()).resources).toEqual(["4 unchanged"]);
  setProgram(world.stack, set({ ...both, accounts: { alicloud: ["1234567890123456"] } }));
  const run = await world.stack.failing("up");
  expect(run.output).toContain(
    'release: the image "one" is of tencentcloud, and accounts has no list for tencentcloud',
  );
  expect(run.writes).toEqual([]);
});

it("keeps a secret list of accounts out of state", async () => {
  setProgram(world.stack, set({ ...both, accounts: { "fn::secret": [alice, bob] } }));
  await world.stack.up();
  const share = (await world.stack.state())["release-one"];
  expect(JSON.stringify(share?.inputs)).not.toContain(alice);
  expect(JSON.stringify(share?.outputs.accounts)).not.toContain(alice);
  expect(world.emulator.accounts(one)).toEqual([alice, bob]);
});

it("names each wrong argument of its images before anything is registered, and takes access from nobody", async () => {
  const images = { one: { ...one, maxRemovals: -1 }, two };
  setProgram(world.stack, set({ ...both, accounts: [alice, "12"], images }));
  const run = await world.stack.failing("up");
  expect(run.output).toMatch(
    /release: images\.one, images\.two: accounts\[1\] must be .*, not "12"; images\.one: maxRemovals must be /,
  );
  expect(run.output).not.toContain("connection is closing");
  expect(run.calls).toEqual([]);
  expect(world.emulator.accounts(one)).toEqual([alice, bob]);
});

it("takes back the access of an image that is left out, and of all when it is destroyed", async () => {
  setProgram(world.stack, set({ ...both, images: { one } }));
  await world.stack.up();
  expect(world.emulator.accounts(two)).toEqual([]);
  await world.stack.destroy();
  expect(world.emulator.accounts(one)).toEqual([]);
});
