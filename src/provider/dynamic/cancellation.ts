import { subscribe } from "node:diagnostics_channel";

/** Work that can be told to stop, and says when it has. */
export interface Cancellable {
  /** Asks whatever is under way to stop at the next safe point. */
  cancel(): void;
  readonly busy: boolean;
  /** Resolves when nothing is under way. */
  settled(): Promise<void>;
}

/** The SDK answers the engine's Cancel and tells nobody; Node (22.17, 24.2 and later) tells of every request. */
const REQUESTS = "http2.server.stream.start";

/** After a signal, the engine has this long to take the last answers before the process ends. */
const EXIT_GRACE_MS = 1_000;

const watched = new Set<Cancellable>();

/** Cancels the work when the engine says so (Ctrl-C), or the system tells the process to end. */
export function onCancel(work: Cancellable): void {
  if (watched.size === 0) watch();
  watched.add(work);
}

function watch(): void {
  subscribe(REQUESTS, (message) => {
    const { headers } = message as { headers?: { ":path"?: unknown } };
    if (headers?.[":path"] === "/pulumirpc.ResourceProvider/Cancel") cancelAll();
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      const busy = [...watched].filter((work) => work.busy);
      if (busy.length === 0) process.exit(1);
      cancelAll();
      // What is under way ends within seconds, and its outcome still has to reach the engine.
      void Promise.all(busy.map((work) => work.settled())).then(() => {
        setTimeout(() => process.exit(1), EXIT_GRACE_MS);
      });
    });
  }
}

function cancelAll(): void {
  for (const work of watched) work.cancel();
}
