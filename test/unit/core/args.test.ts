import { tencentcloudCvm } from "../../../src/backends/tencentcloud-cvm/facts";
import { checkArgs } from "../../../src/core/args";

const unknown = "unknown-sentinel";
const good = {
  service: "tencentcloud-cvm",
  region: "ap-guangzhou",
  imageId: "img-6pb6lrmy",
  accounts: ["100000000002", "100000000001"],
};
const check = (args: Record<string, unknown>) =>
  checkArgs(args, args.service === good.service ? tencentcloudCvm : undefined, ["tencentcloud-cvm"], unknown);
const complaints = (changes: Record<string, unknown>) =>
  check({ ...good, ...changes }).failures.map(({ property, reason }) => `${property} | ${reason}`);

describe("checkArgs", () => {
  it("sorts the accounts, drops repetitions and says so", () => {
    const { args, failures, notes } = check({
      ...good,
      accounts: ["200000000002", "100000000001", "200000000002"],
    });
    expect(failures).toEqual([]);
    expect(args).toMatchObject({ accounts: ["100000000001", "200000000002"] });
    expect(args).not.toHaveProperty("exclusive");
    expect(notes).toEqual(["accounts lists 200000000002 more than once; counted once"]);
  });

  it("takes a number that is still exact for the ID that it is", () => {
    expect(check({ ...good, accounts: [100000000001] }).args.accounts).toEqual(["100000000001"]);
  });

  it.each([
    ["an empty image", { imageId: "" }, /^imageId \| imageId must be .*img-6pb6lrmy.*not ""$/],
    ["no image", { imageId: undefined }, /^imageId \| imageId must be .*not absent$/],
    ["an image of another cloud", { imageId: "m-5s7qotzavwbrnzaqh4unm" }, /^imageId \|/],
    [
      "an empty region",
      { region: "" },
      /^region \| region must be a Tencent Cloud region, such as "ap-guangzhou", not ""$/,
    ],
    ["no region", { region: undefined }, /^region \| .*not absent$/],
    ["a zone in place of a region", { region: "AP-Guangzhou" }, /^region \|/],
    [
      "an account that is too short",
      { accounts: ["12345678"] },
      /^accounts\[0\] \| accounts\[0\] must be the ID of a root account/,
    ],
    ["an account that is too long", { accounts: ["1234567890123456"] }, /^accounts\[0\] \|/],
    ["blanks inside", { accounts: ["100000000001", "1000 00000002"] }, /^accounts\[1\] \|/],
    ["quotes inside", { accounts: ['"100000000001"'] }, /^accounts\[0\] \|/],
    ["commas inside", { accounts: ["100000000001,100000000002"] }, /^accounts\[0\] \|/],
    [
      "a number that lost digits",
      { accounts: [2 ** 53 + 2] },
      /too large to be exact.*in quotes, or with --type string$/,
    ],
    [
      "a text in place of the list",
      { accounts: "100000000001" },
      /^accounts \| accounts must be a list of account IDs, such as \["100000000001"\], not "100000000001"$/,
    ],
    ["no list", { accounts: undefined }, /^accounts \|/],
    ["an empty list", { accounts: [] }, /^accounts \| accounts is empty.*allowEmpty: true/],
    [
      "too many accounts",
      { accounts: Array.from({ length: 501 }, (_, i) => String(100000000000 + i)) },
      /501 accounts.*500 per image/,
    ],
    ["an unknown argument", { acounts: [] }, /^acounts \| unknown argument "acounts"/],
    ["a wrong protected account", { protectedAccounts: ["x"] }, /^protectedAccounts\[0\] \|/],
    [
      "a negative bound",
      { maxRemovals: -1 },
      /^maxRemovals \| maxRemovals must be a whole number, 0 or more, not -1$/,
    ],
    [
      "a time that never ends",
      { timeoutSeconds: 1e9 },
      /^timeoutSeconds \| .*from 1 to 86400, not 1000000000$/,
    ],
    ["a text for a truth", { exclusive: "yes" }, /^exclusive \| exclusive must be true or false, not "yes"$/],
    [
      "a key in place of a profile",
      { credentials: { secretId: "x" } },
      /^credentials \| .*name of a profile/,
    ],
    [
      "another service",
      { service: "azure-gallery" },
      /^service \| service must be one of "tencentcloud-cvm", not "azure-gallery"$/,
    ],
    [
      "a misspelled service",
      { service: "tencentcloud-cmv" },
      /^service \| service must be one of .*, not "tencentcloud-cmv": did you mean "tencentcloud-cvm"\?$/,
    ],
    ["no service", { service: undefined }, /^service \| .*not absent$/],
  ])("refuses %s, naming the argument and what to write instead", (_name, changes, expected) => {
    const found = complaints(changes);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(expected);
  });

  it("names every account that is wrong, not only the first", () => {
    expect(complaints({ accounts: ["1", "100000000001", "2"] })).toHaveLength(2);
  });

  it("takes an empty list when it is meant", () => {
    expect(complaints({ accounts: [], allowEmpty: true })).toEqual([]);
  });

  it.each([
    ["the image", { imageId: unknown }],
    ["the region", { region: unknown }],
    ["the whole list", { accounts: unknown }],
    ["one account of the list", { accounts: ["100000000001", unknown] }],
    ["a setting", { exclusive: unknown, allowEmpty: unknown, maxRemovals: unknown, credentials: unknown }],
  ])("lets %s be unknown at preview", (_name, changes) => {
    expect(complaints(changes)).toEqual([]);
  });

  it("still finds a wrong account beside an unknown one", () => {
    expect(complaints({ accounts: [unknown, "wrong"] })).toHaveLength(1);
  });

  it("shows no control characters of what it refuses", () => {
    expect(complaints({ imageId: "\u001b[31mred\u202e" })[0]).not.toMatch(/\p{Cc}|\p{Cf}/u);
  });
});
