/** The owner of the images in the lists of all services in one stack, and in that of a set. */
import { type Emulator, startEmulator } from "../../src/emulator";
import { script } from "../e2e/harness/script";
import { Stack } from "../e2e/harness/stack";
import { clouds, sections } from "../support/services";
import { ownerOf, samples } from "../unit/provider/two-keys";

jest.setTimeout(120_000);

const mine = (cloud: keyof typeof ownerOf, accounts: readonly string[]) => [...accounts, ownerOf[cloud]];
const shares = samples.map(({ image, cloud, accounts }) => ({
  ...image,
  accounts: mine(cloud, [accounts[0]]),
  exclusive: true,
}));

/** One share of each service, and a set over images of two clouds. */
const program = `
const { ImageShare, ImageShareSet } = require("pulumi-image-share");
for (const share of ${JSON.stringify(shares)}) new ImageShare(share.service, share);
new ImageShareSet("release", {
  accounts: { tencentcloud: ${JSON.stringify(mine("tencentcloud", ["100000000001"]))}, alicloud: ${JSON.stringify(mine("alicloud", ["1234567890123456"]))} },
  exclusive: true,
  images: {
    guangzhou: { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-set00000" },
    hangzhou: { service: "alicloud-ecs", region: "cn-hangzhou", imageId: "m-set00000" },
  },
});
`;

const ofSet = [
  { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-set00000" },
  { service: "alicloud-ecs", region: "cn-hangzhou", imageId: "m-set00000" },
] as const;
const images = [...samples.map(({ image }) => image), ...ofSet];
/** A login tells whose keys they are without such a call. */
const asked = [...new Set(samples.map(({ cloud }) => cloud))]
  .filter((cloud) => clouds[cloud].login === undefined)
  .sort();

let emulator: Emulator;
let stack: Stack;

beforeAll(async () => {
  emulator = await startEmulator({ rateLimits: false });
  for (const image of images) emulator.putImage(image);
  stack = await Stack.create(emulator, script(program));
  stack.setConfig(sections(emulator.credentials));
});

afterAll(async () => {
  stack.dispose();
  await emulator.close();
});

const lineOf = (imageId: string, text: string) => new RegExp(`${imageId}.*${text}`);
const OWNS = ": \\w+ owns the image: it has access without a share$";

it("is noted by the preview and promised nothing, in one identity call for each cloud", async () => {
  const run = await stack.preview();
  for (const { imageId } of images) expect(run.output).toMatch(new RegExp(lineOf(imageId, OWNS).source, "m"));
  for (const owner of Object.values(ownerOf)) {
    expect(run.output).not.toMatch(new RegExp(`will gain access: .*${owner}`));
  }
  expect(run.identityCalls.toSorted()).toEqual(asked);
});

it("keeps no share from being made, and no output lists it", async () => {
  const run = await stack.up();
  expect(run.resources).toEqual([`${images.length + 2} created`]);
  expect(run.identityCalls.toSorted()).toEqual(asked);
  for (const image of images) expect(emulator.accounts(image)).toHaveLength(1);
  for (const { outputs } of Object.values(await stack.state())) {
    expect(outputs.accounts).toHaveLength(1);
    expect(Object.values(ownerOf)).toContain(outputs.owner);
    expect(outputs.accounts).not.toContain(outputs.owner);
  }
});

it("is no difference to the next up and refresh, which ask for no identity", async () => {
  for (const run of [await stack.up(), await stack.refresh(), await stack.up("--expect-no-changes")]) {
    expect(run.resources).toEqual([`${images.length + 2} unchanged`]);
    expect(run.identityCalls).toEqual([]);
  }
});

it("is no matter to a destroy", async () => {
  await stack.destroy();
  for (const image of images) expect(emulator.accounts(image)).toEqual([]);
});
