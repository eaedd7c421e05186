/** The connections that arrive at the emulator; its log has the rest. */
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { Socket } from "node:net";

/** Since the last reset. */
export interface Traffic {
  /** Connections that were opened. */
  readonly sockets: number;
  /** The most connections that were open at a time: a client opens one more when all others are in use. */
  readonly mostAtOnce: number;
}

/** Node tells of every connection that a server of this process gets. */
export class TrafficMeter {
  readonly #port: number;
  #sockets = 0;
  #open = 0;
  #mostAtOnce = 0;

  constructor(port: number) {
    this.#port = port;
    subscribe("net.server.socket", this.#onSocket);
  }

  reset(): void {
    this.#sockets = 0;
    this.#mostAtOnce = this.#open;
  }

  read(): Traffic {
    return { sockets: this.#sockets, mostAtOnce: this.#mostAtOnce };
  }

  close(): void {
    unsubscribe("net.server.socket", this.#onSocket);
  }

  readonly #onSocket = (message: unknown): void => {
    const { socket } = message as { socket: Socket };
    if (socket.localPort !== this.#port) return;
    this.#sockets += 1;
    this.#open += 1;
    this.#mostAtOnce = Math.max(this.#mostAtOnce, this.#open);
    socket.once("close", () => {
      this.#open -= 1;
    });
  };
}
