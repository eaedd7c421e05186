import { shortName } from "../../src/core/presentable";
import { isName } from "../../src/core/target";

it.each([
  ["x".repeat(60), "x".repeat(60)],
  ["x".repeat(61), `${"x".repeat(60)}…`],
  [" a\u001b[2Jb ", "a [2Jb"],
])("a name that somebody gave is shown short and harmless: %j", (name, shown) => {
  expect(shortName(name)).toBe(shown);
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
  expect(isName(text)).toBe(expected);
});
