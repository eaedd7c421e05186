#!/usr/bin/env node
/** `image-share`: who has access to images, and who should, without Pulumi. */
import { enableCompileCache } from "node:module";
import { exitCodes } from "./exit-codes";

// What is loaded after this line is compiled once per version.
enableCompileCache();

/** After Ctrl-C, running work has this long to end. */
const EXIT_GRACE_MS = 10_000;

async function main(): Promise<void> {
  const interruption = new AbortController();
  const interrupt = () => {
    // A second Ctrl-C exits at once.
    if (interruption.signal.aborted) process.exit(exitCodes.interrupted);
    interruption.abort();
    setTimeout(() => process.exit(exitCodes.interrupted), EXIT_GRACE_MS).unref();
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  for (const stream of [process.stdout, process.stderr]) stream.on("error", endOfReader);
  const { stdin, stdout, stderr } = process;
  const { run } = await import("./program.js");
  const code = await run(process.argv.slice(2), { stdin, stdout, stderr, interrupted: interruption.signal });
  await Promise.all([stdout, stderr].map((stream) => new Promise((resolve) => stream.write("", resolve))));
  // Idle connections to the clouds would keep the process for seconds.
  process.exit(code);
}

/** `image-share check | head`: a closed pipe is not an error, and the exit code stays. */
function endOfReader(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

void main();
