/** Draws the pictures of README and docs: the report's page, as a browser shows it. `npm run pictures` builds first. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Report } from "../src/report/model.ts";
import { openPage, startChromium } from "./browser/chromium.mts";
import { estate } from "./browser/estate.mts";

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
const browser = await startChromium();
try {
  for (const { name, hash, scheme } of pictures) {
    const opened = await openPage(browser, page, { hash, scheme, width: 1200, height: 760 });
    const path = resolve(import.meta.dirname, `../docs/pictures/${name}.png`);
    await opened.page.screenshot({ path: path as `${string}.png` });
    const { size } = statSync(path);
    if (size > MAX_BYTES) throw new Error(`${path} has ${size} bytes, ${MAX_BYTES} at most`);
    console.error(`wrote docs/pictures/${name}.png, ${size} bytes`);
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
