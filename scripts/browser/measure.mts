/**
 * Looks at the report's page in a browser, and prints what it saw as JSON: test/acceptance/report-page.test.ts says what it
 * has to be. A process of its own, because Jest runs no packages of this kind.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "puppeteer-core";
import type { Report } from "../../src/report/model.ts";
import { openPage, startChromium } from "./chromium.mts";
import { estate } from "./estate.mts";

const require = createRequire(import.meta.url);
const { asHtml } = require("../../dist/report/html/page.js") as { asHtml(report: Report): string };
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const views = ["findings", "changes", "accounts", "images", "matrix"] as const;
/** The machine has other work: the best of so many runs counts. */
const RUNS = 7;

const folder = mkdtempSync(join(tmpdir(), "image-share-page-"));
const file = (name: string, report: Report) => {
  const path = join(folder, name);
  writeFileSync(path, asHtml(report));
  return path;
};

const changed = (report: Report): Report => {
  const [image] = report.images;
  const changes = { gained: [{ id: image?.id ?? "", accounts: ["100000000037"] }], lost: [], newImages: [] };
  const rest = { becamePublic: [], noLongerPublic: [], goneImages: [], notCompared: [] };
  return { ...report, changes: { since: "2026-02-23T06:30:00.000Z", ...changes, ...rest } };
};

const hostile = (report: Report, text: string): Report => ({
  ...report,
  file: text,
  findings: report.findings.map((finding) => ({ ...finding, message: text })),
  images: report.images.map((image) => ({ ...image, name: text, state: text, organisations: [text] })),
  accounts: report.accounts.map((account) => ({ ...account, name: text })),
});

async function main(): Promise<object> {
  const small = file("small.html", changed(estate({ accounts: 40, images: 30, density: 0.25 })));
  const large = file("large.html", estate({ accounts: 500, images: 200, density: 1 }));
  const attack = `</script><script>window.hit=1</script><img src=x onerror="window.hit=1">' onload=hit \u202e`;
  const attacked = file("attacked.html", hostile(estate({ accounts: 5, images: 5, density: 1 }), attack));
  const browser = await startChromium();
  try {
    return {
      large: await measureLarge(browser, large),
      axe: await findings(browser, small),
      use: await use(browser, small),
      withoutScript: await withoutScript(browser, small),
      attacked: await underAttack(browser, attacked),
      print: await printed(browser, small),
    };
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureLarge(browser: Browser, path: string) {
  const loads: number[] = [];
  const complaints: string[] = [];
  for (let run = 0; run < RUNS; run++) {
    const opened = await openPage(browser, path, { hash: `#${views[run % views.length]}` });
    loads.push(opened.loadMs);
    complaints.push(...opened.complaints);
    await opened.page.close();
  }
  const { page } = await openPage(browser, path, { hash: "#accounts" });
  const search = await best(page, ["a", "acme", "acme retail", "img-", "100000000037"], "search");
  const sort = [...(await best(page, ["name", "account", "images"], "sort"))];
  const accounts = await page.$$eval("#accounts tbody tr", (rows) => rows.length);
  const images = await page.$$eval(".heads span", (heads) => heads.length);
  await page.close();
  return {
    accounts,
    images,
    bytes: readFileSync(path).length,
    loadMs: Math.min(...loads),
    memoryMb: Math.max(await memoryFor(path, "#accounts"), await memoryFor(path, "#matrix")),
    searchMs: Math.max(...search),
    sortMs: Math.max(...sort),
    complaints,
  };
}

/** Of each input the best of several runs, layout included. */
async function best(page: Page, inputs: readonly string[], kind: "search" | "sort"): Promise<number[]> {
  const times = inputs.map(() => Number.POSITIVE_INFINITY);
  for (let run = 0; run < RUNS; run++) {
    for (const [index, input] of inputs.entries()) {
      const ms = await page.evaluate(
        (what, value) => {
          const field = document.querySelector<HTMLInputElement>("[name=q]");
          const button = document.querySelector<HTMLElement>(`.current th[data-key="${value}"] button`);
          const begin = performance.now();
          if (what === "search" && field !== null) {
            field.value = value;
            field.dispatchEvent(new Event("input", { bubbles: true }));
          } else button?.click();
          document.body.getBoundingClientRect();
          const end = performance.now();
          if (field !== null && what === "search") {
            field.value = "";
            field.dispatchEvent(new Event("input", { bubbles: true }));
          }
          return end - begin;
        },
        kind,
        input,
      );
      times[index] = Math.min(times[index] ?? ms, ms);
    }
  }
  return times;
}

/** What the page takes beyond an empty one, in a browser of its own. */
async function memoryFor(path: string, hash: string): Promise<number> {
  const browser = await startChromium();
  try {
    await (
      await openPage(browser, file("empty.html", estate({ accounts: 0, images: 0, density: 0 })))
    ).page.close();
    const before = memoryOf(browser);
    await openPage(browser, path, { hash });
    return memoryOf(browser) - before;
  } finally {
    await browser.close();
  }
}

/** Memory that the browser's processes share with nothing, in megabytes. Linux alone; 0 elsewhere. */
function memoryOf(browser: Browser): number {
  const root = browser.process()?.pid;
  if (process.platform !== "linux" || root === undefined) return 0;
  const parents = new Map(
    readdirSync("/proc").flatMap((pid) => {
      const stat = read(`/proc/${pid}/stat`);
      return stat === ""
        ? []
        : [[Number(pid), Number(stat.slice(stat.lastIndexOf(")")).split(" ")[2])] as const];
    }),
  );
  const isOurs = (pid: number): boolean => pid === root || (pid > 1 && isOurs(parents.get(pid) ?? 0));
  const kilobytes = [...parents.keys()]
    .filter(isOurs)
    .map((pid) => Number(/^RssAnon:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0));
  return kilobytes.reduce((sum, one) => sum + one, 0) / 1024;
}

/** Empty for a process that has ended. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

async function findings(browser: Browser, path: string): Promise<string[]> {
  const all: string[] = [];
  for (const scheme of ["light", "dark"] as const) {
    for (const view of views) {
      for (const width of [1280, 390]) {
        const { page } = await openPage(browser, path, { scheme, hash: `#${view}`, width });
        await page.evaluate(axe);
        const found = (await page.evaluate(
          "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 80)).slice(0, 3)))",
        )) as string[];
        all.push(...found.map((line) => `${scheme} ${view} ${width}: ${line}`));
        await page.close();
      }
    }
  }
  return all;
}

/** What a person does: searches, filters, sorts, and sends the address to a colleague. */
async function use(browser: Browser, path: string) {
  const { page, complaints } = await openPage(browser, path, { hash: "#accounts" });
  const visible = () =>
    page.$$eval(".current tbody tr", (rows) =>
      rows
        .filter((row) => (row as HTMLElement).offsetHeight > 0)
        .map((row) => row.querySelector("th")?.textContent ?? ""),
    );
  const all = (await visible()).length;
  await page.type("[name=q]", "acme");
  const searched = await visible();
  await page.click('.current th[data-key="images"] button');
  await page.select("[name=cloud]", "aws");
  const address = await page.evaluate(() => location.hash);
  const filtered = await visible();
  const colleague = await openPage(browser, path, { hash: address });
  const seen = await colleague.page.$$eval(".current tbody tr", (rows) =>
    rows
      .filter((row) => (row as HTMLElement).offsetHeight > 0)
      .map((row) => row.querySelector("th")?.textContent ?? ""),
  );
  const sorted = await colleague.page.$eval("[aria-sort]", (head) => head.getAttribute("data-key"));
  await colleague.page.close();
  await page.click("nav a[href^='#matrix']");
  const columns = await page.$$eval(
    ".heads span",
    (heads) => heads.filter((head) => !(head as HTMLElement).hidden).length,
  );
  await page.click("[type=reset]");
  const whole = (await visible()).length;
  await page.focus(".matrix");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  const cell = await page.$eval("#count", (output) => output.textContent ?? "");
  const reachable = await tabStops(page);
  await page.close();
  return { all, searched, address, filtered, seen, sorted, columns, whole, cell, reachable, complaints };
}

/** What the tab key comes to, from the top. */
async function tabStops(page: Page): Promise<string[]> {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const stops: string[] = [];
  for (let step = 0; step < 14; step++) {
    await page.keyboard.press("Tab");
    stops.push(
      await page.evaluate(() => {
        const at = document.activeElement;
        return at === null
          ? ""
          : `${at.tagName.toLowerCase()} ${(at.getAttribute("name") ?? at.textContent ?? "").trim().slice(0, 20)}`;
      }),
    );
  }
  return stops;
}

async function withoutScript(browser: Browser, path: string) {
  const { page } = await openPage(browser, path, { script: false });
  const text = (await page.evaluate("document.body.innerText")) as string;
  await page.close();
  return { text };
}

async function underAttack(browser: Browser, path: string) {
  const { page, complaints } = await openPage(browser, path, { hash: "#images" });
  const isHit = await page.evaluate(() => "hit" in window);
  const foreign = await page.$$eval(
    "img, iframe, object, body script:not(:last-of-type), [onload], [onerror]",
    (list) => list.length,
  );
  const shown = await page.$eval("#images tbody small", (element) => element.textContent ?? "");
  await page.close();
  return { isHit, foreign, shown, complaints };
}

/** On paper: every view, what is folded as well, and no controls. */
async function printed(browser: Browser, path: string) {
  const { page } = await openPage(browser, path, { hash: "#matrix" });
  await page.emulateMediaType("print");
  const shown = await page.$$eval("main > section", (sections) =>
    sections.filter((section) => (section as HTMLElement).offsetHeight > 0).map(({ id }) => id),
  );
  const controls = await page.$eval("form", (form) => (form as HTMLElement).offsetHeight);
  const folded = await page.$eval(
    "#accounts td details p",
    (paragraph) => (paragraph as HTMLElement).offsetHeight,
  );
  const { length: bytes } = await page.pdf({ format: "A4" });
  await page.close();
  return { shown, controls, folded, bytes };
}

process.stdout.write(JSON.stringify(await main()));
