import fc from "fast-check";
import { forOwner, isInSync, ownership, planShare } from "../../../src/core/plan";
import { checkProperty } from "../../support/seed";

const plan = (live: string[], listed: string[], owned: string[], exclusive: boolean) =>
  planShare(new Set(live), { listed, owned, exclusive });

describe("planShare", () => {
  it.each([
    ["adds a listed account that is not live", [], ["a"], [], true, { add: ["a"] }],
    ["adds again what was owned and got lost", [], ["a"], ["a"], false, { add: ["a"] }],
    ["keeps a listed account that is live already, without a write", ["a"], ["a"], [], true, { keep: ["a"] }],
    ["removes an unlisted account when exclusive", ["a"], [], [], true, { remove: ["a"] }],
    [
      "removes an unlisted account that it owns, exclusive or not",
      ["a"],
      [],
      ["a"],
      false,
      { remove: ["a"] },
    ],
    ["keeps accounts that it did not add when not exclusive", ["a"], [], [], false, { foreign: ["a"] }],
    ["forgets an owned account that is neither live nor listed", [], [], ["a"], true, {}],
  ])("%s", (_name, live, listed, owned, exclusive, expected) => {
    expect(plan(live, listed, owned, exclusive)).toEqual({
      add: [],
      keep: [],
      remove: [],
      foreign: [],
      ...expected,
    });
  });

  it.each([
    ["listed", [], ["o"], []],
    ["live", ["o"], [], []],
    ["listed and live", ["o"], ["o"], []],
    ["owned and live", ["o"], [], ["o"]],
  ])(
    "neither adds nor removes the owner of the image, and records it nowhere: %s",
    (_name, live, listed, owned) => {
      const goal = { listed: ["a", ...listed], owned: ["b", ...owned], exclusive: true, owner: "o" };
      const now = new Set(["a", "b", "c", ...live]);
      expect(planShare(now, goal)).toEqual({ add: [], keep: ["a"], remove: ["b", "c"], foreign: [] });
      expect(ownership(now, goal)).toEqual({ accounts: ["a", "b"], foreignAccounts: ["c"] });
      expect(forOwner(goal, "a").listed).toEqual(listed);
    },
  );

  it("sorts every list, whatever the order of its inputs", () => {
    expect(plan(["d", "c"], ["b", "a", "b"], [], true)).toMatchObject({
      add: ["a", "b"],
      remove: ["c", "d"],
    });
  });
});

const accounts = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e", "f", "g"));
const situation = fc.record({ live: accounts, listed: accounts, owned: accounts, exclusive: fc.boolean() });

describe("planShare, for any situation", () => {
  it("puts every live or listed account into exactly one list", () => {
    checkProperty(
      fc.property(situation, ({ live, listed, owned, exclusive }) => {
        const result = plan(live, listed, owned, exclusive);
        const all = [...result.add, ...result.keep, ...result.remove, ...result.foreign];
        expect(all.sort()).toEqual([...new Set([...live, ...listed])].sort());
      }),
    );
  });

  it("leaves nothing to do once it is carried out", () => {
    checkProperty(
      fc.property(situation, ({ live, listed, owned, exclusive }) => {
        const { add, remove } = plan(live, listed, owned, exclusive);
        const after = [...live.filter((account) => !remove.includes(account)), ...add];
        expect(isInSync(plan(after, listed, owned, exclusive))).toBe(true);
      }),
    );
  });

  it("never touches a listed account that is live, nor a stranger when not exclusive", () => {
    checkProperty(
      fc.property(situation, ({ live, listed, owned, exclusive }) => {
        const { add, remove } = plan(live, listed, owned, exclusive);
        for (const account of live) expect(add).not.toContain(account);
        for (const account of listed) expect(remove).not.toContain(account);
        if (!exclusive) for (const account of remove) expect(owned).toContain(account);
      }),
    );
  });
});

describe("holdings", () => {
  const of = (live: string[], listed: string[], owned: string[]) =>
    ownership(new Set(live), { listed, owned });

  it("records what is live and listed, and calls the rest foreign", () => {
    expect(of(["a", "b"], ["a", "c"], [])).toEqual({ accounts: ["a"], foreignAccounts: ["b"] });
  });

  it("keeps owning an unlisted account that could not be removed", () => {
    expect(of(["a", "b"], ["a"], ["b"])).toEqual({ accounts: ["a", "b"], foreignAccounts: [] });
  });

  it("never turns a foreign account into an owned one by a refresh", () => {
    const first = of(["a", "stranger"], [], ["a"]);
    expect(of(["a", "stranger"], [], first.accounts).accounts).toEqual(["a"]);
  });
});

describe("a closed account", () => {
  const goal = { listed: ["a"], owned: ["c"], closed: ["c", "s"] };

  it("a closed account is left as it is, whether the resource owned it or not", () => {
    expect(planShare(new Set(["a", "c", "s", "x"]), { ...goal, exclusive: true })).toEqual({
      add: [],
      keep: ["a"],
      remove: ["x"],
      foreign: [],
      closed: ["c", "s"],
    });
  });

  it("a closed account is foreign where it would have stayed anyway", () => {
    const plan = planShare(new Set(["c", "s"]), { ...goal, exclusive: false });
    expect(plan).toEqual({ add: ["a"], keep: [], remove: [], foreign: ["s"], closed: ["c"] });
  });

  it("a closed account is kept like any other when it is listed again", () => {
    const plan = planShare(new Set(["c"]), { ...goal, listed: ["c"], exclusive: true });
    expect(plan).toEqual({ add: [], keep: ["c"], remove: [], foreign: [] });
  });
});

describe("an account that another resource of the program lists", () => {
  const goal = { listed: ["a"], owned: ["a", "b", "x"], elsewhere: ["b", "s"] };

  it("an account that another resource of the program lists is handed over by an additive resource, which goes on owning it", () => {
    const live = new Set(["a", "b", "s", "x"]);
    expect(planShare(live, { ...goal, exclusive: false })).toEqual({
      add: [],
      keep: ["a"],
      remove: ["x"],
      foreign: ["s"],
      handedOver: ["b"],
    });
    expect(ownership(live, goal).accounts).toEqual(["a", "b", "x"]);
  });

  it("an account that another resource of the program lists is not kept by an exclusive one: its guard refuses that", () => {
    expect(planShare(new Set(["b"]), { ...goal, exclusive: true }).remove).toEqual(["b"]);
  });
});
