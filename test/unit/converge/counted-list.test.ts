import { readAccounts } from "../../../src/converge/calls";
import { OWN_ECS } from "../../../src/core/accounts";
import type { AccountPage } from "../../../src/core/backend";
import { ModelCloud } from "./model-cloud";

/** A vendor that gives one answer after the other, and the last one from then on. */
function answering(...answers: AccountPage[]) {
  const cloud = new ModelCloud();
  cloud.describe = async (_target, _scope, _page, options) => {
    await options?.acquire("DescribeShares");
    cloud.log.push("describe");
    return (answers.length > 1 ? answers.shift() : answers[0]) ?? { accounts: [] };
  };
  return cloud;
}

describe("a list that the vendor counts", () => {
  it.each<[string, AccountPage[], string[]]>([
    ["as long as it is", [{ accounts: ["a", "b"], total: 2 }], ["a", "b"]],
    ["shorter than it is", [{ accounts: ["a", "b"], total: 1 }], ["a", "b"]],
    ["not at all", [{ accounts: ["a"] }], ["a"]],
    ["empty", [{ accounts: [], total: 0 }], []],
    ["without the own ECS", [{ accounts: [OWN_ECS, "a"], total: 1 }], [OWN_ECS, "a"]],
    [
      "over all pages, on the first of them",
      [{ accounts: ["a"], total: 2, next: "2" }, { accounts: ["b"] }],
      ["a", "b"],
    ],
    [
      "over all pages, otherwise on the last of them",
      [
        { accounts: ["a"], total: 3, next: "2" },
        { accounts: ["b"], total: 2 },
      ],
      ["a", "b"],
    ],
    [
      "with what it lists twice",
      [
        { accounts: ["a"], total: 2, next: "2" },
        { accounts: ["a"], total: 2 },
      ],
      ["a"],
    ],
  ])("a list that the vendor counts is believed when it is counted %s", async (_name, answers, accounts) => {
    const cloud = answering(...answers);
    expect([...(await readAccounts(cloud.context()))]).toEqual(accounts);
    expect(cloud.log).toHaveLength(answers.length);
    expect(cloud.clock.time).toBe(0);
  });

  it("a list that the vendor counts is read again while it is too short: it may have changed between two pages", async () => {
    const short = { accounts: ["a"], total: 2 };
    const cloud = answering(short, short, short, { accounts: ["b", "c"], total: 2 });
    expect([...(await readAccounts(cloud.context()))]).toEqual(["b", "c"]);
    expect(cloud.clock.time).toBe(500 + 1_000 + 2_000);
  });

  it.each([
    [900_000, 4],
    [1_000, 2],
  ])(
    "a list that the vendor counts is not believed when it stays too short (with %i ms for it)",
    async (timeoutMs, reads) => {
      const cloud = answering({ accounts: [OWN_ECS, "a"], total: 2 });
      await expect(readAccounts(cloud.context({ timeoutMs }))).rejects.toMatchObject({
        meaning: "ambiguous",
        action: "DescribeShares",
        message: "the vendor counts 2 accounts and lists 1",
      });
      expect(cloud.log).toHaveLength(reads);
    },
  );
});
