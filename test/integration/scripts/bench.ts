/** Runs pieces of the benchmark, which is made of modules that Node.js runs as they stand. */
import { execFileSync } from "node:child_process";
import { join, resolve } from "node:path";

const repository = resolve(__dirname, "../../..");

/**
 * All in one process, since its start takes longer than they do.
 *
 * @param modules for each name, the module in scripts/bench that it stands for
 * @param expressions JavaScript that uses these names; each value goes through JSON
 */
export function evaluated<Name extends string>(
  modules: Readonly<Record<string, string>>,
  expressions: Readonly<Record<Name, string>>,
): Readonly<Record<Name, unknown>> {
  const lines = Object.entries(modules).map(
    ([name, file]) => `import * as ${name} from ${JSON.stringify(join(repository, "scripts/bench", file))};`,
  );
  const members = Object.entries<string>(expressions).map(
    ([name, expression]) => `${JSON.stringify(name)}: (${expression})`,
  );
  const script = [...lines, `console.log(JSON.stringify({ ${members.join(", ")} }));`].join("\n");
  const node = join(repository, "node_modules/.bin/node");
  const args = ["--input-type=module", "-e", script];
  return JSON.parse(execFileSync(node, args, { cwd: repository, encoding: "utf8", stdio: "pipe" }));
}
