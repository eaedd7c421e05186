/**
 * Uses the emulator's page in a browser as a person would, and prints what it saw as JSON: test/acceptance/emulator-page.test.ts
 * says what it has to be.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "puppeteer-core";
import type * as emulators from "../../src/emulator/index.ts";
import { openAddress, startChromium } from "./chromium.mts";

const require = createRequire(import.meta.url);
const { startEmulator } = require("../../dist/emulator/index.js") as typeof emulators;
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const golden = { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-6pb6lrmy" } as const;
const article = `article[aria-label="tencentcloud-cvm/ap-guangzhou/img-6pb6lrmy"]`;
const [first, second] = ["100000000001", "100000000002"];

async function main(): Promise<object> {
  const emulator = await startEmulator();
  const browser = await startChromium();
  try {
    emulator.putImage({ ...golden, accounts: [first], name: "<script>window.hit=1</script>" });
    const address = `http://localhost:${emulator.port}/_emulator/`;
    const { page, complaints } = await openAddress(browser, address);
    const said = () => page.$eval("#said", (element) => element.textContent);

    await page.type(`${article} input:not([type=hidden])`, `${second}, 100000000003`);
    await page.click(`${article} > form button`);
    await page.waitForFunction(`document.querySelectorAll('${article} .accounts li').length === 3`);
    const shared = { accounts: emulator.accounts(golden), said: await said() };

    await page.click(`${article} .accounts li:first-child button`);
    await page.waitForFunction(`document.querySelectorAll('${article} .accounts li').length === 2`);
    const unshared = { accounts: emulator.accounts(golden), said: await said() };

    await page.type(`${article} input:not([type=hidden])`, "acme");
    await page.click(`${article} > form button`);
    await page.waitForSelector("#said.refused");
    const refused = { accounts: emulator.accounts(golden), said: await said() };

    await page.click("[data-path='/faults'] button");
    await page.waitForSelector("#faults li");
    const faults = emulator.faults().map(({ fault }) => fault);

    // The refused request above is the browser's to report, and no mistake of the page.
    const console_ = complaints.filter((line) => !line.includes("400 (Bad Request)"));
    const isHit = (await page.evaluate("window.hit === 1")) as boolean;
    await page.click("#faults form button");
    await page.waitForFunction("document.querySelector('#faults li') === null");
    emulator.share(golden, ["100000000009"]);
    await page.waitForFunction("document.body.textContent.includes('100000000009')");
    const axeFindings = [...(await findings(page)), ...(await findingsIn(address, "dark"))];
    return {
      shared,
      unshared,
      refused,
      faults,
      left: emulator.faults().length,
      complaints: console_,
      isHit,
      axe: axeFindings,
    };

    async function findingsIn(where: string, scheme: "dark"): Promise<string[]> {
      const opened = await openAddress(browser, where, { scheme, width: 420 });
      return findings(opened.page);
    }
  } finally {
    await browser.close();
    await emulator.close();
  }
}

async function findings(page: Page): Promise<string[]> {
  // Evaluated by the debugger, which the page's policy does not bind.
  await page.evaluate(axe);
  const found = (await page.evaluate(
    "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))",
  )) as string[];
  return found;
}

console.log(JSON.stringify(await main()));
