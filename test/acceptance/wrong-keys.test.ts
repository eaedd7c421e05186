/**
 * Keys of another account than the one that made the shares, found in the environment, as when a pipeline's role could
 * not be assumed: every command fails, nothing is dropped, nothing is called done.
 */
import type { Emulator } from "../../src/emulator";
import { type ShareSpec, Stack } from "../e2e/harness/stack";
import { ownerOf, samples, startTwoKeys, strangerOf } from "../unit/provider/two-keys";

jest.setTimeout(120_000);

const shared = samples.filter(({ image }) =>
  ["tencentcloud-cvm", "alicloud-ecs", "volcengine-ecs"].includes(image.service),
);
const golden = shared.find(({ image }) => image.service === "tencentcloud-cvm");
const clouds = shared.map(({ cloud }) => cloud).sort();

const spec: readonly ShareSpec[] = shared.map(({ image, cloud, accounts }) => ({
  name: cloud,
  args: { ...image, accounts: [accounts[0]] },
}));

let emulator: Emulator;
let stack: Stack;

beforeAll(async () => {
  emulator = await startTwoKeys();
  stack = await Stack.create(emulator);
  stack.setConfig({ "image-share:tencentcloud": null });
  stack.setShares(spec);
});

afterAll(async () => {
  stack.dispose();
  await emulator.close();
});

function useKeysOf(who: "A" | "B"): void {
  const [id, secret] = [`key${who}`, `secret-of-${who.toLowerCase()}`];
  stack.setEnvironment({
    TENCENTCLOUD_SECRET_ID: id,
    TENCENTCLOUD_SECRET_KEY: secret,
    ALIBABA_CLOUD_ACCESS_KEY_ID: id,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: secret,
    VOLCENGINE_ACCESS_KEY: id,
    VOLCENGINE_SECRET_KEY: secret,
  });
}

const live = () => shared.map(({ image }) => emulator.accounts(image));
const everybody = shared.map(({ accounts }) => [accounts[0]]);
const someOf = (accounts: Readonly<Record<string, string>>) => `(${Object.values(accounts).join("|")})`;
const verdict = new RegExp(
  `Keys: environment.*, of account ${someOf(strangerOf)}\\. Account ${someOf(ownerOf)} owns the image.*#wrong-account`,
);

it("records the owners with one identity call for each cloud, which a no-op, a preview and a refresh never repeat", async () => {
  useKeysOf("A");
  const made = await stack.up();
  expect(made.identityCalls.toSorted()).toEqual(clouds);
  const state = await stack.state();
  for (const cloud of clouds) {
    expect(state[cloud]?.outputs.owner).toBe(ownerOf[cloud]);
    expect(state[cloud]?.inputs.owner).toBeUndefined();
  }
  for (const run of [await stack.up(), await stack.preview(), await stack.refresh()]) {
    expect(run.resources).toEqual([`${shared.length + 1} unchanged`]);
    expect(run.identityCalls).toEqual([]);
  }
});

it.each(["preview", "refresh", "up", "destroy"] as const)(
  "fails a %s with keys of another account, and keeps cloud and state",
  async (command) => {
    useKeysOf("B");
    const before = await stack.state();
    const run = await stack.failing(command);
    expect(run.output).toMatch(verdict);
    expect(run.output).not.toMatch(/dropped|replace|will lose|deleted/);
    expect(run.writes.filter((call) => !call.startsWith("Describe"))).toEqual([]);
    expect(live()).toEqual(everybody);
    expect(await stack.state()).toEqual(before);
  },
);

it("goes on with the owner's keys as if nothing had been", async () => {
  useKeysOf("A");
  for (const run of [await stack.preview(), await stack.refresh()]) {
    expect(run.resources).toEqual([`${shared.length + 1} unchanged`]);
  }
  stack.setShares(
    shared.map(({ image, cloud, accounts }) => ({ name: cloud, args: { ...image, accounts } })),
  );
  const run = await stack.up();
  expect(run.identityCalls).toEqual([]);
  expect(live()).toEqual(shared.map(({ accounts }) => [...accounts]));
});

it("deletes no old half of a replacement with keys of another account", async () => {
  if (golden === undefined) throw new Error("no sample");
  useKeysOf("B");
  const heir = { ...golden.image, imageId: "img-ofb00000" };
  emulator.putImage({ ...heir, owner: strangerOf[golden.cloud] });
  const args = { ...heir, accounts: [golden.accounts[0]] };
  stack.setShares([{ name: golden.cloud, args }]);
  const run = await stack.failing("up", "--target", `**::${golden.cloud}`);
  expect(run.output).toMatch(verdict);
  expect([emulator.accounts(golden.image), emulator.accounts(heir)]).toEqual([
    [...golden.accounts],
    [golden.accounts[0]],
  ]);
});
