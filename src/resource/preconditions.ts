/** Checks while the program runs, because the engine would fail later with a stack trace, or not at all. */
import { createRequire } from "node:module";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { type ErrorTopic, withTopic } from "../core/error-topics";

/** Options that have no effect, or that end in an unclear error of the engine. */
interface Options {
  readonly import?: unknown;
  readonly customTimeouts?: unknown;
}

/**
 * @param name the resource's name, for the message
 * @throws Error that says what to write, or to install, instead
 */
export function checkPreconditions(name: string, options: Options = {}): void {
  if (process.versions.bun !== undefined) {
    throw refusal(
      name,
      "Pulumi's dynamic providers run in Node.js alone: set runtime: nodejs in Pulumi.yaml (bun may install packages)",
      "installation",
    );
  }
  if (options.import !== undefined) {
    throw refusal(
      name,
      "the option import is not needed: list the accounts, and the first up adopts those that have access. See " +
        "docs/guide/adopting.md",
      "invalid-argument",
    );
  }
  if (options.customTimeouts !== undefined) {
    throw refusal(
      name,
      "the option customTimeouts has no effect on it: write the argument timeoutSeconds",
      "invalid-argument",
    );
  }
  checkInstallation(name);
}

/** Whether mocks replace the engine, so that no provider runs. The SDK has no function for it. */
export function isMocked(): boolean {
  const monitor: unknown = pulumi.runtime.getMonitor();
  return typeof monitor === "object" && monitor !== null && "mocks" in monitor;
}

const found = new Set<string>();

/** The provider process resolves the package from the program's folder, so it must be installed there. */
function checkInstallation(name: string): void {
  const folder = process.cwd();
  if (found.has(folder) || isMocked()) return;
  try {
    createRequire(join(folder, "program.js")).resolve("pulumi-image-share/provider");
    found.add(folder);
  } catch {
    throw refusal(
      name,
      `the package pulumi-image-share is not found from ${folder}: add it to the dependencies of the project there (npm ` +
        "install pulumi-image-share), also where a library of yours uses it",
      "installation",
    );
  }
}

function refusal(name: string, reason: string, topic: ErrorTopic): Error {
  return new pulumi.RunError(withTopic(`${name}: ${reason}`, topic));
}
