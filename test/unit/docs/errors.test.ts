import { readFileSync } from "node:fs";
import { join } from "node:path";
import { errorTopics, withTopic } from "../../../src/core/error-topics";
import { Cancelled, ConfigurationError, explain, ShareError } from "../../../src/core/errors";

const page = readFileSync(join(__dirname, "../../../docs/errors.md"), "utf8");
const sections = [...page.matchAll(/^## (.+)$/gm)].map(([, title]) => title);

describe("docs/errors.md", () => {
  it("has a section for each error that can be raised, and none besides", () => {
    expect(sections.toSorted()).toEqual([...errorTopics].sort());
  });

  it("says in each section what to do", () => {
    const bodies = page.split(/^## /m).slice(1);
    expect(bodies.filter((body) => !body.includes("\n**Do:** "))).toEqual([]);
  });

  it("names each section in its overview", () => {
    const [overview = ""] = page.split(/^## /m);
    expect(errorTopics.filter((topic) => !overview.includes(`[${topic}](#${topic})`))).toEqual([]);
  });
});

describe("an error", () => {
  it.each([
    [
      "endpoint is wrong. See docs/errors.md#configuration (image-share explain configuration)",
      new ConfigurationError("endpoint is wrong"),
    ],
    [
      "no keys. See docs/errors.md#credentials (image-share explain credentials)",
      new ConfigurationError("no keys.", "credentials"),
    ],
    [
      "img-1: full. See docs/errors.md#quota (image-share explain quota)",
      new ShareError("img-1: full", "quota", { wrote: false }),
    ],
    [
      "cancelled. Run this again: it reads first, and does only what is left to do. See docs/errors.md#cancelled (image-share explain cancelled)",
      new Cancelled(),
    ],
    [
      "x is not a function. See docs/errors.md#unexpected (image-share explain unexpected)",
      new TypeError("x is not a function"),
    ],
    ["thrown as text. See docs/errors.md#unexpected (image-share explain unexpected)", "thrown as text"],
  ])("ends with the section that explains it: %s", (expected, error) => {
    expect(explain(error)).toBe(expected);
  });

  it("says it once, however often it is passed on", () => {
    const said = withTopic("img-1: full", "quota");
    expect(withTopic(said, "quota")).toBe(said);
  });
});
