#!/usr/bin/env node
/** `image-share-emulator`. What is loaded after the first line is compiled once per version. */
import { enableCompileCache } from "node:module";

enableCompileCache();

async function main(): Promise<void> {
  const { emulatorCommand } = await import("./emulator-command.js");
  await emulatorCommand("image-share-emulator").parseAsync();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
