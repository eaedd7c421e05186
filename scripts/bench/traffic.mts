/** The connections that arrive at the emulator; its log has the rest. */
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { Socket } from "node:net";

/** Node tells of every connection that a server of this process gets. */
export class TrafficMeter {
  readonly #port: number;
  #sockets = 0;

  constructor(port: number) {
    this.#port = port;
    subscribe("net.server.socket", this.#onSocket);
  }

  /** From now on. */
  reset(): void {
    this.#sockets = 0;
  }

  /** Connections that were opened since the last reset. */
  get sockets(): number {
    return this.#sockets;
  }

  close(): void {
    unsubscribe("net.server.socket", this.#onSocket);
  }

  readonly #onSocket = (message: unknown): void => {
    const { socket } = message as { socket: Socket };
    if (socket.localPort === this.#port) this.#sockets += 1;
  };
}
