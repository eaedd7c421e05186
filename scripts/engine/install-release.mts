import { join } from "node:path";
import { runStep } from "./run-step.mts";
import type { WayIn } from "./way-in.mts";

/** A slow line needs minutes for the archive; an unreachable host is told apart within seconds by the child. */
const TIMEOUT_MS = 10 * 60_000;

/** Puts the official release into `<root>/bin`. */
export async function installRelease({ root, env, interrupted, report, offline }: WayIn): Promise<void> {
  if (offline) throw new Error("not tried, because nothing may be downloaded");
  // In a process of its own: the SDK's installer has no time-out, and an abandoned one would go on writing.
  await runStep({
    title: "Downloading the official release (usually under a minute) …",
    command: process.execPath,
    args: [join(import.meta.dirname, "release-child.mts"), root],
    // Lets Node.js's own requests go through the proxy that curl and Go already take from the environment.
    env: { ...env, NODE_USE_ENV_PROXY: "1" },
    timeoutMs: TIMEOUT_MS,
    interrupted,
    report,
  });
}
