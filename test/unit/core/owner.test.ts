import { ShareError } from "../../../src/core/errors";
import { goalOf } from "../../../src/core/goal";
import { isForeignAccount, nameCaller, ownerLines, withCaller, wrongAccount } from "../../../src/core/owner";
import { readState } from "../../../src/core/state";

const target = { service: "moon-vm", region: "moon-1", imageId: "img-1" };
const keys = "environment, key ID …abcd";
const said = "img-1 (moon-1): Moon Look failed. Check imageId.";

function gone(message = said): ShareError {
  return new ShareError(message, "image-gone", { wrote: false, cause: new Error("as the vendor says") });
}

describe("keys of another account", () => {
  it.each<[string, string | undefined, boolean]>([
    ["another account", "901", true],
    ["the owner", "900", false],
    ["an account that is not known", undefined, false],
  ])("keys of another account are known as such when they act for %s", (_name, account, expected) => {
    expect(isForeignAccount("900", { account, keys: "a file" })).toBe(expected);
  });

  it("make an error that names both accounts, the keys, and what to do", () => {
    const error = wrongAccount(target, "900", { account: "901", keys });
    expect(error).toMatchObject({ topic: "wrong-account", wrote: false, live: undefined });
    expect(error.message).toBe(
      "img-1 (moon-1): not found. Keys: environment, key ID …abcd, of account 901. Account 900 owns the image, " +
        "according to state: nothing was changed, and state keeps the share. Run this again with the credentials of " +
        "account 900.",
    );
  });

  it.each([
    ["the keys are named there already", `${said} Keys: ${keys}.`],
    ["they are not", said],
  ])("make an error that keeps the vendor's words, and names the keys once, when %s", (_name, vendor) => {
    expect(wrongAccount(target, "900", { account: "901", keys }, vendor).message).toMatch(
      /^img-1 \(moon-1\): Moon Look failed\. Check imageId\. Keys: environment, key ID …abcd, of account 901\. Account 900 owns/,
    );
  });
});

describe("an owner that is listed", () => {
  it("is worth a line, and only then", () => {
    expect(ownerLines(target, ["100", "900"], "900")).toEqual([
      "img-1 (moon-1): 900 owns the image: it has access without a share",
    ]);
    expect(ownerLines(target, ["100"], "900")).toEqual([]);
    expect(ownerLines(target, ["100"], undefined)).toEqual([]);
  });
});

describe("whose keys did not find an image", () => {
  it.each<[string | undefined, string | undefined, string | undefined]>([
    ["901", "a file", "a file, of account 901"],
    ["901", undefined, "of account 901"],
    [undefined, "a file", "a file"],
    [undefined, undefined, undefined],
  ])(
    "whose keys did not find an image is said as far as it is known: account %s, keys %s",
    (account, place, expected) => {
      expect(nameCaller({ account, keys: place })).toBe(expected);
    },
  );

  it.each([
    [
      "behind the keys that an error names",
      `${said} Keys: ${keys}. No read has shown it.`,
      " No read has shown it.",
    ],
    ["at the end of an error that names none", said, ""],
  ])("stands %s", (_name, message, end) => {
    const error = gone(message);
    const named = withCaller(error, { account: "901", keys });
    expect(named.message).toBe(`${said} Keys: ${keys}, of account 901.${end}`);
    expect(named).toMatchObject({ topic: error.topic, wrote: false, live: undefined, cause: error.cause });
  });

  it("whose keys did not find an image is not said twice, nor when nothing is known", () => {
    for (const [error, account, place] of [
      [gone(`${said} Keys: ${keys}.`), undefined, keys],
      [gone(), undefined, undefined],
    ] as const) {
      expect(withCaller(error, { account, keys: place })).toBe(error);
    }
  });

  it("keeps what an error knows of who has access", () => {
    const live = new Set(["a"]);
    const unverified = [{ add: ["a"], remove: [] }];
    const error = new ShareError("x", "image-gone", { wrote: true, live, unverified });
    expect(withCaller(error, { account: "901", keys })).toMatchObject({ wrote: true, unverified, live });
  });
});

describe("the owner in a list", () => {
  const args = { ...target, accounts: ["100", "900"], exclusive: true };

  it("the owner in a list is not among those who are to get access", () => {
    expect(goalOf(args, undefined, "900").listed).toEqual(["100"]);
    expect(goalOf(args, undefined).listed).toEqual(["100", "900"]);
  });

  it("the owner in a list is known from state", () => {
    const state = readState("moon-vm/moon-1/img-1", { accounts: ["100"], owner: "900" });
    expect(goalOf(args, state)).toMatchObject({ listed: ["100"], owned: ["100"], exclusive: true });
  });
});
