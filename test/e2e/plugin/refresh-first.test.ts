/** `image-share:refreshFirst`: state is read anew before every update, and the diff after it rests on that. */
import { image } from "../harness/world";
import { setProgram, shares, useYamlWorld } from "./yaml-world";

const world = useYamlWorld();
const [alice, bob, stranger] = ["100000000001", "100000000002", "100000000099"] as const;
const golden = image("golden");
const label = `${golden.imageId} (ap-guangzhou)`;

it("shows drift as a step of its own, then what is done about it, by one read in all", async () => {
  const { stack, emulator } = world;
  stack.setConfig({ "image-share:refreshFirst": true });
  emulator.putImage({ ...golden, accounts: [] });
  setProgram(stack, shares({ golden: { ...golden, accounts: [alice, bob] } }));
  await stack.up();
  emulator.unshare(golden, [bob]);
  emulator.share(golden, [stranger]);
  const preview = await stack.preview();
  expect(preview.saidOfResources).toEqual([
    `${label}: lost access outside of Pulumi: ${bob}`,
    `${label}: gained access outside of Pulumi: ${stranger}`,
    `${label}: will lose access (has it now, not listed): ${stranger}`,
    `${label}: will gain access again (removed outside of Pulumi): ${bob}`,
  ]);
  expect(preview.calls).toEqual([`describe ${golden.imageId}`]);
  const run = await stack.up();
  expect(run.writes).toEqual([`share ${golden.imageId} ${bob}`, `cancel ${golden.imageId} ${stranger}`]);
  expect(emulator.accounts(golden)).toEqual([alice, bob]);
});
