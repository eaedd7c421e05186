import { subscribe } from "node:diagnostics_channel";
import type { EventEmitter } from "node:events";
import { EngineEnd } from "./engine-end";

/** Work that can be cancelled. */
export interface Cancellable {
  /** Stops running operations at the next safe point. */
  cancel(): void;
  readonly busy: boolean;
  /** Resolves when no operation is running. */
  settled(): Promise<void>;
}

/** The SDK does not pass the engine's Cancel on, but Node (22.17, 24.2 and later) reports every request here. */
const REQUESTS = "http2.server.stream.start";

/** After a signal, the engine has this long to receive the last answers. */
const EXIT_GRACE_MS = 1_000;

const watched = new Set<Cancellable>();

/** Cancels the work on the engine's Cancel (Ctrl-C), on a signal, or when the engine was killed. */
export function onCancel(work: Cancellable): void {
  if (watched.size === 0) watch();
  watched.add(work);
}

function watch(): void {
  // The SDK's process is started with the engine's address.
  const engine = new EngineEnd(process.argv[2], () => void cancelled().then(() => process.exit(1)));
  subscribe(REQUESTS, (message) => {
    const { headers, stream } = message as Request;
    engine.sawRequest(stream?.session);
    if (headers?.[":path"] === "/pulumirpc.ResourceProvider/Cancel") cancelAll();
  });
  // After the engine's end, what is said has no reader; to fail by that would break off a write.
  for (const output of [process.stdout, process.stderr]) output.on("error", () => undefined);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      if (![...watched].some((work) => work.busy)) process.exit(1);
      // Running operations end within seconds, and the engine still needs their outcome.
      void cancelled().then(() => setTimeout(() => process.exit(1), EXIT_GRACE_MS));
    });
  }
}

/** What the channel tells of a request. */
interface Request {
  readonly headers?: { readonly ":path"?: unknown };
  readonly stream?: { readonly session?: EventEmitter };
}

async function cancelled(): Promise<void> {
  const busy = [...watched].filter((work) => work.busy);
  cancelAll();
  await Promise.all(busy.map((work) => work.settled()));
}

function cancelAll(): void {
  for (const work of watched) work.cancel();
}
