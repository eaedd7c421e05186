import { readAccounts, sendWrite, shareError } from "../../../src/converge/calls";
import { ConfigurationError, ShareError, VendorError } from "../../../src/core/errors";
import type { ErrorMeaning } from "../../../src/core/service-facts";
import { ModelCloud } from "./model-cloud";

const write = { add: ["a"], remove: [] };
const repeat = (meaning: ErrorMeaning, times: number) =>
  Array.from({ length: times }, () => ({ before: meaning }));

describe("a read", () => {
  it.each<[ErrorMeaning, number]>([
    ["throttled", 4],
    ["not-sent", 4],
    ["image-busy", 4],
    ["ambiguous", 4],
    ["already-shared", 1],
    ["permanent", 1],
    ["auth", 1],
  ])("a read that meets %s three times is made %i times", async (meaning, times) => {
    const cloud = new ModelCloud(["a"]);
    cloud.readTwists.push(...repeat(meaning, 3));
    const read = readAccounts(cloud.context());
    await (times > 1
      ? expect(read).resolves.toEqual(new Set(["a"]))
      : expect(read).rejects.toMatchObject({ meaning }));
    expect(cloud.log).toHaveLength(times);
  });

  it("asks for the parts that its share is about, page after page", async () => {
    const cloud = new ModelCloud();
    const asked: unknown[] = [];
    cloud.describe = async (target, scope, page) => {
      asked.push([target, scope, page]);
      return page === undefined ? { accounts: ["a"], next: "2" } : { accounts: ["a", "b"] };
    };
    const context = cloud.context();
    expect([...(await readAccounts(context))]).toEqual(["a", "b"]);
    expect(asked).toEqual([undefined, "2"].map((page) => [context.target, context.scope, page]));
  });

  it("gives up a list that announces a page again, naming the action and how far it came", async () => {
    const cloud = new ModelCloud();
    const next: Record<string, string> = { "": "2", "2": "3", "3": "2" };
    cloud.describe = async (_target, _scope, page = "", options) => {
      await options?.acquire("DescribeShares");
      return { accounts: [`a${page}`], next: next[page] ?? "" };
    };
    await expect(readAccounts(cloud.context())).rejects.toMatchObject({
      meaning: "permanent",
      action: "DescribeShares",
      message: "the list of accounts does not end: page 2 was returned again after 3 accounts",
    });
  });

  it("asks for its turn before each page, and names an action only when it has one", async () => {
    const cloud = new ModelCloud();
    cloud.describe = async () => ({ accounts: [], next: "again" });
    await expect(readAccounts(cloud.context())).rejects.toMatchObject({ action: "" });
    const asked: string[] = [];
    const acquire = async (action: string) => {
      asked.push(action);
      return undefined;
    };
    cloud.describe = async (_target, _scope, page, options) => {
      await options?.acquire(`Describe ${page}`);
      return page === undefined ? { accounts: [], next: "2" } : { accounts: [] };
    };
    await readAccounts({ ...cloud.context(), acquire });
    expect(asked).toEqual(["Describe undefined", "Describe 2"]);
  });
});

describe("a write", () => {
  it.each<[ErrorMeaning, number]>([
    ["throttled", 3],
    ["not-sent", 3],
    ["image-busy", 3],
    ["ambiguous", 1],
    ["already-shared", 1],
    ["permanent", 1],
  ])(
    "a write that meets %s twice is sent %i times: again only when it was certainly not carried out",
    async (meaning, times) => {
      const cloud = new ModelCloud();
      cloud.writeTwists.push(...repeat(meaning, 2));
      const sent = sendWrite(cloud.context(), write);
      await (times > 1
        ? expect(sent).resolves.toBeUndefined()
        : expect(sent).rejects.toMatchObject({ meaning }));
      expect(cloud.log).toHaveLength(times);
    },
  );

  it("goes on when the run is cancelled, until its own signal is aborted", async () => {
    const cloud = new ModelCloud();
    const signals: unknown[] = [];
    cloud.write = async (_target, _write, options) => {
      signals.push(options?.signal);
    };
    const context = cloud.context();
    await sendWrite(context, write);
    expect(signals).toHaveLength(1);
    expect(signals[0]).toBe(context.writeSignal);
  });
});

describe("the error that the user reads", () => {
  const context = new ModelCloud().context();
  const live = new Set(["a"]);
  const vendor = new VendorError({ meaning: "quota", action: "Share", message: "full", code: "Full" });

  it("the error that the user reads is a vendor's with its words, the write that failed, and what is known", () => {
    const error = shareError(context, vendor, { live, wrote: true, write });
    expect(error.message).toBe(
      "img-1 (moon-1): Model Cloud Share (adding a) failed. Full: full. " +
        "List fewer accounts, or ask the vendor for a higher limit.",
    );
    expect(error).toMatchObject({ topic: "quota", live, wrote: true, cause: vendor });
  });

  it.each<[unknown, string, string]>([
    [new ConfigurationError("no key", "credentials"), "no key", "credentials"],
    [new Error("a bug"), "a bug", "unexpected"],
    ["thrown as it is", "thrown as it is", "unexpected"],
  ])("the error that the user reads is another with its image: %p", (cause, words, topic) => {
    const error = shareError(context, cause, { wrote: false });
    expect(error).toMatchObject({ message: `img-1 (moon-1): ${words}`, topic, wrote: false, cause });
    expect(error.live).toBeUndefined();
  });

  it("the error that the user reads is said once", () => {
    const first = new ShareError("said", "quota", { wrote: true });
    expect(shareError(context, first, { wrote: false })).toBe(first);
  });
});

describe("a write that is cut off", () => {
  const cutOff = (meaning: ErrorMeaning) => {
    const cloud = new ModelCloud();
    cloud.write = async () => {
      throw new VendorError({ meaning, action: "ShareImage", message: "aborted" });
    };
    return sendWrite({ ...cloud.context(), writeSignal: AbortSignal.abort() }, write);
  };

  it("is reported as cancelled, with the vendor's silence as its cause", async () => {
    await expect(cutOff("ambiguous")).rejects.toMatchObject({
      name: "WriteCutOff",
      topic: "cancelled",
      cause: { meaning: "ambiguous" },
      message: expect.stringMatching(/^cancelled while ShareImage \(adding a\) was under way/),
    });
  });

  it("is what the vendor says it is, where the vendor has answered", async () => {
    await expect(cutOff("permanent")).rejects.toMatchObject({ name: "VendorError", meaning: "permanent" });
  });
});
