import type { EventEmitter } from "node:events";
import { type AddressInfo, connect } from "node:net";

/** How often an engine is looked for that has closed its connections and may have ended. */
const LOOK_MS = 500;
/** A connection to this machine is made in milliseconds, where anything listens. */
const CONNECT_MS = 4_000;

/**
 * Notices an engine that was killed. It tells nobody, but its connections to this process are closed, and nothing listens
 * at its address any more. An engine that lives on closes connections as well, those on which nothing was said for long.
 */
export class EngineEnd {
  private readonly sessions = new Set<EventEmitter>();
  private readonly address: Pick<AddressInfo, "address" | "port"> | undefined;
  private readonly onEnd: () => void;
  private isLooking = false;

  /**
   * @param engine address and port; where it is neither, nothing is noticed
   * @param onEnd called once
   */
  constructor(engine: string | undefined, onEnd: () => void) {
    const [, address, port] = /^(.+):(\d+)$/.exec(engine ?? "") ?? [];
    this.address = address === undefined ? undefined : { address, port: Number(port) };
    this.onEnd = onEnd;
  }

  /** A request of the engine came by this connection. */
  sawRequest(session: EventEmitter | undefined): void {
    if (session === undefined || this.sessions.has(session)) return;
    this.sessions.add(session);
    session.once("close", () => {
      this.sessions.delete(session);
      void this.look();
    });
  }

  private async look(): Promise<void> {
    if (this.isLooking || this.address === undefined) return;
    this.isLooking = true;
    while (this.sessions.size === 0) {
      if (!(await isListening(this.address))) return this.onEnd();
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS).unref());
    }
    this.isLooking = false;
  }
}

function isListening({ address, port }: Pick<AddressInfo, "address" | "port">): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, timeout: CONNECT_MS });
    const answer = (isListening: boolean) => {
      socket.destroy();
      resolve(isListening);
    };
    socket.once("connect", () => answer(true));
    for (const event of ["error", "timeout"]) socket.once(event, () => answer(false));
  });
}
