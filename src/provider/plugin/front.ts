/**
 * Answers what needs nothing but files of this package: the handshake and the schema. The host of YAML starts a process
 * for the schema alone. The first other call loads the service.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type * as grpc from "@grpc/grpc-js";
import { GetSchemaResponse } from "@pulumi/pulumi/proto/provider_pb.js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import { handshakeResponse, pluginInfo } from "./handshake";
import type { Calls, PluginService, ServiceHost } from "./service";

/** `npm run schema` writes it. */
const schemaFile = join(__dirname, "../../../plugin/schema.json");

export class PluginFront {
  private readonly host: ServiceHost;
  private loading: Promise<Calls> | undefined;
  private service: PluginService | undefined;

  constructor(host: ServiceHost) {
    this.host = host;
  }

  /** The methods, as the server takes them. */
  get calls(): Calls {
    const cancel = this.passedOn((calls) => calls.cancel);
    const otherSchema = this.passedOn((calls) => calls.getSchema);
    return {
      handshake: ({ request }, callback) => {
        this.host.connect(request.getEngineAddress());
        callback(null, handshakeResponse());
      },
      getSchema: (call, callback) => {
        // The service explains why it has no such version.
        if (call.request.getVersion() > 0) otherSchema(call, callback);
        else schema().then((response) => callback(null, response), callback);
      },
      getPluginInfo: (_call, callback) => callback(null, pluginInfo(this.host.version)),
      cancel: (call, callback) => {
        if (this.loading === undefined) callback(null, new Empty());
        else cancel(call, callback);
      },
      checkConfig: this.passedOn((calls) => calls.checkConfig),
      diffConfig: this.passedOn((calls) => calls.diffConfig),
      configure: this.passedOn((calls) => calls.configure),
      check: this.passedOn((calls) => calls.check),
      diff: this.passedOn((calls) => calls.diff),
      create: this.passedOn((calls) => calls.create),
      update: this.passedOn((calls) => calls.update),
      read: this.passedOn((calls) => calls.read),
      delete: this.passedOn((calls) => calls.delete),
      invoke: this.passedOn((calls) => calls.invoke),
      construct: this.passedOn((calls) => calls.construct),
    };
  }

  /** Whether calls are under way whose outcome has to reach the engine. */
  get busy(): boolean {
    return this.service?.busy ?? false;
  }

  async stop(): Promise<void> {
    await this.service?.stop();
  }

  private passedOn<Request, Response>(
    method: (calls: Calls) => grpc.handleUnaryCall<Request, Response>,
  ): grpc.handleUnaryCall<Request, Response> {
    return (call, callback) => {
      this.load().then((calls) => method(calls)(call, callback), callback);
    };
  }

  private load(): Promise<Calls> {
    this.loading ??= import("./service.js").then(({ PluginService }) => {
      this.service = new PluginService(this.host);
      return this.service.calls;
    });
    return this.loading;
  }
}

async function schema(): Promise<GetSchemaResponse> {
  const response = new GetSchemaResponse();
  response.setSchema(await readFile(schemaFile, "utf8"));
  return response;
}
