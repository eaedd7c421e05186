/**
 * `npm run test:live -- --service aws-ec2 --region eu-central-1 --image ami-… --account …`: tries the product and what it
 * assumes of a vendor with real keys, on one image and with accounts that the user can spare. docs/contributing/live.md
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { stdin, stdout } from "node:process";
import { createInterface } from "node:readline/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { ProbeName } from "../src/core/assumptions.ts";
import type { ServiceEntry } from "../src/core/cloud-access.ts";
import { Ground, messageOf } from "./live/ground.ts";
import type { CallProvider } from "./live/life-cycle.ts";
import { reportText, summary } from "./live/report.ts";
import { liveRun } from "./live/run.ts";

const repository = resolve(import.meta.dirname, "..");
const built = createRequire(import.meta.url);

/** What the user has to correct. */
class UsageError extends Error {}

const { values } = parseArgs({
  options: {
    service: { type: "string" },
    region: { type: "string" },
    site: { type: "string" },
    image: { type: "string" },
    account: { type: "string", multiple: true, default: [] },
    "strange-account": { type: "string" },
    probe: { type: "string", multiple: true },
    endpoint: { type: "string" },
    output: { type: "string" },
    yes: { type: "boolean", default: false },
  },
});

function serviceOf(name: string | undefined): ServiceEntry {
  const registry = join(repository, "dist/backends/registry.js");
  if (!existsSync(registry)) throw new UsageError("dist is missing: npm run build");
  const { findService } = built(registry) as { findService(name: unknown): ServiceEntry | undefined };
  const entry = findService(name);
  if (entry === undefined) throw new UsageError(`--service: ${name ?? "nothing"} is no service`);
  return entry;
}

function checked({ facts }: ServiceEntry) {
  const { region, image, account, "strange-account": strange } = values;
  if ((region === undefined) !== (facts.region === undefined)) {
    throw new UsageError(`--region: ${facts.service} has ${facts.region === undefined ? "no" : "a"} region`);
  }
  if (values.site !== undefined && facts.sites?.includes(values.site) !== true) {
    throw new UsageError(`--site: ${facts.service} has ${facts.sites?.join(" and ") ?? "one site alone"}`);
  }
  const wrong = [
    { flag: "--region", value: region, format: facts.region },
    { flag: "--image", value: image ?? "nothing", format: facts.imageId },
    ...account.map((value) => ({ flag: "--account", value, format: facts.account })),
    { flag: "--strange-account", value: strange, format: facts.account },
  ].find(({ value, format }) => value !== undefined && format?.pattern.test(value) === false);
  if (wrong !== undefined) {
    throw new UsageError(`${wrong.flag}: must be ${wrong.format?.description}, not ${wrong.value}`);
  }
  const [first, ...more] = account;
  if (first === undefined) throw new UsageError("--account: name an account to share with, better two");
  const known: readonly string[] = facts.assumptions.flatMap(({ probe }) => probe?.name ?? []);
  const unknown = values.probe?.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(`--probe: ${facts.service} has none called ${unknown}, but ${known.join(", ")}`);
  }
  const target = {
    service: facts.service,
    ...(region === undefined ? {} : { region }),
    imageId: image ?? "",
  };
  return {
    target,
    accounts: [first, ...more] as const,
    strange,
    only: values.probe as ProbeName[] | undefined,
  };
}

async function agreed(ground: Ground): Promise<boolean> {
  const { facts, target, accounts, strange } = ground.plan;
  const where = target.region === undefined ? "" : ` in ${target.region}`;
  console.log(
    [
      `${facts.title}: image ${target.imageId}${where}${values.endpoint === undefined ? "" : `, at ${values.endpoint}`}`,
      `will be shared, for some minutes, with ${accounts.join(", ")}${strange === undefined ? "" : `, and an attempt is made with ${strange}`},`,
      "and an attempt is made to share it with the account that owns it.",
      `${ground.before.size} accounts have access now. They keep it; do not change the image meanwhile.`,
      "Removals are sent for accounts that have no access, and calls for an image that does not exist.",
    ].join("\n"),
  );
  if (values.yes) return true;
  if (!stdin.isTTY) throw new UsageError("--yes: nobody can be asked here, so say it with the flag");
  const asking = createInterface({ input: stdin, output: stdout });
  // The terminal hands Ctrl-C to who reads from it, here as an answer.
  const stopped = new AbortController();
  asking.once("SIGINT", () => stopped.abort());
  try {
    return (await asking.question('Go on? Only "yes" is taken: ', stopped)).trim() === "yes";
  } catch (error) {
    if (stopped.signal.aborted) return false;
    throw error;
  } finally {
    asking.close();
  }
}

/** The first signal ends the probes; a further one changes nothing, because the image has to be put back. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(name, () => {
      console.log(controller.signal.aborted ? "the image is being put back: wait" : `${name}: stopping`);
      controller.abort(new Error(`interrupted by ${name}`));
    });
  }
  return controller.signal;
}

interface Provider {
  readonly session: { readonly app: { readonly manager: { cancel(): void } } };
}

type Methods = Readonly<Record<Parameters<CallProvider>[0], (...args: unknown[]) => Promise<unknown>>>;

/** Not through its entry point, which ends the process on a signal: the image has to be put back first. */
function providerCalls(signal: AbortSignal): CallProvider {
  const { DynamicProvider } = built(join(repository, "dist/provider/dynamic/provider.js")) as {
    DynamicProvider: new (config: {
      keys: readonly string[];
      get(key: string): string | undefined;
    }) => Provider & Methods;
  };
  return async (method, settings, args) => {
    const provider = new DynamicProvider({ keys: Object.keys(settings), get: (key) => settings[key] });
    const cancel = () => provider.session.app.manager.cancel();
    signal.addEventListener("abort", cancel, { once: true });
    try {
      return await provider[method](...args);
    } finally {
      signal.removeEventListener("abort", cancel);
    }
  };
}

async function main(): Promise<number> {
  const entry = serviceOf(values.service);
  const { target, accounts, strange, only } = checked(entry);
  const endpoint = values.endpoint === undefined ? undefined : new URL(values.endpoint);
  // Keys from where the vendor's own tools look: nothing of them stands in a configuration.
  const section = values.site === undefined ? undefined : { site: values.site };
  const backend = await entry.open({ credentials: section, endpoint });
  const signal = interruption();
  const time = { now: Date.now, sleep: (ms: number) => sleep(ms) };
  const ground = await Ground.survey({
    facts: entry.facts,
    backend,
    target,
    accounts,
    strange,
    time,
    signal,
  });
  if (!(await agreed(ground))) {
    console.log("nothing was done");
    return 0;
  }
  const settings = {
    ...(endpoint === undefined ? {} : { "image-share:endpoint": endpoint.href }),
    ...(section === undefined ? {} : { [`image-share:${entry.facts.cloud}`]: JSON.stringify(section) }),
  };
  const results = await liveRun(ground, {
    callProvider: providerCalls(signal),
    settings,
    only,
    say: (line) => console.log(line),
  });
  const { version } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));
  const output = values.output ?? `live-${entry.facts.service}.json`;
  const date = new Date().toISOString().slice(0, 10);
  writeFileSync(output, reportText(ground, results, { version, date, isAtEndpoint: endpoint !== undefined }));
  console.log(
    [...summary(results), `written to ${output}: no keys, no IDs of yours; please send it back`].join("\n"),
  );
  const isWrong =
    results.assumptions.some(({ verdict }) => verdict === "does not hold") ||
    results.lifeCycle.some(({ isDone }) => !isDone);
  if (results.notRestored !== undefined) return 3;
  return isWrong || results.isInterrupted ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof UsageError ? error.message : `the run did not begin: ${messageOf(error)}`);
  process.exitCode = 2;
}
