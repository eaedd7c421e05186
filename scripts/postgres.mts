/**
 * Installs the PostgreSQL server that the tests of shared state start, from npm's registry, once. `--json` prints where
 * it is; `--offline` only looks.
 */
import { parseArgs } from "node:util";
import { interruptible } from "./engine/staging.mts";
import { ensurePostgres, findPostgres, NoPostgresError } from "./postgres/install.mts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    offline: { type: "boolean", default: false },
  },
});

const { env } = process;
const report = (line: string) => console.error(line);

async function locate(): Promise<string> {
  if (!values.offline) return interruptible((interrupted) => ensurePostgres({ env, report, interrupted }));
  const found = findPostgres(env);
  if (found === undefined)
    throw new NoPostgresError('no PostgreSQL server: run "node scripts/postgres.mts" first');
  return found;
}

try {
  const folder = await locate();
  if (values.json) console.log(JSON.stringify({ folder }));
} catch (error) {
  if (!(error instanceof NoPostgresError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
