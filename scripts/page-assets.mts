/** Copies the style and the script of the report's page beside the built files: the compiler takes TypeScript alone. */
import { copyFileSync, mkdirSync } from "node:fs";
import { resolve } from "node:path";

const [from, to] = ["src", "dist"].map((folder) => resolve(import.meta.dirname, "..", folder, "report/html"));
if (from === undefined || to === undefined) throw new TypeError("two folders are expected");
mkdirSync(to, { recursive: true });
for (const name of ["browser.css", "browser.js"]) copyFileSync(resolve(from, name), resolve(to, name));
