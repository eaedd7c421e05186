/** `--output`: what a command prints as its result goes to a new file. */
import { type FileHandle, open, rm } from "node:fs/promises";
import { Writable } from "node:stream";
import { codeOf, shareFileError } from "./config-document";
import type { Terminal } from "./terminal";

/**
 * Does the work with a terminal whose stdout is the file. The file is made before the work, so that a command which
 * cannot write its result changes nothing.
 *
 * @param path undefined, or `-`: stdout stays stdout
 * @throws ConfigurationError if the file is there already, or cannot be written; the file is removed where the work
 *   fails before it prints
 */
export async function withOutput<T>(
  path: string | undefined,
  terminal: Terminal,
  work: (terminal: Terminal) => Promise<T>,
): Promise<T> {
  if (path === undefined || path === "-") return work(terminal);
  const file = await createFile(path);
  const printed: string[] = [];
  const stdout = Object.assign(
    new Writable({
      write(chunk, _encoding, done) {
        printed.push(String(chunk));
        done();
      },
    }),
    { isFile: true },
  );
  try {
    return await work({ ...terminal, stdout });
  } catch (error) {
    if (printed.length === 0) await rm(path, { force: true });
    throw error;
  } finally {
    await save(file, path, printed.join(""));
  }
}

/** Writes a new file. @throws ConfigurationError if it is there already, or cannot be written */
export async function writeNewFile(path: string, text: string): Promise<void> {
  await save(await createFile(path), path, text);
}

/** Fails if the file exists, even if it was made meanwhile. */
async function createFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, "wx");
  } catch (error) {
    throw codeOf(error) === "EEXIST" ? occupied(path) : notWritable(path, error);
  }
}

async function save(file: FileHandle, path: string, text: string): Promise<void> {
  try {
    await file.writeFile(text);
  } catch (error) {
    throw notWritable(path, error);
  } finally {
    await file.close();
  }
}

export function occupied(path: string): Error {
  return shareFileError(`${path} is there already, and is not overwritten: name another file, or remove it`);
}

function notWritable(path: string, error: unknown): Error {
  return shareFileError(`${path} cannot be written (${codeOf(error)})`, error);
}
