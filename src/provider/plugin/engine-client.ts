/** The engine, as far as the plugin calls it: it takes lines for people. */
import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb.js";
import type { LogEntry } from "./engine-log";

export class EngineConnection {
  private client: EngineClient | undefined;

  /** @param address empty where it is not known yet: then lines go to the process's own output for errors */
  constructor(address: string) {
    this.connect(address);
  }

  connect(address: string): void {
    if (this.client !== undefined || address === "") return;
    this.client = new EngineClient(address, credentials.createInsecure());
  }

  /** What the engine does not take is printed, since a line that gets lost would have been a statement. */
  readonly log = ({ urn, text }: LogEntry): Promise<void> => {
    const { client } = this;
    if (client === undefined) {
      console.error(text);
      return Promise.resolve();
    }
    const request = new LogRequest();
    request.setSeverity(LogSeverity.INFO);
    request.setUrn(urn);
    request.setMessage(text);
    return new Promise((resolve) => {
      client.log(request, (error) => {
        if (error !== null) console.error(text);
        resolve();
      });
    });
  };
}
