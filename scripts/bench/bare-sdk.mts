/**
 * A process of its own that makes the calls of a run once more, by the vendor's SDK alone: those of one image one after
 * the other, those of different images side by side. Loading the SDK is not counted.
 */
import { performance } from "node:perf_hooks";
import { type Access, type LoggedCall, sdkOf } from "./vendor-sdks.mts";

/** What the process is told. */
export interface Job {
  readonly access: Access;
  /** For each image, its calls in order. */
  readonly chains: readonly (readonly LoggedCall[])[];
  readonly concurrency: number;
}

async function carryOut({ access, chains, concurrency }: Job): Promise<number> {
  const services = new Set(chains.flat().map(({ service }) => service));
  const sdks = new Map(
    await Promise.all([...services].map(async (name) => [name, await sdkOf(name, access)] as const)),
  );
  const waiting = [...chains];
  const begun = performance.now();
  const worker = async () => {
    for (let chain = waiting.shift(); chain !== undefined; chain = waiting.shift()) {
      for (const call of chain) await sdks.get(call.service)?.(call);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, concurrency) }, worker));
  return performance.now() - begun;
}

process.once("message", (job: Job) => {
  carryOut(job).then(
    (ms) => process.send?.({ ms }, () => process.disconnect()),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
