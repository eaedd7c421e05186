/** The live run at a server that others wrote. */
import { Ground } from "../../scripts/live/ground.ts";
import { liveRun, type Results } from "../../scripts/live/run.ts";
import { findService } from "../../src/backends/registry";
import { DynamicProvider } from "../../src/provider/dynamic/provider";
import type { RunningServer, Target } from "./servers/server";
import type { World } from "./suite";

export async function liveAt<Server extends RunningServer>(
  world: World<Server>,
  target: Target,
): Promise<Results> {
  const facts = findService(target.service)?.facts;
  if (facts === undefined) throw new Error(`the registry has no ${target.service}`);
  const [one = "", other = ""] = world.accounts;
  const settings = Object.fromEntries(
    Object.entries(world.server.settings).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
  const ground = await Ground.survey({
    facts,
    backend: await world.backend(),
    target,
    accounts: [one, other],
    // These servers show every write at once.
    time: { now: Date.now, sleep: async () => undefined },
    signal: new AbortController().signal,
  });
  return liveRun(ground, {
    settings,
    say: () => undefined,
    callProvider: (method, own, args) => {
      const provider = new DynamicProvider({ keys: Object.keys(own), get: (key) => own[key] });
      const methods = provider as unknown as Record<typeof method, (...args: unknown[]) => Promise<unknown>>;
      return methods[method](...args);
    },
  });
}
