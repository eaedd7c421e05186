import { truncate } from "../../../src/core/printable";
import { isSafeSegment } from "../../../src/core/target";

it.each([
  ["x".repeat(28), "x".repeat(28)],
  ["x".repeat(29), "… (29 characters)"],
  [" a\u001b[2Jb ", "a [2Jb"],
])("a name from the user is shown if it is too short to be a key, and harmless: %j", (name, shown) => {
  expect(truncate(name)).toBe(shown);
});

it.each([
  ["img-6pb6lrmy", true],
  ["cn-hangzhou.internal_1", true],
  ["", false],
  ["a b", false],
  [" a", false],
  ["a/", false],
  ["a\n", false],
  ["é", false],
])("%j can be a name of something in a cloud: %s", (text, expected) => {
  expect(isSafeSegment(text)).toBe(expected);
});
