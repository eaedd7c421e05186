/** Comments, messages, titles of tests and pages are in the words of the field: see docs/contributing/style.md. */
import { textOf } from "../../docs/pages";
import { areas, commentsAndStrings, count, titles, withoutCode, words } from "./words";

/** How often each word may still stand in an area. Lower a number with every sentence that is rewritten; never raise one. */
const left: Readonly<Record<keyof typeof areas, Readonly<Record<string, number>>>> = {
  src: {},
  test: {},
  // A file of that name, in the list of survivors.
  docs: { patience: 1 },
};

it.each(["src", "test", "docs"] as const)("%s has no more words to avoid than it had", (area) => {
  const texts = areas[area]();
  expect(texts.size).toBeGreaterThan(30);
  const tooMany = [...count(texts)].flatMap(([word, files]) => {
    const allowed = left[area][word] ?? 0;
    if (files.length <= allowed) return [];
    const where = [...new Set(files)].join(", ");
    return [`"${word}" ${files.length} times, ${allowed} allowed (write: ${words[word]?.instead}): ${where}`];
  });
  expect(tooMany).toEqual([]);
});

it.each(Object.keys(words))("docs/contributing/style.md says what to write for: %s", (word) => {
  expect(textOf("docs/contributing/style.md")).toContain(`| \`${word}\` | ${words[word]?.instead} |`);
});

it("reads comments and strings, and no identifiers", () => {
  const text = commentsAndStrings(
    '// whoever\nconst somebody = "weather"; /* mended */ f(`befalls` + patience);',
  );
  const found = count(new Map([["a.ts", text]]));
  expect([...found.keys()].sort()).toEqual(["befall", "mended", "weather", "whoever"]);
});

it("reads titles of tests, and nothing else of them", () => {
  const text = [
    'it("tells whoever asks", () => {',
    '  expect("somebody").toBe("weather");',
    "});",
    'it.each([["mended"]])("is %s of somebody", (name) => {});',
  ].join("\n");
  expect(titles(text).split("\n")).toEqual(["tells whoever asks", "is %s of somebody"]);
});

it("reads the prose of pages, across lines, without code", () => {
  const found = count(
    new Map([["a.md", withoutCode("there is no\nsuch image\n\n```text\nwhoever\n```\n`mended`\n")]]),
  );
  expect([...found.keys()]).toEqual(["there is no such"]);
});
