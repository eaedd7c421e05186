/** When a refusal counts as one for lack of room, and when it does not. */
import type { ConvergeRequest } from "../../../src/converge/converge";
import { VendorError } from "../../../src/core/errors";
import { converge, failureOf } from "./failure";
import { ModelCloud } from "./model-cloud";

const wanting = (listed: string[], owned: string[] = []): ConvergeRequest => ({
  goal: { listed, owned, exclusive: true },
  guards: { protectedAccounts: [] },
});
const writesOf = (cloud: ModelCloud) => cloud.log.filter((call) => call !== "describe");

/** A cloud that refuses each of these accounts with a code of its own, alone or among others. */
function refusing(codes: Readonly<Record<string, string>>, live: string[], ownAccountCodes: string[] = []) {
  const cloud = new ModelCloud(live);
  const write = cloud.write.bind(cloud);
  cloud.bad = Object.keys(codes);
  cloud.write = (target, change) => {
    const refused = [...change.add, ...change.remove].find((account) => account in codes);
    cloud.code = codes[refused ?? ""] ?? "Code";
    return write(target, change);
  };
  const context = cloud.context();
  return { cloud, context: { ...context, facts: { ...context.facts, ownAccountCodes } } };
}

describe("room is made", () => {
  it("once, and for as many as were refused: what is refused again was not for lack of room", async () => {
    const { cloud, context } = refusing({ bad: "Bare" }, ["x", "y"]);
    const error = await failureOf(converge(context, wanting(["bad"])));
    expect(error.topic).toBe("account-refused");
    expect(writesOf(cloud)).toEqual(["+bad -", "+ -x", "+bad -", "+x -"]);
    expect([...cloud.live].sort()).toEqual(["x", "y"]);
  });

  it("room is made after two failures that explain nothing, at a service without a known limit", async () => {
    const cloud = new ModelCloud(["x", "y"]);
    const write = cloud.write.bind(cloud);
    cloud.code = "Bare";
    cloud.write = async (target, change) => {
      const isTooMany = change.add.length > 0 && cloud.live.size + change.add.length > 2;
      cloud.writeTwists.unshift(isTooMany ? { before: "ambiguous" } : {});
      await write(target, change);
    };
    expect([...(await converge(cloud.context(), wanting(["new"])))]).toEqual(["new"]);
    expect(writesOf(cloud)).toEqual(["+new -", "+new -", "+ -x", "+new -", "+ -y"]);
  });

  it("room is made for others than the owner of the image, whose refusal says nothing of room", async () => {
    const { cloud, context } = refusing({ own: "Owner", new: "LimitExceeded" }, ["x"], ["Owner"]);
    cloud.afterWrite = () => {
      cloud.bad = ["own"];
    };
    expect([...(await converge(context, wanting(["new", "own"])))]).toEqual(["new"]);
    expect(writesOf(cloud)).toEqual(["+new,own -", "+new -", "+own -", "+ -x", "+new -"]);
  });
});

describe("room is not made", () => {
  it("room is not made where one of the refused additions was refused for another reason", async () => {
    const { cloud, context } = refusing({ bad: "Unknown", late: "LimitExceeded" }, ["x"]);
    const error = await failureOf(converge(context, wanting(["bad", "late"])));
    expect(error.topic).toBe("account-refused");
    expect(writesOf(cloud)).toEqual(["+bad,late -", "+bad -", "+late -"]);
  });

  it("room is not made where removals alone were refused", async () => {
    const { cloud, context } = refusing({ stuck: "Bare" }, ["stuck"]);
    const error = await failureOf(converge(context, wanting([])));
    expect(error.topic).toBe("account-refused");
    expect(writesOf(cloud)).toEqual(["+ -stuck"]);
  });

  it("room is not made where the owner of the image alone was refused, by a code that speaks of a limit", async () => {
    const { cloud, context } = refusing({ own: "LimitExceeded.Owner" }, ["x"], ["LimitExceeded.Owner"]);
    expect([...(await converge(context, wanting(["a", "own"])))]).toEqual(["a"]);
    expect(writesOf(cloud)).toEqual(["+a,own -", "+a -", "+own -", "+ -x"]);
  });

  it("room is not made after failures that explain nothing where the vendor's code is another", async () => {
    const cloud = new ModelCloud(["x"]);
    cloud.write = () =>
      Promise.reject(new VendorError({ meaning: "ambiguous", action: "Write", message: "?", code: "Code" }));
    const error = await failureOf(converge(cloud.context(), wanting(["new"])));
    expect(error.topic).toBe("ambiguous");
    expect([...cloud.live]).toEqual(["x"]);
  });
});

describe("a guard that refuses a plan beyond an approval", () => {
  const approved = { losses: [], file: "approved.json" };

  it.each([
    ["an account that was approved", ["a"], ["+a -"]],
    ["nobody who was not approved", [], []],
  ])("gives access back to %s", async (_name, gains, writes) => {
    const cloud = new ModelCloud(["x"]);
    const policy = { protectedAccounts: [], approved: { ...approved, gains } };
    const error = await failureOf(converge(cloud.context(), { ...wanting(["a"], ["a"]), guards: policy }));
    expect(error.topic).toBe("not-approved");
    expect(writesOf(cloud)).toEqual(writes);
  });
});
