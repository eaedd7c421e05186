/** Processor time, which other load on the machine does not change as it changes the time on the clock. */
import { readFileSync } from "node:fs";

/** The kernel counts in hundredths of a second. */
const TICK_MS = 10;

/** Milliseconds that all children that have ended took so far, and theirs; undefined where the system does not tell. */
export function processorMsOfChildren(): number | undefined {
  if (process.platform !== "linux") return undefined;
  // "pid (name) state …", where the name may hold anything; of what follows it, 13 and 14 are the children's times.
  const fields = readFileSync("/proc/self/stat", "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  return (Number(fields[13]) + Number(fields[14])) * TICK_MS;
}
