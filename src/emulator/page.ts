/**
 * The emulator as one page, for demonstrations and for people who learn the product: who can use which image, the calls
 * that came in, the faults that wait; to share, unshare and inject by hand. The template escapes every value.
 */
import { createHash } from "node:crypto";
import { html, raw } from "hono/html";
import type { CallRecord } from "./call-log";
import type { Controls, ImageView } from "./controls";
import { serviceNames } from "./names";
import { pageScript } from "./page-script";

type Markup = ReturnType<typeof html>;

/** How many calls the page shows; the control API has all. */
const SHOWN_CALLS = 100;

/** More accounts are folded. */
const UNFOLDED_ACCOUNTS = 12;

const hash = createHash("sha256").update(pageScript).digest("base64");

/** Nothing but the page's own script runs, and nothing is loaded from elsewhere. */
export const PAGE_POLICY = [
  "default-src 'none'",
  `script-src 'sha256-${hash}'`,
  "style-src 'unsafe-inline'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** The whole page, as HTML. */
export function pageOf(controls: Controls): Markup {
  const images = controls.images();
  const calls = controls.calls();
  const faults = controls.faults();
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>image-share emulator</title>
<style>${raw(style)}</style>
</head>
<body>
<header><h1>image-share emulator</h1><p id="said" role="status">Changes here are made behind the program's back, as in a vendor's console.</p></header>
<main>
<section aria-labelledby="images-title">
<h2 id="images-title">Images</h2>
<div id="images">${images.length === 0 ? html`<p>No image. Seed one with <code>--image</code>.</p>` : images.map(imageRow)}</div>
</section>
<section aria-labelledby="faults-title">
<h2 id="faults-title">Faults</h2>
${faultForm()}
<div id="faults">${faults.length === 0 ? html`<p>None waits.</p>` : html`<ul>${faults.map(({ fault, fired }) => html`<li><code>${JSON.stringify(fault)}</code> fired ${fired} times</li>`)}</ul>${removal("/faults", "Remove all faults", "faults removed")}`}</div>
</section>
<section aria-labelledby="calls-title">
<h2 id="calls-title">Calls</h2>
<div id="calls">${callTable(calls)}</div>
</section>
</main>
<script>${raw(pageScript)}</script>
</body>
</html>
`;
}

function imageRow(image: ImageView): Markup {
  const { service, region, imageId, name, state, accounts } = image;
  const place = [service, region, imageId].filter((part) => part !== undefined).join("/");
  const list = html`<ul class="accounts">${accounts.map((account) => html`<li>${account} ${change(image, "/unshare", "Unshare", html`<input type="hidden" name="accounts" value="${account}">`, `${account} lost access to ${imageId}`)}</li>`)}</ul>`;
  return html`<article aria-label="${place}">
<h3>${imageId}</h3>
<p>${service}${region === undefined ? "" : ` · ${region}`} ${name === imageId ? "" : ` · ${name}`} · <b>${state}</b>${image.public ? " · public" : ""}${image.shareToEcs ? " · shared to the own ECS" : ""} · ${accounts.length} accounts</p>
${accounts.length > UNFOLDED_ACCOUNTS ? html`<details id="accounts-${place}"><summary>Accounts</summary>${list}</details>` : list}
${change(image, "/share", "Share", html`<label>Accounts <input name="accounts" required size="32" autocomplete="off"></label>`, `shared ${imageId}`)}
</article>`;
}

/** A form that changes one image. */
function change(
  { service, region, imageId }: ImageView,
  path: string,
  label: string,
  fields: Markup,
  done: string,
): Markup {
  return html`<form data-method="POST" data-path="${path}" data-done="${done}"><input type="hidden" name="service" value="${service}">${region === undefined ? "" : html`<input type="hidden" name="region" value="${region}">`}<input type="hidden" name="imageId" value="${imageId}">${fields} <button>${label}</button></form>`;
}

function removal(path: string, label: string, done: string): Markup {
  return html`<form data-method="DELETE" data-path="${path}" data-done="${done}"><button>${label}</button></form>`;
}

/** Faults without members of their own; the control API takes every kind. */
function faultForm(): Markup {
  return html`<form data-method="POST" data-path="/faults" data-done="fault injected">
<label>Kind <select name="kind"><option>throttle</option><option>error</option><option>status</option><option>html</option></select></label>
<label>Code (of an error) <input name="code" size="24" autocomplete="off"></label>
<label>Service <select name="service"><option value="">every one</option>${serviceNames.map((name) => html`<option>${name}</option>`)}</select></label>
<label>Times <input name="times" value="1" size="6" autocomplete="off"></label>
<button>Inject</button>
</form>`;
}

function callTable(calls: readonly CallRecord[]): Markup {
  if (calls.length === 0) return html`<p>None yet.</p>`;
  const shown = calls.slice(-SHOWN_CALLS).reverse();
  return html`<p>${calls.length} calls${calls.length > shown.length ? `, the last ${shown.length} of them` : ""} ${removal("/calls", "Forget all calls", "calls forgotten")}</p>
<table><thead><tr><th scope="col">Time</th><th scope="col">Service</th><th scope="col">Region</th><th scope="col">Action</th><th scope="col">Images</th><th scope="col">Outcome</th></tr></thead>
<tbody>${shown.map(({ time, service, region, action, imageIds, outcome }) => html`<tr><td>${new Date(time).toISOString().slice(11, 23)}</td><td>${service ?? "unknown"}</td><td>${region ?? ""}</td><td>${action}</td><td>${imageIds.join(", ")}</td><td class="${outcome.kind}">${[outcome.kind, outcome.code, outcome.fault].filter((part) => part !== undefined).join(" · ")}</td></tr>`)}</tbody></table>`;
}

const style = `
:root { color-scheme: light dark; --line: #8884; --quiet: #666; --bad: #b3261e; --accent: #1a56b0; --back: #fff; --text: #1b1b1f; }
@media (prefers-color-scheme: dark) { :root { --quiet: #aaa; --bad: #ff8a80; --accent: #8ab4f8; --back: #1b1b1f; --text: #eee; } }
html { background: var(--back); color: var(--text); }
body { font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; padding: 1rem; max-width: 75rem; }
header { position: sticky; top: 0; background: var(--back); padding: .4rem 0; border-bottom: 1px solid var(--line); }
h1 { font-size: 1.3rem; margin: 0; } h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; } h3 { font: 600 1rem ui-monospace, monospace; margin: 0; }
article { border: 1px solid var(--line); border-radius: .4rem; padding: .6rem .8rem; margin: .5rem 0; }
article p, #said { margin: .2rem 0; color: var(--quiet); }
.accounts { display: flex; flex-wrap: wrap; gap: .3rem .8rem; list-style: none; padding: 0; margin: .4rem 0; font-family: ui-monospace, monospace; }
form { display: inline-flex; flex-wrap: wrap; gap: .4rem; align-items: center; }
button, input, select { font: inherit; padding: .15rem .5rem; }
button { color: var(--accent); background: none; border: 1px solid var(--line); border-radius: .3rem; cursor: pointer; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; } th, td { text-align: left; padding: .2rem .6rem .2rem 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
.refused, .error, .reset, .hang { color: var(--bad); }
#said.refused { color: var(--bad); }
`;
