/** `customTimeouts` of a set: the engine tells them to the set alone, and they are meant for its shares. */
import { alice, image } from "../../e2e/harness/world";
import { setProgram, useYamlWorld } from "../../e2e/plugin/yaml-world";

const world = useYamlWorld();
const [one, two] = [image("one"), image("two")];
const action = "ModifyImageSharePermission";

it("ends the create of a share in the time of its set, and is no difference afterwards", async () => {
  for (const target of [one, two]) world.emulator.putImage(target);
  setProgram(world.stack, {
    resources: {
      release: {
        type: "image-share:ImageShareSet",
        properties: { accounts: [alice], images: { one, two } },
        options: { customTimeouts: { create: "2s", update: "90s" } },
      },
    },
  });
  // The default is a quarter of an hour.
  world.emulator.injectFault({ kind: "throttle", action, imageId: two.imageId, times: "always" });
  const run = await world.stack.failing("up");
  expect(run.output).toMatch(new RegExp(`${two.imageId}.*RequestLimitExceeded`));
  world.emulator.clearFaults();
  await world.stack.up();
  expect([one, two].map((target) => world.emulator.accounts(target))).toEqual([[alice], [alice]]);
  expect((await world.stack.up()).resources).toEqual(["4 unchanged"]);
  await world.stack.destroy();
});
