import { ShareManager } from "../../../src/converge/share-manager";
import type { Plan } from "../../../src/core/plan";
import { converge, failureOf } from "./failure";
import { ModelCloud } from "./model-cloud";

const goal = (...listed: string[]) => ({ listed, owned: [], exclusive: true });
const target = { service: "model", region: "moon-1", imageId: "img-1" };
const share = {
  target,
  scope: { accounts: true, ownEcs: false },
  credentials: undefined,
  timeoutSeconds: undefined,
};

function managerOf(cloud: ModelCloud) {
  const { facts } = cloud.context();
  return new ShareManager({
    clock: cloud.clock,
    ...cloud.says,
    open: async () => ({ facts, backend: cloud }),
  });
}

describe("the rounds of a run", () => {
  it("the rounds of a run are announced once, by what the first read led to, before anything is written", async () => {
    const cloud = new ModelCloud(["x"]);
    cloud.writeTwists.push({ drop: ["a"] });
    const plans: [Plan, string[]][] = [];
    const onPlan = (plan: Plan) => plans.push([plan, [...cloud.log]]);
    await managerOf(cloud).apply({ ...share, goal: goal("a"), guards: { protectedAccounts: [] } }, onPlan);
    const plan = { add: ["a"], keep: [], remove: ["x"], foreign: [] };
    expect(plans).toEqual([[plan, ["describe"]]]);
    expect([...cloud.live]).toEqual(["a"]);
  });

  it("the rounds of a run are announced again before an account loses access that was not to lose it before", async () => {
    const cloud = new ModelCloud(["x"]);
    const strangers = [[], ["s"]];
    cloud.writeTwists.push({ drop: ["a"] });
    cloud.afterWrite = () => {
      for (const stranger of strangers.shift() ?? []) cloud.live.add(stranger);
    };
    const removals: (readonly string[])[] = [];
    const onPlan = ({ remove }: Plan) => removals.push(remove);
    await converge(cloud.context(), { goal: goal("a"), guards: { protectedAccounts: [] }, onPlan });
    expect(removals).toEqual([["x"], ["s"]]);
    expect([...cloud.live]).toEqual(["a"]);
  });

  it("the rounds of a run are announced once for an account that comes back each time", async () => {
    const cloud = new ModelCloud(["x"]);
    const returns = ["x", "x"];
    cloud.afterWrite = () => {
      for (const account of returns.splice(0, 1)) cloud.live.add(account);
    };
    const plans: Plan[] = [];
    const onPlan = (plan: Plan) => plans.push(plan);
    await converge(cloud.context(), { goal: goal(), guards: { protectedAccounts: [] }, onPlan });
    expect(plans).toHaveLength(1);
  });

  it("the rounds of a run are announced also when there is nothing to do, or nothing that may be done", async () => {
    const plans: Plan[] = [];
    const onPlan = (plan: Plan) => plans.push(plan);
    const policy = { protectedAccounts: ["p"] };
    await converge(new ModelCloud(["p"]).context(), { goal: goal("p"), guards: policy, onPlan });
    await failureOf(converge(new ModelCloud(["p"]).context(), { goal: goal(), guards: policy, onPlan }));
    expect(plans.map(({ keep, remove }) => [keep, remove])).toEqual([
      [["p"], []],
      [[], ["p"]],
    ]);
  });

  it("revoke no more than maxRemovals together, even if accounts are added in between", async () => {
    const cloud = new ModelCloud(["x1"]);
    const strangers = ["x2", "x3", "x4"];
    cloud.afterWrite = () => {
      for (const stranger of strangers.splice(0, 1)) cloud.live.add(stranger);
    };
    const policy = { protectedAccounts: [], maxRemovals: 2 };
    const error = await failureOf(converge(cloud.context(), { goal: goal(), guards: policy }));
    expect(cloud.log).toEqual(["describe", "+ -x1", "describe", "+ -x2", "describe"]);
    expect(error).toMatchObject({ topic: "max-removals", wrote: true, live: new Set(["x3"]) });
  });

  it("count an account once that has to be revoked twice", async () => {
    const cloud = new ModelCloud(["x"]);
    const again = ["x"];
    cloud.afterWrite = () => {
      for (const account of again.splice(0, 1)) cloud.live.add(account);
    };
    const policy = { protectedAccounts: [], maxRemovals: 1 };
    expect(await converge(cloud.context(), { goal: goal(), guards: policy })).toEqual(new Set());
  });
});
