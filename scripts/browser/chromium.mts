/** Starts the Chromium of an npm package, or the one that CHROME_PATH names: its binary is for Linux on x64 alone. */
import chromium from "@sparticuz/chromium";
import { type Browser, launch, type Page } from "puppeteer-core";

export async function startChromium(): Promise<Browser> {
  const executablePath = process.env.CHROME_PATH || (await chromium.executablePath());
  const args = [
    "--no-sandbox",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
    "--hide-scrollbars",
  ];
  return launch({ executablePath, headless: "shell", args });
}

export interface Looks {
  readonly scheme?: "light" | "dark";
  readonly width?: number;
  readonly height?: number;
  readonly hash?: string;
  readonly script?: boolean;
  readonly scale?: number;
}

export interface Opened {
  readonly page: Page;
  /** What the console said, and requests that left the page. */
  readonly complaints: readonly string[];
  readonly loadMs: number;
}

/** Opens a page from disk as a user would: by its path. */
export function openPage(browser: Browser, path: string, looks: Looks = {}): Promise<Opened> {
  return openAddress(browser, `file://${path}`, looks);
}

export async function openAddress(browser: Browser, address: string, looks: Looks = {}): Promise<Opened> {
  const { scheme = "light", width = 1280, height = 860, hash = "", script = true, scale = 1 } = looks;
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    const isOwn = address.startsWith("http") && request.url().startsWith(new URL(address).origin);
    if (!request.isNavigationRequest() && !isOwn) complaints.push(`request: ${request.url()}`);
  });
  await page.setViewport({ width, height, deviceScaleFactor: scale });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.setJavaScriptEnabled(script);
  await page.goto(`${address}${hash}`, { waitUntil: "load" });
  const loadMs = (await page.evaluate("performance.getEntriesByType('navigation')[0].duration")) as number;
  return { page, complaints, loadMs };
}
