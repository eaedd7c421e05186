/**
 * Posts what a report says to a chat: how much there is of each finding, and what changed since the report before.
 *
 *   WEBHOOK_URL=https://… node post.mts report.json
 *
 * The body is { "text": … }, as the incoming webhooks of Slack, Mattermost, Rocket.Chat and Google Chat take it. Nothing is
 * posted where there is nothing to say.
 */
import { readFileSync } from "node:fs";

interface Access {
  readonly id: string;
  readonly accounts: readonly string[];
}

/** The part of schemas/report.schema.json that is used here. */
interface Report {
  readonly complete: boolean;
  readonly totals: { readonly images: number; readonly accounts: number; readonly notRead: number };
  readonly findings: readonly { readonly kind: string; readonly message: string }[];
  readonly changes?: { readonly gained: readonly Access[]; readonly lost: readonly Access[] };
}

/** A chat cuts longer texts. */
const MAX_LINES = 20;

const [file = "report.json"] = process.argv.slice(2);
const { WEBHOOK_URL: url } = process.env;
if (!url) throw new Error("WEBHOOK_URL is not set: it is the address of the chat's incoming webhook");

const lines = linesOf(JSON.parse(readFileSync(file, "utf8")) as Report);
if (lines.length > 0) await post(url, lines.map(harmless).join("\n"));

function linesOf({ complete, totals, findings, changes }: Report): string[] {
  const counts = Map.groupBy(findings, ({ kind }) => kind);
  const found = [...counts].map(([kind, list]) => `${kind}: ${list.length}`);
  const changed = [
    ...(changes?.gained ?? []).map(({ id, accounts }) => `${id}: gained access: ${accounts.join(", ")}`),
    ...(changes?.lost ?? []).map(({ id, accounts }) => `${id}: lost access: ${accounts.join(", ")}`),
  ];
  if (complete && found.length === 0 && changed.length === 0) return [];
  const more = changed.length - MAX_LINES;
  return [
    complete ? "Image access" : `Image access: not complete, ${totals.notRead} could not be looked at`,
    `${totals.images} images, ${totals.accounts} accounts. ${found.join(", ") || "Nothing found"}`,
    ...changed.slice(0, MAX_LINES),
    ...(more > 0 ? [`… and ${more} more changes`] : []),
  ];
}

/** No mention and no link: a chat takes <!channel> and <https://…|words> for them. */
function harmless(line: string): string {
  return line.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

async function post(address: string, text: string): Promise<void> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify({ text }) });
  // The address is a secret, so that the error does not repeat it.
  if (!answer.ok) throw new Error(`the webhook answered ${answer.status}`);
}
