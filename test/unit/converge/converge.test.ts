import type { ConvergeRequest } from "../../../src/converge/converge";
import type { Backend } from "../../../src/core/backend";
import { Cancelled } from "../../../src/core/errors";
import { converge, failureOf } from "./failure";
import { ModelCloud } from "./model-cloud";

const wanting = (
  listed: string[],
  others: {
    owned?: string[];
    exclusive?: boolean;
    policy?: Partial<ConvergeRequest["guards"]>;
    recentRead?: string[];
  } = {},
): ConvergeRequest => ({
  goal: { listed, owned: others.owned ?? [], exclusive: others.exclusive ?? true },
  guards: { protectedAccounts: [], ...others.policy },
  recentRead: others.recentRead === undefined ? undefined : new Set(others.recentRead),
});

describe("converge", () => {
  it("reads, writes, and proves the result by reading", async () => {
    const cloud = new ModelCloud(["old"]);
    const live = await converge(cloud.context(), wanting(["new"]));
    expect([...live]).toEqual(["new"]);
    expect(cloud.log).toEqual(["describe", "+new -", "+ -old", "describe"]);
  });

  it("reads once and writes nothing when nothing is to be done", async () => {
    const cloud = new ModelCloud(["a"]);
    await converge(cloud.context(), wanting(["a"]));
    expect(cloud.log).toEqual(["describe"]);
  });

  it("saves the opening read when it is handed a recent one", async () => {
    const cloud = new ModelCloud([]);
    await converge(cloud.context(), wanting(["a"], { recentRead: [] }));
    expect(cloud.log).toEqual(["+a -", "describe"]);
  });

  it("refuses what a guard forbids before it writes, naming the accounts", async () => {
    const cloud = new ModelCloud(["a", "b", "p"]);
    const request = wanting(["c"], { policy: { protectedAccounts: ["p"], maxRemovals: 1 } });
    const error = await failureOf(converge(cloud.context(), request));
    expect(error.message).toMatch(
      /^img-1 \(moon-1\): refused: .*p, which protectedAccounts.*3 accounts \(a, b, p\).*maxRemovals is 1/,
    );
    expect(error.wrote).toBe(false);
    expect(cloud.log).toEqual(["describe"]);
  });

  it("holds to maxRemovals in all rounds together, when another process adds accounts meanwhile", async () => {
    const cloud = new ModelCloud(["a", "b"]);
    cloud.afterWrite = () => {
      if (cloud.log.length === 2) cloud.live = new Set([...cloud.live, "s"]);
    };
    const policy = { protectedAccounts: [], maxRemovals: 2 };
    const error = await failureOf(converge(cloud.context(), wanting(["c"], { policy })));
    expect(error.message).toMatch(/it would revoke 3 accounts \(a, b, s\) and maxRemovals is 2/);
    expect([...cloud.live].sort()).toEqual(["c", "s"]);
  });

  describe("when a write is ambiguous", () => {
    it("does not send it again if a read shows that it was carried out", async () => {
      const cloud = new ModelCloud();
      cloud.writeTwists.push({ after: "ambiguous" });
      await converge(cloud.context(), wanting(["a"]));
      expect(cloud.log).toEqual(["describe", "+a -", "describe"]);
    });

    it("sends it again only after a read that shows that it was not", async () => {
      const cloud = new ModelCloud();
      cloud.writeTwists.push({ before: "ambiguous" });
      await converge(cloud.context(), wanting(["a"]));
      const looks = Array.from({ length: 7 }, () => "describe");
      expect(cloud.log).toEqual(["describe", "+a -", ...looks, "+a -", "describe"]);
      expect(cloud.lines).toContain(
        "img-1 (moon-1): the last write is not visible yet; reading again in 4 s",
      );
    });
  });

  it("outlasts a throttling window of 70 seconds and says that it waits", async () => {
    const cloud = new ModelCloud();
    const write = cloud.write.bind(cloud);
    cloud.write = async (target, change) => {
      if (cloud.clock.time < 70_000) cloud.writeTwists.unshift({ before: "throttled" });
      await write(target, change);
    };
    await converge(cloud.context(), wanting(["a"]));
    expect([...cloud.live]).toEqual(["a"]);
    expect(cloud.lines[0]).toMatch(
      /^img-1 \(moon-1\): 0 of 1 accounts done; Write: Code; retrying in \d+ s$/,
    );
  });

  it("says how far it is when it has to wait in the middle", async () => {
    const cloud = new ModelCloud();
    const accounts = Array.from({ length: 30 }, (_, index) => `a${index + 10}`);
    const throttled = Array.from({ length: 6 }, () => ({ before: "throttled" as const }));
    cloud.writeTwists.push({}, {}, ...throttled);
    await converge(cloud.context(), wanting(accounts));
    expect(cloud.lines[0]).toMatch(
      /^img-1 \(moon-1\): 20 of 30 accounts done; Write: Code; retrying in \d+ s$/,
    );
  });

  it("waits for a busy image", async () => {
    const cloud = new ModelCloud();
    cloud.writeTwists.push(...Array.from({ length: 6 }, () => ({ before: "image-busy" as const })));
    await converge(cloud.context(), wanting(["a"]));
    expect(cloud.lines.at(-1)).toContain("the image is busy");
  });

  it("does not wait for an image that will never be usable", async () => {
    const cloud = new ModelCloud();
    cloud.writeTwists.push({ before: "image-busy" });
    const imageCondition = async () => ({ kind: "unusable", state: "CREATEFAILED" }) as const;
    const backend: Backend = Object.assign(cloud, { imageCondition } as object);
    const error = await failureOf(converge({ ...cloud.context(), backend }, wanting(["a"])));
    expect(error.message).toContain("(the image's state: CREATEFAILED)");
    expect(cloud.clock.time).toBeLessThan(1_000);
  });

  it("begins nothing more when it is cancelled, and tells what a last look shows", async () => {
    const cancel = new AbortController();
    const cloud = new ModelCloud(["old"]);
    cloud.afterWrite = () => cancel.abort(new Cancelled());
    const error = await failureOf(converge(cloud.context({ signal: cancel.signal }), wanting(["new"])));
    expect(error.message).toMatch(/^img-1 \(moon-1\): cancelled\. Run this again/);
    expect([...(error.live ?? [])].sort()).toEqual(["new", "old"]);
    expect(cloud.log).toEqual(["describe", "+new -", "describe"]);
  });

  it("gives up at the deadline, with the vendor's last word", async () => {
    const cloud = new ModelCloud();
    cloud.writeTwists.push(...Array.from({ length: 100 }, () => ({ before: "throttled" as const })));
    const error = await failureOf(converge(cloud.context({ timeoutMs: 60_000 }), wanting(["a"])));
    expect(error.message).toContain("Code: it is throttled (RequestId R-1).");
    expect(cloud.clock.time).toBeLessThanOrEqual(60_000);
  });

  it("re-reads an answer that lags 20 seconds instead of writing again", async () => {
    const cloud = new ModelCloud(["old"]);
    cloud.lagMs = 20_000;
    await converge(cloud.context(), wanting(["new"]));
    expect(cloud.log.filter((call) => call !== "describe")).toEqual(["+new -", "+ -old"]);
  });

  it("writes again what the vendor acknowledged and dropped", async () => {
    const cloud = new ModelCloud();
    cloud.writeTwists.push({ drop: ["b"] });
    const live = await converge(cloud.context(), wanting(["a", "b"]));
    expect([...live].sort()).toEqual(["a", "b"]);
  });

  it("names the accounts that a vendor acknowledges and never shares", async () => {
    const cloud = new ModelCloud();
    cloud.writeTwists.push(...Array.from({ length: 20 }, () => ({ drop: ["b"] })));
    const error = await failureOf(converge(cloud.context(), wanting(["a", "b"])));
    expect(error.message).toContain("b should have access and does not.");
    expect([...(error.live ?? [])]).toEqual(["a"]);
  });

  it("halves the calls when the vendor finds them too large", async () => {
    const cloud = new ModelCloud();
    const listed = Array.from({ length: 8 }, (_, index) => `a${index}`);
    const write = cloud.write.bind(cloud);
    cloud.write = async (target, change) => {
      if (change.add.length > 3) cloud.writeTwists.unshift({ before: "call-too-large" });
      await write(target, change);
    };
    await converge(cloud.context(), wanting(listed));
    expect(cloud.live.size).toBe(8);
  });

  it("removes what a concurrent writer adds, and gives up when that does not end", async () => {
    const once = new ModelCloud();
    once.afterWrite = () => {
      if (!once.log.includes("+ -stranger")) once.live.add("stranger");
    };
    await converge(once.context(), wanting(["a"]));
    expect([...once.live]).toEqual(["a"]);

    const always = new ModelCloud();
    always.afterWrite = () => always.live.add("stranger");
    const error = await failureOf(converge(always.context(), wanting(["a"])));
    expect(error.message).toMatch(/stranger should not have access and does\..*another process is changing/);
  });

  it("takes 'already shared' for done only when a read agrees", async () => {
    const honest = new ModelCloud();
    honest.writeTwists.push({ after: "already-shared" });
    await converge(honest.context(), wanting(["a"]));
    expect([...honest.live]).toEqual(["a"]);

    const lying = new ModelCloud();
    lying.writeTwists.push(...Array.from({ length: 20 }, () => ({ before: "already-shared" as const })));
    const error = await failureOf(converge(lying.context(), wanting(["a"])));
    expect(error.message).toContain("a should have access and does not.");
  });

  it("tells what is true when a later write is refused", async () => {
    const cloud = new ModelCloud();
    cloud.writeTwists.push({}, { before: "permanent" });
    const request = wanting(["a", "b", "c"]);
    const context = cloud.context({ capacity: { add: 2, remove: 2, together: "never" } });
    const error = await failureOf(converge(context, request));
    expect([...(error.live ?? [])]).toEqual(["a", "b"]);
    expect(error.wrote).toBe(true);
    expect(error.message).toContain(
      "Model Cloud Write (adding c) failed. Code: it is permanent (RequestId R-1).",
    );
  });

  describe("when the vendor refuses some of the accounts", () => {
    const accounts = Array.from({ length: 16 }, (_, index) => `a${String(index).padStart(2, "0")}`);
    const capacity = { add: 16, remove: 16, together: "never" } as const;

    it.each([
      ["the first", ["a00"], 9],
      ["one in the middle", ["a08"], 9],
      ["the last", ["a15"], 9],
      ["two far apart", ["a00", "a15"], 15],
      ["all", accounts, 31],
    ])("shares with everybody else when it is %s, and names each", async (_name, bad, mostWrites) => {
      const cloud = new ModelCloud(["old"]);
      cloud.bad = bad;
      const error = await failureOf(
        converge(cloud.context({ capacity }), wanting(accounts, { owned: ["old"] })),
      );
      expect([...cloud.live].sort()).toEqual([
        ...accounts.filter((account) => !bad.includes(account)),
        "old",
      ]);
      for (const account of bad)
        expect(error.message).toContain(`${account}: Code: it is account-refused (RequestId R-1)`);
      expect(cloud.log.filter((call) => call.startsWith("+a")).length).toBeLessThanOrEqual(mostWrites);
      expect(cloud.log.filter((call) => call === "describe")).toHaveLength(2);
    });

    it("adds whom it can when it is a removal that is refused in the same call", async () => {
      const cloud = new ModelCloud(["stuck", "old"]);
      cloud.bad = ["stuck"];
      const together = { add: 10, remove: 10, together: "each" } as const;
      const error = await failureOf(converge(cloud.context({ capacity: together }), wanting(["new"])));
      expect([...cloud.live].sort()).toEqual(["new", "stuck"]);
      expect(error.message).toContain("refuses to take access from 1 account. stuck: Code:");
    });

    it("converge when the vendor refuses some of the accounts does not mind an account that has access all the same", async () => {
      const cloud = new ModelCloud();
      cloud.bad = ["a"];
      cloud.afterWrite = () => cloud.live.add("a");
      const live = await converge(cloud.context(), wanting(["a", "b"]));
      expect([...live].sort()).toEqual(["a", "b"]);
      // Refused with the other and alone; once a read shows it, it is not asked for again.
      expect(cloud.log).toEqual(["describe", "+a,b -", "+a -", "+b -", "describe"]);
    });
  });

  it("counts whatever it tried to add as shared when it cannot read back, so that a delete revokes it", async () => {
    const cloud = new ModelCloud(["x"]);
    cloud.readTwists.push({}, { before: "auth" });
    const error = await failureOf(converge(cloud.context(), wanting(["a"], { exclusive: false })));
    expect([...(error.live ?? [])].sort()).toEqual(["a", "x"]);
  });

  it("never retries refused credentials", async () => {
    const cloud = new ModelCloud();
    cloud.readTwists.push({ before: "auth" });
    const error = await failureOf(converge(cloud.context(), wanting(["a"])));
    expect(cloud.log).toEqual(["describe"]);
    expect(error.message).toContain("Check the credentials");
  });

  it("reads all pages, and refuses a list that does not end", async () => {
    const paged = new ModelCloud(["a", "b", "c"]);
    paged.pages = (accounts, page = "0") => {
      const at = Number(page);
      const accountsOfPage = accounts.slice(at, at + 1);
      return at + 1 < accounts.length
        ? { accounts: accountsOfPage, next: String(at + 1) }
        : { accounts: accountsOfPage };
    };
    expect([...(await converge(paged.context(), wanting(["a", "b", "c"])))]).toHaveLength(3);

    const endless = new ModelCloud(["a"]);
    endless.pages = (accounts) => ({ accounts, next: "again" });
    const error = await failureOf(converge(endless.context(), wanting(["b"])));
    expect(error.message).toContain("does not end");
    expect(endless.log).not.toContain("+b -");
  });
});
