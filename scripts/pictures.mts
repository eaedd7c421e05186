/**
 * Draws the pictures of README and docs: what the real engine prints, and the report's page as a browser shows it.
 * `npm run pictures` builds first, and needs the YAML host that `npm run engine` brings.
 */
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Report } from "../src/report/model.ts";
import { openPage, startChromium } from "./browser/chromium.mts";
import { estate } from "./browser/estate.mts";
import { terminalPage } from "./pictures/terminal.mts";

const { asHtml } = createRequire(import.meta.url)("../dist/report/html/page.js") as {
  asHtml(report: Report): string;
};

/** What a page of documentation may load. */
const MAX_BYTES = 150_000;

const pictures = [
  { name: "report-findings", hash: "#findings", scheme: "light" },
  { name: "report-matrix", hash: "#matrix", scheme: "dark" },
] as const;

const folder = mkdtempSync(join(tmpdir(), "image-share-pictures-"));
const page = join(folder, "report.html");
writeFileSync(page, asHtml(estate({ accounts: 60, images: 45, density: 0.3 })));
const terminal = join(folder, "terminal.html");
writeFileSync(terminal, await terminalPage());
const browser = await startChromium();
try {
  const { page: lines } = await openPage(browser, terminal, { width: 1180, height: 200 });
  await lines.screenshot({ path: pathOf("terminal"), fullPage: true });
  checkSize("terminal");
  for (const { name, hash, scheme } of pictures) {
    const opened = await openPage(browser, page, { hash, scheme, width: 1200, height: 760 });
    await opened.page.screenshot({ path: pathOf(name) });
    checkSize(name);
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}

function pathOf(name: string): `${string}.png` {
  return `${resolve(import.meta.dirname, "../docs/pictures", name)}.png`;
}

function checkSize(name: string): void {
  const { size } = statSync(pathOf(name));
  if (size > MAX_BYTES) throw new Error(`docs/pictures/${name}.png has ${size} bytes, ${MAX_BYTES} at most`);
  console.error(`wrote docs/pictures/${name}.png, ${size} bytes`);
}
