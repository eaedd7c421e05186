import { subscribe } from "node:diagnostics_channel";

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

/** Cancels the work on the engine's Cancel (Ctrl-C), or on a signal. */
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
      // Running operations end within seconds, and the engine still needs their outcome.
      void Promise.all(busy.map((work) => work.settled())).then(() => {
        setTimeout(() => process.exit(1), EXIT_GRACE_MS);
      });
    });
  }
}

function cancelAll(): void {
  for (const work of watched) work.cancel();
}
