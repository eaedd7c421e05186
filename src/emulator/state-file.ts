/**
 * Keeps the images in a file, so that they outlive the process. It holds seeds like `PUT /_emulator/images`, and can
 * be written by hand. Each change is written before the client gets its answer.
 */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { z } from "zod";
import type { ImageView } from "./controls";
import { type ImageSeed, imageSeedSchema } from "./targets";
import { InvalidInputError, valid } from "./validate";

const contentSchema = z.strictObject({ images: z.array(imageSeedSchema) });

/** A missing file counts as empty. @throws InvalidInputError if the file cannot be read, or is invalid */
export function readState(path: string): readonly ImageSeed[] {
  const text = textOf(path);
  if (text === undefined) {
    return [];
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new InvalidInputError(`the state file ${path} is not JSON: ${reasonOf(error)}`);
  }
  return valid(contentSchema, content, `the state file ${path}`).images;
}

/** Replaces the file atomically, so that a killed process leaves the old or the new file. */
export function writeState(path: string, images: readonly ImageView[]): void {
  try {
    const next = `${path}.${process.pid}.tmp`;
    writeFileSync(next, `${JSON.stringify({ images }, undefined, 2)}\n`);
    renameSync(next, path);
  } catch (error) {
    throw new InvalidInputError(`the state file ${path} cannot be written: ${reasonOf(error)}`);
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      return undefined;
    }
    throw new InvalidInputError(`the state file ${path} cannot be read: ${reasonOf(error)}`);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
