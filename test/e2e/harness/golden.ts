import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * What state holds of the package, for every resource and every user. State of released versions goes on running
 * this text: a change of it is a promise broken, not a file to update.
 */
export const goldenShim = readFileSync(join(__dirname, "../shim.golden.txt"), "utf8");
