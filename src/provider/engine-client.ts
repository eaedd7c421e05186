/** The engine, as far as the provider calls it: it takes lines for people. */
import { connectivityState, credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb.js";

/** A text of one or more lines. */
export interface LogEntry {
  /** Of the resource; empty for the stack. */
  readonly urn: string;
  readonly text: string;
  /** Whether the text is true for the moment: the engine's display replaces it, and its diagnostics leave it out. */
  readonly isStatus?: boolean;
}

/** A connection to this machine is made in milliseconds, where anything listens. */
const CONNECT_MS = 4_000;

export class EngineConnection {
  private client: EngineClient | undefined;
  private readonly onLost: () => void;

  /**
   * @param address empty where it is not known yet: then lines go to the process's own output for errors
   * @param onLost called once, when an engine that was reached has ended
   */
  constructor(address: string, onLost: () => void = () => undefined) {
    this.onLost = onLost;
    this.connect(address);
  }

  connect(address: string): void {
    if (this.client !== undefined || address === "") return;
    this.client = new EngineClient(address, credentials.createInsecure());
    void this.watch(this.client);
  }

  /** An engine that was killed tells nobody; but its end of the connection is closed. */
  private async watch(client: EngineClient): Promise<void> {
    const channel = client.getChannel();
    // A connection on which nothing is said for long is closed too, and made anew.
    while (await isReachable(client)) {
      const state = channel.getConnectivityState(false);
      if (state !== connectivityState.READY) continue;
      await new Promise<void>((resolve) => {
        channel.watchConnectivityState(state, Number.POSITIVE_INFINITY, () => resolve());
      });
      // To ask a connection that was closed would open it again.
      if (this.client !== client) return;
      if (await isReachable(client)) continue;
      this.close();
      return this.onLost();
    }
  }

  /** What is said afterwards goes to the process's own output for errors. */
  close(): void {
    this.client?.close();
    this.client = undefined;
  }

  /** What the engine does not take is printed, since a line that gets lost would have been a statement. */
  readonly log = ({ urn, text, isStatus = false }: LogEntry): Promise<void> => {
    const { client } = this;
    const print = () => {
      if (!isStatus) console.error(text);
    };
    if (client === undefined) {
      print();
      return Promise.resolve();
    }
    const request = new LogRequest();
    request.setSeverity(LogSeverity.INFO);
    request.setUrn(urn);
    request.setMessage(text);
    request.setEphemeral(isStatus);
    return new Promise((resolve) => {
      client.log(request, (error) => {
        if (error !== null) print();
        resolve();
      });
    });
  };
}

function isReachable(client: EngineClient): Promise<boolean> {
  return new Promise((resolve) => {
    client.waitForReady(Date.now() + CONNECT_MS, (error) => resolve(!error));
  });
}
