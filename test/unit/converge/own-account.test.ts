/** The owner of an image among those who are to get access, known before or told by the vendor's refusal. */
import { type ConvergeRequest, converge } from "../../../src/converge/converge";
import { failureOf } from "./failure";
import { ModelCloud } from "./model-cloud";

const apart = { add: 10, remove: 10, together: "never" } as const;
const each = { add: 10, remove: 10, together: "each" } as const;

const request = (listed: string[], owned: string[] = [], owner?: string): ConvergeRequest => ({
  goal: { listed, owned, exclusive: true, ...(owner === undefined ? {} : { owner }) },
  guards: { protectedAccounts: [], refusesEmpty: true },
});

/** A cloud that says of the owner, and of "bad", that it does not share with them, each with a code of its own. */
function cloudOf(live: string[]) {
  const cloud = new ModelCloud(live);
  const write = cloud.write.bind(cloud);
  cloud.bad = ["own", "bad"];
  cloud.write = (target, change) => {
    cloud.code = [...change.add, ...change.remove].includes("bad") ? "Bad" : "Yourself.Sub";
    return write(target, change);
  };
  const context = (capacity: typeof apart | typeof each = apart) => {
    const made = cloud.context({ capacity });
    return { ...made, facts: { ...made.facts, ownAccountCodes: ["Yourself"] } };
  };
  return { cloud, context };
}

const writesOf = (cloud: ModelCloud) => cloud.log.filter((call) => call !== "describe");

describe("an owner that is known", () => {
  it("is not sent, and costs nothing", async () => {
    const { cloud, context } = cloudOf(["x"]);
    const { live, owner } = await converge(context(), request(["a", "own"], [], "own"));
    expect([...live]).toEqual(["a"]);
    expect(owner).toBeUndefined();
    expect(cloud.log).toEqual(["describe", "+a -", "+ -x", "describe"]);
  });

  it("is left alone where the vendor lists it", async () => {
    const { cloud, context } = cloudOf(["own", "a"]);
    await converge(context(), request(["a"], ["own"], "own"));
    expect(cloud.log).toEqual(["describe"]);
  });
});

describe("an owner that the vendor's code tells", () => {
  it("an owner that the vendor's code tells is no failure: all others get access, and the run says who the owner is", async () => {
    const { cloud, context } = cloudOf([]);
    const { live, owner } = await converge(context(), request(["a", "b", "own"]));
    expect([[...live].sort(), owner]).toEqual([["a", "b"], "own"]);
    expect(writesOf(cloud)).toEqual(["+a,b,own -", "+a,b -", "+own -"]);
  });

  it.each([apart, each])("lets removals go on, after the guards were asked again: %j", async (capacity) => {
    const { cloud, context } = cloudOf(["x"]);
    const { live, owner } = await converge(context(capacity), request(["a", "own"]));
    expect([[...live], owner]).toEqual([["a"], "own"]);
    expect(writesOf(cloud).at(-1)).toBe("+ -x");
    expect(writesOf(cloud).filter((call) => call === "+own -")).toHaveLength(1);
  });

  it("revokes nobody when it was the only one listed", async () => {
    const { cloud, context } = cloudOf(["x", "y"]);
    const error = await failureOf(converge(context(), request(["own"])));
    expect(error.topic).toBe("empty-list");
    expect(error.message).toContain("it would revoke x, y, and accounts lists only the owner of the image");
    expect([...cloud.live]).toEqual(["x", "y"]);
  });

  it("an owner that the vendor's code tells does not hide that another account is refused, and then nobody loses access", async () => {
    const { cloud, context } = cloudOf(["x"]);
    const error = await failureOf(converge(context(), request(["a", "bad", "own"])));
    expect(error.topic).toBe("account-refused");
    expect(error.message).toContain("refuses 1 account");
    expect(error.message).not.toContain("own:");
    expect([...cloud.live].sort()).toEqual(["a", "x"]);
  });

  it("gives nobody access back because of the owner, when a removal fails", async () => {
    const { cloud, context } = cloudOf(["x", "y"]);
    const write = cloud.write;
    cloud.write = async (target, change) => {
      await write(target, change);
      if (change.remove.length > 0) cloud.writeTwists.push({ before: "permanent" });
    };
    const capacity = { add: 10, remove: 1, together: "never" } as const;
    const made = cloud.context({ capacity });
    const facts = { ...made.facts, ownAccountCodes: ["Yourself"] };
    const error = await failureOf(converge({ ...made, facts }, request(["a", "own"])));
    expect(error.topic).toBe("permanent");
    expect([...cloud.live].sort()).toEqual(["a", "y"]);
    expect(context().facts.ownAccountCodes).toEqual(["Yourself"]);
  });
});
