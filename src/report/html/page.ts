/**
 * The report as one page: no network and no other file. Every table is in the HTML, so that it can be read and printed
 * without the script, which searches, sorts, filters and shows one view at a time.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../model";
import { incompleteLine, totalsLine } from "../words";
import { accountsView } from "./accounts";
import { changesView } from "./changes";
import { strange, text } from "./escape";
import { findingsView } from "./findings";
import { imagesView } from "./images";
import { matrixView } from "./matrix";
import { viewOf } from "./view";

/** In the order of the navigation; each view is a section of its own. */
const sections = [
  { id: "findings", title: "Findings", render: findingsView },
  { id: "changes", title: "Changes", render: changesView },
  { id: "accounts", title: "Accounts", render: accountsView },
  { id: "images", title: "Images", render: imagesView },
  { id: "matrix", title: "Matrix", render: matrixView },
] as const;

/**
 * Runs before the tables are there: a browser would lay out every view first, and then hide all but one. That takes twice
 * the memory.
 */
const EARLY_SCRIPT = 'document.documentElement.classList.add("js")';

export function asHtml(report: Report): string {
  const [style, script] = [asset("browser.css"), asset("browser.js")];
  const view = viewOf(report);
  const shown = sections.filter(({ id }) => id !== "changes" || report.changes !== undefined);
  const incomplete = incompleteLine(report);
  const policy = [
    "default-src 'none'",
    `style-src '${hash(style)}'`,
    `script-src '${hash(EARLY_SCRIPT)}' '${hash(script)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Image access, ${text(day(report.createdAt))}</title>
<style>${style}</style>
<script>${EARLY_SCRIPT}</script>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
<header>
<h1>Image access</h1>
<p class="when">${text(totalsLine(report))}<span> · <time datetime="${text(report.createdAt)}">${text(moment(report.createdAt))}</time>${report.file === undefined ? "" : ` · compared with ${strange(report.file)}`}</span></p>
${incomplete === undefined ? "" : `<p class="alarm" role="alert">${text(incomplete)}</p>`}
</header>
<nav aria-label="Views"><ul>${shown
    .map(({ id, title }) => `<li><a href="#${id}">${title}${badge(id, report)}</a></li>`)
    .join("")}</ul></nav>
<form id="controls" role="search" aria-label="Search and filter" hidden>
<label>Search <input type="search" name="q" autocomplete="off" spellcheck="false" placeholder="Account, name, image"></label>
<label>Cloud <select name="cloud"><option value="">all</option>${view.clouds.map((cloud) => `<option>${text(cloud)}</option>`).join("")}</select></label>
<label>Only <select name="only"><option value="">everything</option>${view.flags.map(([flag, title]) => `<option value="${flag}">${title}</option>`).join("")}</select></label>
<button type="reset">Clear</button>
<output id="count" role="status"></output>
</form>
<main id="main" tabindex="-1">
${shown.map(({ id, title, render }) => `<section id="${id}"><h2 id="${id}-title">${title}</h2>\n${render(report, view)}\n</section>`).join("\n")}
</main>
<footer>Written by image-share. What a cloud does not tell is left empty.</footer>
<div id="tip" hidden></div>
<script>${script}</script>
</body>
</html>
`;
}

function badge(id: string, { findings }: Report): string {
  return id === "findings" && findings.length > 0
    ? ` <span class="badge">${findings.length.toLocaleString("en-US")}</span>`
    : "";
}

function asset(name: string): string {
  return readFileSync(join(__dirname, name), "utf8");
}

/** Allows this text, and no other, to be a style or a script of the page. */
function hash(content: string): string {
  return `sha256-${createHash("sha256").update(content).digest("base64")}`;
}

function day(time: string): string {
  return time.slice(0, 10);
}

/** 2026-03-01 08:00 UTC */
function moment(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 16)} UTC`;
}
