/** `image-share explain`: prints the part of the errors page that a message names. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { didYouMean } from "../../core/did-you-mean";
import { type ErrorTopic, errorTopics } from "../../core/error-topics";
import { exitCodes } from "../exit-codes";
import { UsageError } from "../report-failure";
import type { Outcome } from "../session";
import { sanitize, type Terminal } from "../terminal";

/** The path is the same from the sources and from the built package. */
const page = join(__dirname, "../../../docs/errors.md");

/**
 * @param written a topic, also with what stands before it in messages (`docs/errors.md#quota`); undefined: all topics
 * @throws UsageError for a topic that the page does not have
 */
export function explainTopic(terminal: Terminal, written: string | undefined, json: boolean): Outcome {
  if (written === undefined) {
    if (!json) terminal.stdout.write(`${errorTopics.join("\n")}\n`);
    return { code: exitCodes.ok, document: { topics: errorTopics } };
  }
  const topic = topicOf(written);
  const text = sectionOf(readFileSync(page, "utf8"), topic);
  if (!json) terminal.stdout.write(`${sanitize(text)}\n`);
  return { code: exitCodes.ok, document: { topic, text } };
}

function topicOf(written: string): ErrorTopic {
  const name = written.replace(/^.*#/, "");
  const topic = errorTopics.find((known) => known === name);
  if (topic !== undefined) return topic;
  throw new UsageError(`${JSON.stringify(name)} is not a topic of errors: ${didYouMean(name, errorTopics)}`);
}

/** The section below its heading, with links as text. */
function sectionOf(markdown: string, topic: ErrorTopic): string {
  const [, after = ""] = markdown.split(new RegExp(`^## ${topic}$`, "m"));
  const [section = ""] = after.split(/^## /m);
  return `${topic}\n\n${plainLinks(section.trim())}`;
}

/** A link to this page keeps its words; one to another page also names the file in the package. */
function plainLinks(markdown: string): string {
  return markdown.replace(/\[([^\]]+)\]\(([^)]+)\)/g, (_, words: string, target: string) => {
    if (target.startsWith("#")) return words;
    return `${words} (${/^\w+:/.test(target) ? target : `docs/${target}`})`;
  });
}
