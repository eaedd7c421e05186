/** `doctor` on a machine of the test's own: its PATH, home folder, variables and working folder. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os, { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Finding } from "../../../../src/cli/doctor/finding";
import { cli, type Ended } from "../../../unit/cli/support";

/** Variables that are of the system, and of no cloud. */
const SYSTEM = /^(PATH|HOME|TMPDIR|JEST_WORKER_ID|NODE_ENV|TERM)$/;

export interface TestMachine {
  /** Writes a program that prints a text. @returns its path */
  program(name: string, prints: string, code?: number): string;
  file(path: string, contents: unknown): string;
  path(name: string): string;
}

/** A machine without a Pulumi CLI, keys or proxy, whose node is the one that runs this; anew for each test. */
export function useMachine(): TestMachine {
  const before = { env: process.env, folder: process.cwd() };
  let root = "";
  const path = (name: string) => join(root, name);
  const file = (name: string, contents: unknown) => {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), typeof contents === "string" ? contents : JSON.stringify(contents));
    return path(name);
  };
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "image-share-doctor-"));
    for (const folder of ["bin", "home", "work"]) mkdirSync(path(folder));
    symlinkSync(process.execPath, path("bin/node"));
    const kept = Object.entries(before.env).filter(([name]) => SYSTEM.test(name));
    // The system's shell is for the programs of a test.
    process.env = { ...Object.fromEntries(kept), HOME: path("home"), PATH: `${path("bin")}` };
    process.chdir(path("work"));
    // Jest's process.env is a copy, which the system's idea of HOME does not follow.
    jest.spyOn(os, "homedir").mockReturnValue(path("home"));
  });
  afterEach(() => {
    jest.restoreAllMocks();
    process.env = before.env;
    process.chdir(before.folder);
    rmSync(root, { recursive: true, force: true });
  });
  return {
    path,
    file,
    program(name, prints, code = 0) {
      rmSync(path(`bin/${name}`), { force: true });
      const written = file(`bin/${name}`, `#!/bin/sh\nprintf '%s\\n' '${prints}'\nexit ${code}\n`);
      chmodSync(written, 0o755);
      return written;
    },
  };
}

export interface Diagnosis extends Ended {
  readonly healthy: boolean;
  readonly findings: readonly Finding[];
}

/** The document, and with it what a reader sees. */
export async function doctor(...args: readonly string[]): Promise<Diagnosis> {
  const run = await cli(["doctor", "--json", ...args]);
  return { ...run, ...JSON.parse(run.stdout) };
}

/** The findings of one part that are problems. */
export function problems({ findings }: Diagnosis, part?: Finding["part"]): Finding[] {
  return findings.filter((one) => one.status === "problem" && (part === undefined || one.part === part));
}
