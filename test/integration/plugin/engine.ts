/** The engine's side of a conversation with the plugin's service, over gRPC in this process. */
import { type Client, credentials, Server, ServerCredentials, type ServiceError } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb.js";
import { ResourceProviderClient, ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import * as proto from "@pulumi/pulumi/proto/provider_pb.js";
import { Status } from "@pulumi/pulumi/proto/status_pb.js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { EngineConnection } from "../../../src/provider/engine-client";
import { EngineLog } from "../../../src/provider/plugin/engine-log";
import { PluginFront } from "../../../src/provider/plugin/front";

export type Properties = Readonly<Record<string, unknown>>;

/** A call that failed: what the engine shows, and what it saves of a resource that was made in part. */
export class CallFailure extends Error {
  readonly saved: Properties | undefined;

  constructor({ details, metadata }: ServiceError) {
    super(details);
    const [status] = metadata.get("grpc-status-details-bin");
    if (status === undefined) return;
    const [detail] = Status.deserializeBinary(Buffer.from(status)).getDetailsList();
    if (detail === undefined) return;
    this.saved = plain(
      proto.ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8()).getProperties(),
    );
  }
}

type Call<Request, Response> = (
  request: Request,
  callback: (error: ServiceError | null, response: Response) => void,
) => unknown;

export class Engine {
  /** The lines that the service sent, each behind the name of its resource. */
  readonly logged: string[] = [];
  private readonly servers: Server[] = [];
  private client: ResourceProviderClient | undefined;
  private connection: EngineConnection | undefined;

  /** Starts the service, and what takes its lines. */
  async start(): Promise<void> {
    const log = ({ request }: { request: LogRequest }, done: (error: null, answer: Empty) => void) => {
      this.logged.push(`${request.getUrn().replace(/^.*::/, "")}> ${request.getMessage()}`);
      done(null, new Empty());
    };
    const connection = new EngineConnection(
      await this.listen((server) => server.addService(EngineService, { log })),
    );
    this.connection = connection;
    const service = new PluginFront({
      version: "1.2.3",
      log: new EngineLog(connection.log),
      connect: (address) => connection.connect(address),
    });
    const address = await this.listen((server) => server.addService(ResourceProviderService, service.calls));
    this.client = new ResourceProviderClient(address, credentials.createInsecure());
  }

  close(): void {
    this.client?.close();
    this.connection?.close();
    for (const server of this.servers) server.forceShutdown();
  }

  async handshake(): Promise<proto.ProviderHandshakeResponse> {
    return this.ask("handshake", new proto.ProviderHandshakeRequest());
  }

  async schema(): Promise<{ name: string; version: string }> {
    const answer = await this.ask<proto.GetSchemaResponse>("getSchema", new proto.GetSchemaRequest());
    return JSON.parse(answer.getSchema());
  }

  async checkConfig(args: Properties): Promise<string[]> {
    return reasonsIn(await this.askConfig(args));
  }

  async checkedConfig(args: Properties): Promise<Properties> {
    return plain((await this.askConfig(args)).getInputs());
  }

  private askConfig(args: Properties): Promise<proto.CheckResponse> {
    return this.ask("checkConfig", new proto.CheckRequest().setNews(struct(args)));
  }

  async diffConfig(olds: Properties, news: Properties): Promise<{ replaces: string[]; diffs: string[] }> {
    const request = new proto.DiffRequest().setOldInputs(struct(olds)).setNews(struct(news));
    const answer = await this.ask<proto.DiffResponse>("diffConfig", request);
    return { replaces: answer.getReplacesList(), diffs: answer.getDiffsList() };
  }

  async configure(args: Properties): Promise<proto.ConfigureResponse> {
    return this.ask("configure", new proto.ConfigureRequest().setArgs(struct(args)));
  }

  /** @param type as a request names it; the engine always does */
  async check(news: Properties, olds: Properties = {}, name = "golden", type = "") {
    const request = new proto.CheckRequest()
      .setUrn(urn(name))
      .setType(type)
      .setOlds(struct(olds))
      .setNews(struct(news));
    const answer = await this.ask<proto.CheckResponse>("check", request);
    const properties = answer.getFailuresList().map((failure) => failure.getProperty());
    return { inputs: plain(answer.getInputs()), reasons: reasonsIn(answer), properties };
  }

  async diff(id: string, olds: Properties, news: Properties, name = "golden") {
    const request = new proto.DiffRequest()
      .setId(id)
      .setUrn(urn(name))
      .setOlds(struct(olds))
      .setNews(struct(news));
    const answer = await this.ask<proto.DiffResponse>("diff", request);
    const detailed: Record<string, number> = {};
    answer.getDetaileddiffMap().forEach((entry: proto.PropertyDiff, path: string) => {
      detailed[path] = entry.getKind();
    });
    const changes = answer.getChanges() === proto.DiffResponse.DiffChanges.DIFF_SOME;
    return { changes, replaces: answer.getReplacesList(), diffs: answer.getDiffsList(), detailed };
  }

  /** @param timeout in seconds, as `customTimeouts` says it */
  async create(inputs: Properties, { preview = false, name = "golden", timeout = 0 } = {}) {
    const request = new proto.CreateRequest()
      .setUrn(urn(name))
      .setProperties(struct(inputs))
      .setTimeout(timeout)
      .setPreview(preview);
    const answer = await this.ask<proto.CreateResponse>("create", request);
    return {
      id: answer.getId(),
      outputs: plain(answer.getProperties()),
      refreshes: answer.getRefreshBeforeUpdate(),
    };
  }

  async update(
    id: string,
    olds: Properties,
    news: Properties,
    { preview = false, name = "golden", timeout = 0 } = {},
  ) {
    const request = new proto.UpdateRequest()
      .setTimeout(timeout)
      .setId(id)
      .setUrn(urn(name))
      .setOlds(struct(olds))
      .setNews(struct(news))
      .setPreview(preview);
    return plain((await this.ask<proto.UpdateResponse>("update", request)).getProperties());
  }

  /** @param inputs undefined for an import */
  async read(id: string, recorded: Properties, inputs: Properties | undefined) {
    const request = new proto.ReadRequest().setId(id).setUrn(urn("golden")).setProperties(struct(recorded));
    if (inputs !== undefined) request.setInputs(struct(inputs));
    const answer = await this.ask<proto.ReadResponse>("read", request);
    return { id: answer.getId(), outputs: plain(answer.getProperties()), inputs: plain(answer.getInputs()) };
  }

  async delete(id: string, recorded: Properties, timeout = 0): Promise<void> {
    const request = new proto.DeleteRequest()
      .setId(id)
      .setUrn(urn("golden"))
      .setProperties(struct(recorded))
      .setTimeout(timeout);
    await this.ask("delete", request);
  }

  async invoke(token: string, args: Properties): Promise<Properties> {
    const request = new proto.InvokeRequest().setTok(token).setArgs(struct(args));
    return plain((await this.ask<proto.InvokeResponse>("invoke", request)).getReturn());
  }

  async cancel(): Promise<void> {
    await this.ask("cancel", new Empty());
  }

  private ask<Response>(method: keyof ResourceProviderClient & string, request: object): Promise<Response> {
    const { client } = this;
    if (client === undefined) throw new Error("start it first");
    return new Promise((resolve, reject) => {
      const call = (client as unknown as Record<string, Call<object, Response>>)[method];
      call?.call(client as unknown as Client, request, (error, response) => {
        if (error === null) resolve(response);
        else reject(new CallFailure(error));
      });
    });
  }

  private listen(serve: (server: Server) => void): Promise<string> {
    const server = new Server();
    this.servers.push(server);
    serve(server);
    return new Promise((resolve, reject) => {
      server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
        if (error === null) resolve(`127.0.0.1:${port}`);
        else reject(error);
      });
    });
  }
}

function urn(name: string): string {
  return `urn:pulumi:test::program::image-share:index:ImageShare::${name}`;
}

function reasonsIn(answer: proto.CheckResponse): string[] {
  return answer.getFailuresList().map((failure) => failure.getReason());
}

function struct(properties: Properties): Struct {
  return Struct.fromJavaScript(properties as Record<string, JavaScriptValue>);
}

function plain(properties: Struct | undefined): Properties {
  return properties?.toJavaScript() ?? {};
}
