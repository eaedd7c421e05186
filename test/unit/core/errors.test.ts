import { OWN_ECS } from "../../../src/core/accounts";
import { errorTopics, withTopic } from "../../../src/core/error-topics";
import {
  Cancelled,
  ConfigurationError,
  describeAccessKept,
  describeRefusedAccounts,
  describeUnverified,
  describeVendorError,
  explain,
  NotVerified,
  ShareError,
  VendorError,
} from "../../../src/core/errors";
import { type ErrorMeaning, errorMeanings } from "../../../src/core/service-facts";

const label = "img-1 (moon-1)";
const target = { service: "moon-vm", region: "moon-1", imageId: "img-1" };

function vendorError(changes: Partial<ConstructorParameters<typeof VendorError>[0]> = {}): VendorError {
  return new VendorError({
    meaning: "permanent",
    action: "Share",
    message: "it is wrong",
    code: "Wrong",
    ...changes,
  });
}

const runAgain = "Run this again; if it persists, ask the vendor about the RequestId.";

/** What a person can do about each kind of failure. */
const advice: Record<ErrorMeaning, string> = {
  "image-gone":
    "Check imageId and region; if the image was deleted, remove the resource or point imageId at its replacement.",
  "image-busy": "Wait until the vendor's task on the image has ended and run this again.",
  "account-refused": "Correct or unlist the account that the vendor refuses, and run this again.",
  "already-shared": runAgain,
  "not-shared": runAgain,
  quota: "List fewer accounts, or ask the vendor for a higher limit.",
  "call-too-large": "Please report this: the product sent more accounts in one call than the vendor takes.",
  throttled: "Run this again later, or run fewer pipelines with these credentials at once.",
  "not-sent": "Check the network, the proxy and image-share:endpoint, and run this again.",
  ambiguous: "Run this again: it reads first, and does only what is left to do.",
  unclear: "Look at the image in the vendor's console, and run this again.",
  auth: "Check the credentials of this cloud (image-share configuration, environment, or profile) and their permissions.",
  permanent: "Correct what the vendor names, and run this again.",
};

describe("a vendor's error", () => {
  it.each(errorMeanings)("a vendor's error that means %s ends with what to do next", (meaning) => {
    expect(describeVendorError(label, "Moon VM", vendorError({ meaning }))).toBe(
      `img-1 (moon-1): Moon VM Share failed. Wrong: it is wrong. ${advice[meaning]}`,
    );
  });

  it.each(errorMeanings)(
    "a vendor's error that means %s says whose keys it was where that may be the reason",
    (meaning) => {
      const message = describeVendorError(
        label,
        "Moon VM",
        vendorError({ meaning }),
        undefined,
        "env (MOON_KEY)",
      );
      const isToBeSaid = ["image-gone", "auth", "permanent"].includes(meaning);
      expect(message.endsWith(" Keys: env (MOON_KEY).")).toBe(isToBeSaid);
    },
  );

  it("names the accounts of the write that failed, and the request", () => {
    const write = { add: ["a", OWN_ECS], remove: ["b", "c"] };
    const error = vendorError({ requestId: "R-1", message: "it is wrong." });
    expect(describeVendorError(label, "Moon VM", error, write)).toBe(
      "img-1 (moon-1): Moon VM Share (adding a, your own ECS (shareToEcs); removing b, c) failed. " +
        "Wrong: it is wrong. (RequestId R-1). Correct what the vendor names, and run this again.",
    );
  });

  it.each([
    [{ add: ["a"], remove: [] }, "Share (adding a) failed."],
    [{ add: [], remove: ["b"] }, "Share (removing b) failed."],
  ])("names the direction that there was: %j", (write, expected) => {
    expect(describeVendorError(label, "Moon VM", vendorError(), write)).toContain(
      `Moon VM ${expected} Wrong`,
    );
  });

  it("says what there is to say without a code, on one line, with one full stop", () => {
    const error = vendorError({ code: undefined, requestId: "", message: "no\u001b[31m\nanswer." });
    expect(describeVendorError(label, "Moon VM", error)).toBe(
      "img-1 (moon-1): Moon VM Share failed. no [31m answer. Correct what the vendor names, and run this again.",
    );
  });

  it("keeps what is known of it", () => {
    const cause = new Error("reset");
    const error = vendorError({ requestId: "R-1", retryAfterMs: 5, cause });
    expect(error).toMatchObject({
      name: "VendorError",
      message: "it is wrong",
      meaning: "permanent",
      action: "Share",
      code: "Wrong",
      requestId: "R-1",
      retryAfterMs: 5,
      cause,
    });
  });
});

describe("accounts that a vendor refuses", () => {
  const asListed = (additions: { account: string; error: VendorError }[]) => ({
    additions,
    removals: [],
    isRestAsListed: true,
  });

  it("accounts that a vendor refuses are not said to be the only ones when something else is left to do", () => {
    const message = describeRefusedAccounts(target, "Moon VM", {
      ...asListed([{ account: "a", error: vendorError() }]),
      isRestAsListed: false,
    });
    expect(message).toContain("Moon VM refuses 1 account. a: Wrong");
  });

  it("accounts that a vendor refuses in a removal are advised on as accounts that are not listed any more", () => {
    const removals = [{ account: "a", error: vendorError() }];
    const message = describeRefusedAccounts(target, "Moon VM", {
      additions: [],
      removals,
      isRestAsListed: true,
    });
    expect(message).toBe(
      "img-1 (moon-1): Moon VM refuses to take access from 1 account. a: Wrong: it is wrong. Still shared with a. " +
        "Ask the vendor whether the account is closed. To leave it as it is, list it and name it in " +
        "protectedAccounts, and run this again.",
    );
  });

  it("accounts that a vendor refuses in additions and in removals have a sentence each, and then not all others are as listed", () => {
    const additions = [{ account: "a", error: vendorError() }];
    const removals = [{ account: "b", error: vendorError() }];
    const message = describeRefusedAccounts(target, "Moon VM", { additions, removals, isRestAsListed: true });
    expect(message).toContain(
      "Moon VM refuses 1 account. a: Wrong: it is wrong. " +
        "Correct or unlist the account that the vendor refuses, and run this again. " +
        "Moon VM refuses to take access from 1 account. b: Wrong: it is wrong. Still shared with b.",
    );
  });

  it("accounts that a vendor refuses are named each with the vendor's words", () => {
    const refused = [
      { account: "a", error: vendorError({ message: "unknown\naccount", requestId: "R-1" }) },
      { account: OWN_ECS, error: vendorError({ code: undefined, message: "not open" }) },
    ];
    expect(describeRefusedAccounts(target, "Moon VM", asListed(refused))).toBe(
      "img-1 (moon-1): Moon VM refuses 2 accounts; all others are as listed. " +
        "a: Wrong: unknown account (RequestId R-1); your own ECS (shareToEcs): Share: not open. " +
        "Correct or unlist the account that the vendor refuses, and run this again.",
    );
  });

  it("end with exactly one full stop", () => {
    const error = vendorError({ message: "No. It is wrong." });
    expect(describeRefusedAccounts(target, "Moon VM", asListed([{ account: "a", error }]))).toContain(
      "a: Wrong: No. It is wrong. Correct",
    );
  });

  it("accounts that a vendor refuses are counted in words that fit one", () => {
    const message = describeRefusedAccounts(
      target,
      "Moon VM",
      asListed([{ account: "a", error: vendorError() }]),
    );
    expect(message).toBe(
      "img-1 (moon-1): Moon VM refuses 1 account; all others are as listed. a: Wrong: it is wrong. " +
        "Correct or unlist the account that the vendor refuses, and run this again.",
    );
  });
});

describe("what an error says of access after an addition that went wrong", () => {
  const nobody = { kept: [], returned: [], gone: [], doubtful: [], why: "there is no room", nearMisses: [] };
  const pair = { written: "a", other: "b", by: "one digit" } as const;

  it.each<[string, Partial<Parameters<typeof describeAccessKept>[0]>, string]>([
    ["nothing where it concerns nobody", {}, ""],
    [
      "who keeps it",
      { kept: ["a", "b"] },
      "Nobody loses access in a run in which an addition fails. Still with access: a, b.",
    ],
    ["who has it again", { returned: ["a"] }, "Lost access in this run and was given it back: a."],
    ["who is without it, and why", { gone: ["a"] }, "Lost access in this run: a, because there is no room."],
    [
      "who may be without it, and why",
      { doubtful: ["a"] },
      "May be without access now: a, because there is no room.",
    ],
    [
      "which account may be a misspelling",
      { nearMisses: [pair] },
      "a and b differ by one digit: correct accounts if one is a misspelling.",
    ],
    [
      "one sentence after the other",
      { returned: ["a"], gone: ["b"] },
      "Lost access in this run and was given it back: a. Lost access in this run: b, because there is no room.",
    ],
  ])("is %s", (_name, found, text) => {
    expect(describeAccessKept({ ...nobody, ...found })).toBe(text);
  });

  it.each([
    ["additions", [{ add: ["b", "a"], remove: [] }], "a, b may have gained access."],
    ["removals", [{ add: [], remove: ["x"] }], "x may have lost access."],
    [
      "all writes that no read has shown",
      [
        { add: ["a"], remove: ["x"] },
        { add: ["b"], remove: ["x"] },
      ],
      "a, b may have gained access; x may have lost access.",
    ],
  ])("names the accounts of %s", (_name, unverified, text) => {
    expect(describeUnverified(unverified)).toBe(`No read has shown it: ${text}`);
  });
});

it("an error has no unverified writes by default", () => {
  expect(new ShareError("failed", "quota", { wrote: true }).unverified).toEqual([]);
});

describe("an explained error", () => {
  const live = new Set(["a"]);
  const cause = new Error("below");

  it.each([
    ["Cancelled", "cancelled", new Cancelled()],
    ["NotVerified", "not-verified", new NotVerified()],
    ["ConfigurationError", "configuration", new ConfigurationError("wrong key")],
    ["ConfigurationError", "profile", new ConfigurationError("no such profile", "profile")],
    ["ShareError", "quota", new ShareError("failed", "quota", { wrote: true })],
  ])(
    "an explained error of class %s has its name and its place in the documentation: %s",
    (name, topic, error) => {
      expect(error.name).toBe(name);
      expect(error.topic).toBe(topic);
      expect(explain(error)).toMatch(
        new RegExp(`\\. See docs/errors\\.md#${topic} \\(image-share explain ${topic}\\)$`),
      );
    },
  );

  it("keeps what is known: who has access, whether anything was written, the cause", () => {
    expect(new ShareError("failed", "quota", { live, wrote: true, cause })).toMatchObject({
      live,
      wrote: true,
      cause,
    });
    expect(new ShareError("failed", "quota", { wrote: false })).toMatchObject({
      live: undefined,
      wrote: false,
    });
    expect(new ConfigurationError("wrong", "credentials", cause).cause).toBe(cause);
  });

  it("tells the user who cancelled that nothing is lost", () => {
    expect(new Cancelled().message).toBe(
      "cancelled. Run this again: it reads first, and does only what is left to do.",
    );
  });
});

describe("an error as people read it", () => {
  it.each<[unknown, string]>([
    [
      new ConfigurationError("a key is wrong"),
      "a key is wrong. See docs/errors.md#configuration (image-share explain configuration)",
    ],
    [
      new ConfigurationError("a key is wrong."),
      "a key is wrong. See docs/errors.md#configuration (image-share explain configuration)",
    ],
    [
      new Error("no file. out of memory"),
      "no file. out of memory. See docs/errors.md#unexpected (image-share explain unexpected)",
    ],
    [
      new Error("did you mean a?"),
      "did you mean a? See docs/errors.md#unexpected (image-share explain unexpected)",
    ],
    [
      new Error("out of memory"),
      "out of memory. See docs/errors.md#unexpected (image-share explain unexpected)",
    ],
    ["thrown as it is", "thrown as it is. See docs/errors.md#unexpected (image-share explain unexpected)"],
  ])("ends with the place that explains it: %p", (error, text) => {
    expect(explain(error)).toBe(text);
  });

  it.each(errorTopics)("points to %s once, however often it is explained", (topic) => {
    const once = withTopic("It failed", topic);
    expect(once).toBe(`It failed. See docs/errors.md#${topic} (image-share explain ${topic})`);
    expect(withTopic(once, topic)).toBe(once);
  });
});
