/**
 * Keeps what Node.js compiles for the next provider process. Imported first, because modules that are loaded before it are
 * not kept.
 */
import { enableCompileCache } from "node:module";

enableCompileCache();
