/** Who is given access back, in which order, for how long, and what is said and known of it. */
import { restoredForRetry, type Share, withRestoredAccess } from "../../../src/converge/restore-access";
import { newRecord } from "../../../src/converge/run-record";
import { OWN_ECS } from "../../../src/core/accounts";
import type { ErrorTopic } from "../../../src/core/error-topics";
import { ShareError } from "../../../src/core/errors";
import type { Write } from "../../../src/core/schedule";
import { ModelCloud } from "./model-cloud";

/** A way to share that notes what it was asked, and answers as the cloud does when all goes well. */
function sharing(before: readonly string[], failure?: Error) {
  const asked: { accounts: readonly string[]; recentRead: unknown; context: Parameters<Share>[0] }[] = [];
  const share: Share = async (context, accounts, recentRead) => {
    asked.push({ accounts, recentRead, context });
    if (failure !== undefined) throw failure;
    return { before: new Set(before), live: new Set([...before, ...accounts]) };
  };
  return { asked, share };
}

/** How a run has gone until its addition failed: by default, it took access from x, and a is missing. */
interface Run {
  readonly initial?: readonly string[];
  readonly revoked?: readonly string[];
  readonly listed?: readonly string[];
  readonly owned?: readonly string[];
  readonly accountLimit?: number;
  readonly live?: readonly string[] | undefined;
  /** What the read of giving back shows; by default, `live`. */
  readonly shown?: readonly string[];
  readonly unverified?: readonly Write[];
  readonly topic?: ErrorTopic;
  readonly message?: string;
  /** What comes of giving access back; undefined: it succeeds. */
  readonly failure?: Error;
  readonly context?: ReturnType<ModelCloud["context"]>;
}

async function ended(run: Run) {
  const { initial = ["x"], revoked = ["x"], listed = ["a"], owned = [], accountLimit } = run;
  const live = "live" in run ? run.live : [];
  const { asked, share } = sharing(run.shown ?? live ?? [], run.failure);
  const record = { ...newRecord(), initial: new Set(initial), revoked: new Set(revoked), wrote: true };
  const before = new ShareError(run.message ?? "img-1: refused.", run.topic ?? "account-refused", {
    ...(live === undefined ? {} : { live: new Set(live) }),
    wrote: true,
    unverified: run.unverified,
    cause: "the vendor",
  });
  const goal = { listed, owned, exclusive: true };
  const policy = { protectedAccounts: [], ...(accountLimit === undefined ? {} : { accountLimit }) };
  const context = run.context ?? new ModelCloud().context();
  const error = await withRestoredAccess(context, { goal, guards: policy, record }, before, share);
  return { before, error, asked, given: asked.flatMap(({ accounts }) => accounts) };
}

describe("after an addition that went wrong", () => {
  it("who lost access gets it back, and the error goes on to say what went wrong", async () => {
    const { error, given } = await ended({});
    expect(given).toEqual(["x"]);
    expect(error.message).toBe(
      "img-1: refused. Nobody loses access in a run in which an addition fails. Still with access: x. " +
        "Lost access in this run and was given it back: x.",
    );
    expect(error).toMatchObject({
      topic: "account-refused",
      wrote: true,
      unverified: [],
      cause: "the vendor",
    });
    expect(error.live).toEqual(new Set(["x"]));
  });

  it("who never lost access, as the next read shows, was not given it back", async () => {
    const { error } = await ended({ unverified: [{ add: ["a"], remove: ["x"] }], shown: ["x"] });
    expect(error.message).toContain("Still with access: x.");
    expect(error.message).not.toContain("was given it back");
  });

  it.each<[string, Run]>([
    ["the image was never read", { live: undefined }],
    ["the image is gone", { topic: "image-gone" }],
    ["all that is listed has access", { live: ["a"] }],
  ])("nothing is given back and the error stays as it is where %s", async (_name, run) => {
    const { before, error, asked } = await ended(run);
    expect(error).toBe(before);
    expect(asked).toEqual([]);
  });

  it("an error that has nothing to add keeps its words, with a full stop", async () => {
    const { error, asked } = await ended({ revoked: [], message: "img-1: a bug" });
    expect(error.message).toBe("img-1: a bug.");
    expect(asked).toEqual([]);
  });

  it("an account that had no access when the run began is not given it", async () => {
    const { given } = await ended({ revoked: ["late", "x"] });
    expect(given).toEqual(["x"]);
  });

  it("an account that kept or regained access is not asked for", async () => {
    const { error, asked } = await ended({ live: ["x"] });
    expect(asked).toEqual([]);
    expect(error.message).toContain("Still with access: x.");
    expect(error.message).not.toContain("given it back");
  });

  it("is missing as well while nobody has seen it", async () => {
    const unverified = [{ add: ["a"], remove: [] }];
    const { error, given } = await ended({ live: ["a"], unverified, shown: [] });
    expect(given).toEqual(["x"]);
    expect(error.unverified).toEqual([]);
  });

  it("is not missing once a later read shows it: nobody is given access back, and the error says so", async () => {
    const unverified = [{ add: ["a"], remove: ["x"] }];
    const { error, given } = await ended({ live: ["a", "x"], unverified, shown: ["a"] });
    expect(given).toEqual([]);
    expect(error.message).toBe("img-1: refused. A later read shows that every listed account has access.");
    expect(error).toMatchObject({ unverified: [], live: new Set(["a"]), wrote: true });
  });

  it.each<ErrorTopic>(["auth", "throttled", "not-sent", "image-busy", "quota", "cancelled"])(
    "no misspelling is suspected where the reason is another one (%s)",
    async (topic) => {
      const [lost, listed] = ["1234567890123456", "1234567890123465"];
      const { error } = await ended({ topic, initial: [lost], revoked: [lost], listed: [listed] });
      expect(error.message).toContain("given it back");
      expect(error.message).not.toContain("differ by");
    },
  );

  it("a misspelling of who lost access, or keeps it, is pointed out", async () => {
    const [lost, kept] = ["1234567890123456", "9876543210987654"];
    const listed = ["1234567890123465", "9876543210987655"];
    const { error } = await ended({ initial: [lost, kept], revoked: [lost], listed, live: [kept] });
    expect(error.message).toContain(
      `${listed[0]} and ${lost} differ by two digits that changed places: correct accounts`,
    );
    expect(error.message).toContain(`${listed[1]} and ${kept} differ by one digit: correct accounts`);
  });
});

it.each<ErrorTopic>(["auth", "throttled", "not-sent", "image-busy", "quota", "cancelled"])(
  "a misspelling is not pointed out where it cannot be the reason: %s",
  async (topic) => {
    const [lost, written] = ["1234567890123456", "1234567890123457"];
    const run = { initial: [lost], revoked: [lost], listed: [written] };
    expect((await ended({ ...run, topic })).error.message).not.toContain("differ by");
    expect((await ended({ ...run, topic: "permanent" })).error.message).toContain("differ by");
  },
);

describe("the room for those who get access back", () => {
  it("the room for those who get access back is what the image has left, owned accounts before foreign ones", async () => {
    const { error, given } = await ended({
      initial: ["v", "w", "x", "y"],
      revoked: ["v", "w", "x", "y"],
      owned: ["x", "y"],
      live: ["b"],
      accountLimit: 4,
    });
    expect(given).toEqual(["x", "y", "v"]);
    expect(error.message).toContain("Lost access in this run: w, because the image has no room for them.");
  });

  it("the room for those who get access back is at least what the image held when the run began", async () => {
    const two = ["x", "y"];
    const { given } = await ended({ initial: two, revoked: two, accountLimit: 1 });
    expect(given).toEqual(two);
  });

  it("the room for those who get access back is none where others have taken it, and more than it", async () => {
    const { error, asked } = await ended({ live: ["b", "c"], accountLimit: 1 });
    expect(asked).toEqual([]);
    expect(error.message).toContain("Lost access in this run: x, because the image has no room for them.");
    expect(error.live).toEqual(new Set(["b", "c"]));
  });

  it("the room for those who get access back does not count accounts whose removal is in doubt twice", async () => {
    const unverified = [{ add: [], remove: ["x"] }];
    const { given } = await ended({ live: ["x"], unverified, shown: [], accountLimit: 1 });
    expect(given).toEqual(["x"]);
  });

  it("the room for those who get access back is not taken by the owner's own ECS", async () => {
    const { given } = await ended({
      initial: [OWN_ECS, "x", "y"],
      revoked: [OWN_ECS, "x", "y"],
      live: ["b"],
      accountLimit: 2,
    });
    expect(given).toEqual([OWN_ECS, "x"]);
    const { given: rest } = await ended({ live: [OWN_ECS], accountLimit: 1 });
    expect(rest).toEqual(["x"]);
  });
});

describe("giving access back", () => {
  it("plans from what was just read, unless something is in doubt", async () => {
    const { asked } = await ended({ live: ["b"] });
    expect(asked.map(({ recentRead }) => recentRead)).toEqual([new Set(["b"])]);
    const unverified = [{ add: [], remove: ["x"] }];
    const { asked: inDoubt } = await ended({ live: ["x"], unverified, shown: [] });
    expect(inDoubt.map(({ accounts, recentRead }) => [accounts, recentRead])).toEqual([
      [[], undefined],
      [["x"], new Set()],
    ]);
  });

  it.each([
    ["has half a minute when the operation's time is over", 1_000, 30_000],
    ["has the operation's time when that is longer", 90_000, 90_000],
  ])("%s", async (_name, timeoutMs, until) => {
    const cloud = new ModelCloud();
    const { asked } = await ended({ context: cloud.context({ timeoutMs }) });
    expect(asked.map(({ context }) => context.deadline)).toEqual([until]);
  });

  it("ends with the grace of writes that were sent, and not with the run", async () => {
    const context = new ModelCloud().context();
    const { asked } = await ended({ context });
    expect(asked.map(({ context: { signal } }) => signal)).toEqual([context.writeSignal]);
  });

  it("says what became of each account when it fails, and knows what is in doubt since", async () => {
    const unverified = [{ add: ["y"], remove: [] }];
    const failure = new ShareError("img-1: no answer. Try again.", "ambiguous", {
      live: new Set(["x", "y"]),
      wrote: true,
      unverified,
    });
    const all = ["x", "y", "z"];
    const { error } = await ended({ initial: all, revoked: all, failure });
    expect(error.message).toBe(
      "img-1: refused. Nobody loses access in a run in which an addition fails. Still with access: x. " +
        "Lost access in this run and was given it back: x. " +
        "Lost access in this run: z, because giving it back failed: img-1: no answer. Try again. " +
        "May be without access now: y, because giving it back failed: img-1: no answer. Try again.",
    );
    expect(error).toMatchObject({ topic: "account-refused", unverified, live: new Set(["x", "y"]) });
  });

  it("claims nothing when not even a read succeeds", async () => {
    const unverified = [{ add: ["a"], remove: ["x"] }];
    const failure = new ShareError("img-1: no keys.", "auth", { wrote: false });
    const { error } = await ended({ live: ["a", "x"], unverified, failure });
    expect(error.message).toBe(
      "img-1: refused. May be without access now: x, because giving it back failed: img-1: no keys.",
    );
    expect(error).toMatchObject({ unverified, live: new Set(["a", "x"]) });
  });

  it("giving access back does not hide a mistake of ours", async () => {
    await expect(ended({ failure: new TypeError("a bug") })).rejects.toThrow(new TypeError("a bug"));
  });
});

describe("behind a guard", () => {
  const live = new Set(["s"]);
  const context = new ModelCloud().context();

  it.each<[string, number | undefined, readonly string[]]>([
    ["all that is owned where no limit is known", undefined, [OWN_ECS, "x", "y"]],
    ["as many as the image has room for, besides the own ECS", 2, [OWN_ECS, "x"]],
    ["the own ECS alone where the image is full", 1, [OWN_ECS]],
    ["the own ECS alone where the image holds more than it may", 0, [OWN_ECS]],
  ])("gives back %s", async (_name, accountLimit, expected) => {
    const { share } = sharing([...live]);
    const policy = { protectedAccounts: [], ...(accountLimit === undefined ? {} : { accountLimit }) };
    expect(await restoredForRetry(context, policy, [OWN_ECS, "x", "y"], live, share)).toEqual({
      live: new Set(["s", ...expected]),
      unverified: [],
      attempted: expected,
      returned: [...expected].sort(),
    });
  });

  it("calls nothing when there is nobody to give access to", async () => {
    const { asked, share } = sharing([]);
    expect(await restoredForRetry(context, { protectedAccounts: [] }, [], live, share)).toEqual({
      live,
      unverified: [],
      attempted: [],
      returned: [],
    });
    expect(asked).toEqual([]);
  });
});
