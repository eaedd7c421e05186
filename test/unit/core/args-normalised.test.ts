import { check, good, onEdge, unknown } from "./fake-service";

describe("arguments that are right", () => {
  it.each<[string, Record<string, unknown>]>([
    ["as many accounts as the limit, however often", { accounts: ["11", "22", "33", "33"] }],
    ["an empty list that is meant", { accounts: [], allowEmpty: true }],
    ["an empty list that may be meant", { accounts: [], allowEmpty: unknown }],
    ["no removals", { maxRemovals: 0 }],
    ["a day", { timeoutSeconds: 86_400 }],
    ["a second", { timeoutSeconds: 1 }],
    ["a profile", { credentials: "prod.eu-1" }],
    ["too many accounts when one is not known yet", { accounts: ["11", "22", "33", unknown] }],
    [
      "settings not known yet",
      { protectedAccounts: [unknown], timeoutSeconds: unknown, credentials: unknown },
    ],
  ])("may be %s", (_name, changes) => {
    expect(check({ ...good, ...changes }).failures).toEqual([]);
  });

  it("are sorted, without repetitions", () => {
    expect(check({ ...good, accounts: ["22", 11, "22"], protectedAccounts: ["44", "33"] })).toStrictEqual({
      failures: [],
      args: { ...good, protectedAccounts: ["33", "44"] },
      notes: ["accounts lists 22 more than once; counted once"],
    });
  });

  it("say nothing of what is absent, and keep what is given", () => {
    const { args } = check({ ...onEdge, accounts: undefined, shareToEcs: false, exclusive: false });
    expect(args).toStrictEqual({ ...onEdge, shareToEcs: false, exclusive: false });
    const silent = check({ ...onEdge, shareToEcs: true, exclusive: undefined, protectedAccounts: undefined });
    expect(silent.args).toStrictEqual({ ...onEdge, shareToEcs: true });
  });

  it("may be the own ECS alone, or accounts alone, as many as one likes", () => {
    const many = Array.from({ length: 100 }, (_, index) => String(100 + index));
    expect(check({ ...onEdge, shareToEcs: true }).failures).toEqual([]);
    expect(check({ ...onEdge, accounts: many }).failures).toEqual([]);
    expect(check({ ...onEdge, shareToEcs: true })).toMatchObject({ notes: [] });
  });

  it("keep the order of a list with an account that is not known yet", () => {
    const { args, notes } = check({
      ...good,
      accounts: ["22", unknown, "11", unknown],
      protectedAccounts: ["9", "1"].map((digit) => digit.repeat(2)),
    });
    expect(args).toMatchObject({ accounts: ["22", unknown, "11", unknown], protectedAccounts: ["11", "99"] });
    expect(notes).toEqual([]);
  });

  it("name every account that is listed more than once, once", () => {
    const { notes } = check({ ...good, accounts: ["33", "22", "33", "22", "33", unknown, unknown] });
    expect(notes).toEqual(["accounts lists 22, 33 more than once; counted once"]);
  });
});
