/** What comes from the Python package index: each a list of pinned packages, with an environment of its own. */
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";

const repository = resolve(import.meta.dirname, "../..");
const SERVERS = "test/independent/servers";
const SUFFIX = ".requirements.txt";

export interface Part {
  /** Of the server: `moto`; or `clients`. */
  readonly name: string;
  /** What is to be installed: a file of pip's. */
  readonly requirements: string;
  /** The versions of all that comes with it: a file of pip's; absent on disk while a part is being added. */
  readonly constraints: string;
}

/** A server has `test/independent/servers/<name>.requirements.txt`; the clients are those of the examples. */
export function allParts(): Part[] {
  const servers = readdirSync(join(repository, SERVERS))
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => file.slice(0, -SUFFIX.length))
    .sort()
    .map((name) => part(name, `${SERVERS}/${name}${SUFFIX}`));
  return [...servers, part("clients", "examples/clients-python/requirements.txt")];
}

function part(name: string, requirements: string): Part {
  return {
    name,
    requirements: join(repository, requirements),
    constraints: join(repository, `test/independent/constraints/${name}.txt`),
  };
}
