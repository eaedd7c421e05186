/** A stack of dynamic resources becomes one of plugin resources, and back: neither takes a call that writes. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { image, useWorld } from "../../e2e/harness/world";
import { setProgram, shares, yamlProject } from "../../e2e/plugin/yaml-world";

const world = useWorld(yamlProject);
const [alice, bob] = ["100000000001", "100000000002"] as const;
const golden = image("golden");
const args = { ...golden, accounts: [alice, bob], maxRemovals: 5 };
const reading = [`describe ${golden.imageId}`];

/** A resource by its class of TypeScript and JavaScript. @param options of the resource */
function setJavaScript(options: object, className = "ImageShare", properties: object = args): void {
  const { folder } = world.stack;
  writeFileSync(
    join(folder, "index.js"),
    `const { ${className} } = require("pulumi-image-share");
new ${className}("golden", ${JSON.stringify(properties)}, ${JSON.stringify(options)});`,
  );
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "program", main: "index.js" }));
  const runtime = "runtime: { name: nodejs, options: { typescript: false } }";
  writeFileSync(join(folder, "Pulumi.yaml"), `name: program\n${runtime}\n`);
}

it("moves a set from JavaScript to YAML, its shares with it, by one read of each", async () => {
  world.emulator.putImage({ ...golden, accounts: [] });
  const set = { accounts: [alice, bob], images: { one: golden } };
  setJavaScript({}, "ImageShareSet", set);
  await world.stack.up();
  setProgram(world.stack, { resources: { golden: { type: "image-share:ImageShareSet", properties: set } } });
  const run = await world.stack.up();
  expect(run.calls).toEqual(reading);
  expect(run.resources).toEqual(["3 unchanged"]);
  expect((await world.stack.destroy()).writes).toEqual([`cancel ${golden.imageId} ${alice} ${bob}`]);
});

it("moves from JavaScript to YAML by one read, unchanged", async () => {
  world.emulator.putImage({ ...golden, accounts: [] });
  setJavaScript({});
  await world.stack.up();
  setProgram(world.stack, shares({ golden: args }));
  const preview = await world.stack.preview();
  expect(preview.calls).toEqual(reading);
  expect(preview.resources).toEqual(["2 unchanged"]);
  const run = await world.stack.up();
  expect(run.calls).toEqual(reading);
  expect(run.resources).toEqual(["2 unchanged"]);
  expect((await world.stack.state()).golden?.urn).toContain("::image-share:index:ImageShare::");
});

it("takes an update there, and forgets what only the dynamic resource recorded", async () => {
  setProgram(world.stack, shares({ golden: { ...args, accounts: [alice] } }));
  expect((await world.stack.up()).writes).toEqual([`cancel ${golden.imageId} ${bob}`]);
  expect((await world.stack.state()).golden?.outputs).not.toHaveProperty("__provider");
  setProgram(world.stack, shares({ golden: args }));
  await world.stack.up();
});

it("moves back from YAML to JavaScript with an alias, by an update that records how to end the share", async () => {
  setJavaScript({ aliases: [{ type: "image-share:index:ImageShare" }] });
  const preview = await world.stack.preview();
  expect(preview.calls).toEqual(reading);
  expect(preview.said).toEqual([]);
  const run = await world.stack.up();
  expect(run.writes).toEqual([]);
  expect(run.resources).toEqual(["1 updated", "1 unchanged"]);
  expect((await world.stack.up()).resources).toEqual(["2 unchanged"]);
  expect(world.emulator.accounts(golden)).toEqual([alice, bob]);
});

it("is destroyed as it was made", async () => {
  const run = await world.stack.destroy();
  expect(run.writes).toEqual([`cancel ${golden.imageId} ${alice} ${bob}`]);
});
