/** What a set refuses: all at once, before anything is registered, by the names that the program has for it. */
import { type Properties, unknownValue } from "../../../../src/provider/inputs";
import { sharesOfSet } from "../../../../src/provider/plugin/set-shares";
import { asSecret } from "../../../../src/provider/plugin/values";

const golden = { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-6pb6lrmy" };
const accounts = ["100000000001"];

function refusal(inputs: Properties): string {
  try {
    sharesOfSet("release", inputs);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error("the set should have been refused");
}

it("names each wrong argument of each image, and Python's spelling where it differs", () => {
  const images = {
    one: { ...golden, maxRemovals: -1 },
    two: { ...golden, service: "tencent" },
    three: { ...golden, imageId: 17, region: "Guangzhou" },
  };
  const [first, second, third, fourth, ...more] = refusal({ accounts, images }).split("; ");
  expect(first).toMatch(/^release: images\.one: maxRemovals must be .*, not -1$/);
  expect(second).toMatch(/^images\.two: service must be one of .*, not "tencent"/);
  expect(third).toMatch(/^images\.three: region must be .*, not "Guangzhou"/);
  expect(fourth).toMatch(/^images\.three: imageId must be .*, not 17\. In Python: image_id, max_removals\.$/);
  expect(more).toEqual([]);
});

it("says a mistake of the list once, however many images have it", () => {
  const images = { a: golden, b: golden, c: golden, d: golden, e: golden };
  expect(refusal({ accounts: ["12"], images })).toMatch(
    /^release: images\.a, images\.b, images\.c and 2 more: accounts\[0\] must be [^;]*, not "12"$/,
  );
});

it.each<[string, Properties, RegExp]>([
  [
    "a string for the list",
    { accounts: "100000000001", images: { one: golden } },
    /images\.one: accounts must be a list/,
  ],
  ["no map", { accounts, images: [golden] }, /^release: images is missing: write a map of images/],
  ["an image that is none", { accounts, images: { one: "img-1" } }, /images\.one must be an object/],
  [
    "a misspelled argument",
    { accounts, images: { one: { ...golden, exclusiv: true } } },
    /images\.one: .*"exclusiv"/,
  ],
  [
    "a wrong account in a secret list",
    { accounts: asSecret(["12"]), images: { one: golden } },
    /images\.one: accounts\[0\] must be/,
  ],
  [
    "a cloud without a list",
    { accounts: { aws: [] }, images: { one: golden } },
    /write accounts\.tencentcloud.* In Python: allow_empty\.$/,
  ],
])("refuses %s", (_mistake, inputs, message) => {
  expect(refusal(inputs)).toMatch(message);
});

it("takes what is not known yet, in a secret too", () => {
  const images = { one: { ...golden, imageId: unknownValue, additionalAccounts: unknownValue } };
  expect([...sharesOfSet("release", { accounts: asSecret([unknownValue]), images }).keys()]).toEqual(["one"]);
});
