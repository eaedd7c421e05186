/** `image-share explain`: what a message points to, without the page at hand. */
import { errorTopics } from "../../../src/core/error-topics";
import { cli } from "./support";

it.each(errorTopics)("prints the section of %s, with its heading and without links", async (topic) => {
  const run = await cli(["explain", topic]);
  expect(run).toMatchObject({ code: 0, stderr: "" });
  const [heading, ...text] = run.stdout.split("\n");
  expect(heading).toBe(topic);
  expect(text.join(" ").length).toBeGreaterThan(80);
  expect(run.stdout).not.toMatch(/\]\(|^## /m);
});

it("takes the topic as a message writes it, and tells what a script needs as JSON", async () => {
  const run = await cli(["explain", "docs/errors.md#max-removals", "--json"]);
  const { topic, text } = JSON.parse(run.stdout);
  expect(topic).toBe("max-removals");
  expect(text).toContain("more (docs/guide/guards.md#bounds-on-removals)");
});

it("lists every topic without an argument", async () => {
  expect((await cli(["explain"])).stdout.split("\n")).toEqual([...errorTopics, ""]);
});

it("names the nearest topic where the topic is misspelled", async () => {
  const run = await cli(["explain", "max-removal"]);
  expect(run).toMatchObject({ code: 64, stdout: "" });
  expect(run.stderr).toContain('"max-removal" is not a topic of errors: did you mean max-removals?');
});
