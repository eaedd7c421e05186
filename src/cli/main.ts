#!/usr/bin/env node
/** `image-share`: who has access to images, and who should, without Pulumi. */
import { exitCodes } from "./exit-codes";
import { run } from "./program";

/** What is under way ends within seconds; whatever does not is left behind. */
const PATIENCE_MS = 10_000;

async function main(): Promise<void> {
  const interruption = new AbortController();
  const interrupt = () => {
    // Whoever insists does not want to wait.
    if (interruption.signal.aborted) process.exit(exitCodes.interrupted);
    interruption.abort();
    setTimeout(() => process.exit(exitCodes.interrupted), PATIENCE_MS).unref();
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  for (const stream of [process.stdout, process.stderr]) stream.on("error", endOfReader);
  const { stdin, stdout, stderr } = process;
  const code = await run(process.argv.slice(2), { stdin, stdout, stderr, interrupted: interruption.signal });
  await Promise.all([stdout, stderr].map((stream) => new Promise((resolve) => stream.write("", resolve))));
  // Idle connections to the clouds would keep the process for seconds.
  process.exit(code);
}

/** `image-share check | head`: whoever stops reading has seen enough, and the exit code says the rest. */
function endOfReader(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

void main();
