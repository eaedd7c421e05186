/** Where many images wait for a vendor's limit, an image is written minutes after it was compared. */
import { ShareManager } from "../../../src/converge/share-manager";
import { ModelCloud } from "./model-cloud";

const target = { service: "model", region: "moon-1", imageId: "img-1" };
const scope = { accounts: true, ownEcs: false };
const share = { target, scope, credentials: undefined, timeoutSeconds: undefined };
const guards = { protectedAccounts: [] };

/** An image that was compared so many milliseconds ago, and what a goal then does. */
async function comparedBefore(ms: number, live: readonly string[], meanwhile: (cloud: ModelCloud) => void) {
  const cloud = new ModelCloud(live);
  const { facts } = cloud.context();
  const open = async () => ({ facts, backend: cloud });
  const manager = new ShareManager({ clock: cloud.clock, report: () => undefined, open });
  await manager.read(share);
  cloud.clock.time += ms;
  meanwhile(cloud);
  cloud.log.length = 0;
  const apply = (...listed: string[]) =>
    manager.apply({ ...share, goal: { listed, owned: [], exclusive: true }, guards });
  return { cloud, apply };
}

const nothing = () => undefined;

it.each([11_000, 300_000])(
  "a comparison %i ms ago serves the write: one write, and the read that proves it",
  async (ms) => {
    const { cloud, apply } = await comparedBefore(ms, ["a"], nothing);
    expect((await apply("a", "b")).live).toEqual(new Set(["a", "b"]));
    expect(cloud.log).toEqual(["+b -", "describe"]);
  },
);

it("a comparison more than five minutes ago does not", async () => {
  const { cloud, apply } = await comparedBefore(300_001, ["a"], nothing);
  await apply("a", "b");
  expect(cloud.log).toEqual(["describe", "+b -", "describe"]);
});

it("does not believe an old comparison that nothing is to be done", async () => {
  const { cloud, apply } = await comparedBefore(11_000, ["a", "b"], ({ live }) => live.delete("b"));
  expect((await apply("a", "b")).live).toEqual(new Set(["a", "b"]));
  expect(cloud.log).toEqual(["describe", "+b -", "describe"]);
});

it("asks once where an old comparison is right that nothing is to be done", async () => {
  const { cloud, apply } = await comparedBefore(11_000, ["a"], nothing);
  expect((await apply("a")).live).toEqual(new Set(["a"]));
  expect(cloud.log).toEqual(["describe"]);
});

it("finds by the read after the write what changed since an old comparison, and puts it right", async () => {
  const { cloud, apply } = await comparedBefore(60_000, ["a"], ({ live }) => {
    live.delete("a");
    live.add("stranger");
  });
  expect((await apply("a", "b")).live).toEqual(new Set(["a", "b"]));
  expect(cloud.log).toEqual(["+b -", "describe", "+a -", "+ -stranger", "describe"]);
});
