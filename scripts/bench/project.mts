/** The programs that are measured, laid out in a folder as their users would have them. */
import { chmodSync, cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Share } from "./estate.mts";

const repository = resolve(import.meta.dirname, "../..");

export type ProgramName = "shares" | "nothing" | "one-per-account" | "plugin" | "empty";

/** In YAML, by the provider plugin; in YAML without any resource. The others are in JavaScript, by dynamic providers. */
const PLUGIN: ProgramName = "plugin";
const EMPTY: ProgramName = "empty";

export function layOut(folder: string, program: ProgramName): void {
  if (program === PLUGIN) {
    linkPlugin(join(folder, "bin"));
    setShares(folder, program, []);
    return;
  }
  if (program === EMPTY) {
    writeFileSync(join(folder, "Pulumi.yaml"), JSON.stringify({ name: program, runtime: "yaml" }));
    return;
  }
  mkdirSync(join(folder, "node_modules"));
  for (const name of ["@pulumi", "tencentcloud-sdk-nodejs"])
    symlinkSync(join(repository, "node_modules", name), join(folder, "node_modules", name));
  symlinkSync(repository, join(folder, "node_modules/pulumi-image-share"));
  cpSync(join(import.meta.dirname, "programs", program), folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: program, main: "index.js" }));
  // Without TypeScript the program starts in half the time.
  const runtime = { name: "nodejs", options: { typescript: false } };
  writeFileSync(join(folder, "Pulumi.yaml"), JSON.stringify({ name: program, runtime }));
}

export function setShares(folder: string, program: ProgramName, shares: readonly Share[]): void {
  if (program === EMPTY) return;
  if (program !== PLUGIN) {
    writeFileSync(join(folder, "spec.json"), JSON.stringify({ shares }));
    return;
  }
  const resources = shares.map(({ name, ...properties }) => [
    name,
    { type: "image-share:ImageShare", properties },
  ]);
  // JSON is YAML.
  const project = {
    name: program,
    runtime: "yaml",
    plugins: { providers: [{ name: "image-share", path: "bin" }] },
    resources: Object.fromEntries(resources),
  };
  writeFileSync(join(folder, "Pulumi.yaml"), JSON.stringify(project));
}

/** The plugin's own program, as npm links it. */
export const pluginProgram = join(repository, "dist/provider/plugin/main.js");

function linkPlugin(folder: string): void {
  mkdirSync(folder);
  const executable = join(folder, "pulumi-resource-image-share");
  writeFileSync(executable, `#!/bin/sh\nexec "${process.execPath}" "${pluginProgram}" "$@"\n`);
  chmodSync(executable, 0o755);
}
