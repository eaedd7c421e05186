/** What a share manager says of the accounts that are not as the program has them, and what it counts of them. */
import { RunRemovals } from "../../../src/converge/run-removals";
import { ShareManager, type ShareManagerDeps } from "../../../src/converge/share-manager";
import { ConfigurationError } from "../../../src/core/errors";
import { failureOf } from "./failure";
import { ModelCloud } from "./model-cloud";
import { applyTold, revokeTold } from "./told";

const share = {
  target: { service: "model", region: "moon-1", imageId: "img-1" },
  scope: { accounts: true, ownEcs: false },
  credentials: undefined,
  timeoutSeconds: undefined,
};
const guards = { protectedAccounts: [] };
const goal = (...listed: string[]) => ({ listed, owned: [], exclusive: true });

function managerOf(cloud: ModelCloud, host: Partial<ShareManagerDeps> = {}) {
  const facts = { ...cloud.context().facts, ownAccountCodes: ["Owner"] };
  return new ShareManager({
    clock: cloud.clock,
    ...cloud.says,
    open: async () => ({ facts, backend: cloud }),
    ...host,
  });
}

/** A cloud that says of one account that it does not exist. */
function withClosed(...live: string[]) {
  const cloud = new ModelCloud(live);
  cloud.bad = ["shut"];
  cloud.code = "Closed";
  return cloud;
}

const stillShared = expect.stringMatching(
  /^img-1 \(moon-1\): warning: still shared with shut, which does not exist according to the vendor \(Closed: /,
);

describe("a line is told", () => {
  it("a line is told of an account that was closed, after an update and after a delete", async () => {
    const updated = withClosed("shut", "x");
    await applyTold(updated, managerOf(updated), { ...share, goal: goal(), guards });
    expect(updated.lines).toEqual([stillShared]);
    const deleted = withClosed("shut", "x");
    await revokeTold(deleted, managerOf(deleted), { ...share, owned: ["shut", "x"], protectedAccounts: [] });
    expect(deleted.lines).toEqual(["img-1 (moon-1): lost access: x", stillShared]);
  });

  it("a line is told of the owner of the image, where the vendor tells who it is", async () => {
    const cloud = new ModelCloud();
    cloud.bad = ["own"];
    cloud.code = "Owner";
    await applyTold(cloud, managerOf(cloud), { ...share, goal: goal("a", "own"), guards });
    expect(cloud.lines).toEqual(["img-1 (moon-1): own owns the image: it has access without a share"]);
  });
});

it("an error about keys says where they were found", async () => {
  const cloud = new ModelCloud();
  cloud.readTwists.push({ before: "auth" });
  const { facts } = cloud.context();
  const keys = { describe: () => "environment, key ID …abcd" };
  const open: ShareManagerDeps["open"] = async () => ({ facts, backend: cloud, keys });
  const error = await failureOf(managerOf(cloud, { open }).apply({ ...share, goal: goal("a"), guards }));
  expect(error.message).toContain("Keys: environment, key ID …abcd.");
});

it.each([
  ["is refused where it takes access from more than was approved", [], "not-approved", ["x"]],
  ["goes ahead where all of its losses were approved", ["x"], undefined, []],
])("a delete %s", async (_name, losses, topic, live) => {
  const cloud = new ModelCloud(["x"]);
  const approvedOf = () => ({ gains: [], losses, file: "approved.json" });
  const done = managerOf(cloud, { approvedOf }).revoke({ ...share, owned: ["x"], protectedAccounts: [] });
  if (topic === undefined) await done;
  else expect(await failureOf(done)).toMatchObject({ topic, wrote: false });
  expect([...cloud.live]).toEqual(live);
});

describe("what one run may take from all images", () => {
  it("what one run may take from all images is not used up by an account that could not be removed", async () => {
    const cloud = withClosed("shut");
    const removals = new RunRemovals(() => ({ most: 1, name: "image-share:maxRemovals" }));
    await managerOf(cloud, { removals }).apply({ ...share, goal: goal(), guards });
    expect(removals.begin("another image").reserve(["y"])).toEqual([]);
  });

  it("fails a run with its own error where the configuration is not legible", async () => {
    const cloud = new ModelCloud(["x"]);
    const wrong = new ConfigurationError("image-share:maxRemovals must be a number");
    const removals = new RunRemovals(() => {
      throw wrong;
    });
    await expect(managerOf(cloud, { removals }).apply({ ...share, goal: goal(), guards })).rejects.toBe(
      wrong,
    );
  });
});
