/** The engine's calls: messages in, plain values to what decides, and back. Decides nothing itself. */
import type * as grpc from "@grpc/grpc-js";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import * as provider from "@pulumi/pulumi/proto/provider_pb.js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import { ConfigurationError } from "../../core/errors";
import { changedKeys, configSource } from "./configuration";
import { Decisions } from "./decisions";
import type { EngineLog } from "./engine-log";
import { handshakeResponse, pluginInfo } from "./handshake";
import { namingForPython } from "./python-names";
import { checkResponse, diffResponse } from "./responses";
import { schemaText } from "./schema";
import { savingSecretsOf, withSecretsOf } from "./secrets";
import { toServiceError } from "./service-error";
import { SET_TYPE, SHARE_TYPE } from "./tokens";
import { containsSecret, markedIn, propertiesIn, structOf } from "./values";

/** What the service needs of its process. */
export interface ServiceHost {
  readonly version: string;
  readonly log: EngineLog;
  /** Told of the engine's address, where the process was not started with it. */
  connect(engineAddress: string): void;
}

/** Tokens of the schema. */
const types: readonly string[] = [SHARE_TYPE, SET_TYPE];
const FUNCTION = "image-share:index:getImageShare";

export type Calls = Pick<
  IResourceProviderServer,
  | "handshake"
  | "getSchema"
  | "checkConfig"
  | "diffConfig"
  | "configure"
  | "check"
  | "diff"
  | "create"
  | "update"
  | "read"
  | "delete"
  | "invoke"
  | "construct"
  | "cancel"
  | "getPluginInfo"
>;

export class PluginService {
  private readonly host: ServiceHost;
  private configured: Decisions | undefined;
  private refreshesFirst = false;
  /** By which the engine finds this process. */
  private reference = "";

  constructor(host: ServiceHost) {
    this.host = host;
  }

  /** The methods, as the server takes them. */
  get calls(): Calls {
    return {
      handshake: this.unary(this.handshake),
      getSchema: this.unary(this.getSchema),
      checkConfig: this.unary(this.checkConfig),
      diffConfig: this.unary(this.diffConfig),
      configure: this.unary(this.configure),
      check: this.unary(this.check),
      diff: this.unary(this.diff),
      create: this.unary(this.create),
      update: this.unary(this.update),
      read: this.unary(this.read),
      delete: this.unary(this.delete),
      invoke: this.unary(this.invoke),
      construct: this.unary(this.construct),
      cancel: this.unary(this.cancel),
      getPluginInfo: this.unary(this.getPluginInfo),
    };
  }

  /** What is under way ends within seconds, and its outcome still has to reach the engine. */
  async stop(): Promise<void> {
    this.configured?.cancel();
    await this.configured?.settled();
  }

  get busy(): boolean {
    return this.configured?.busy ?? false;
  }

  private async handshake(request: provider.ProviderHandshakeRequest) {
    this.host.connect(request.getEngineAddress());
    return handshakeResponse();
  }

  private async getSchema(request: provider.GetSchemaRequest) {
    if (request.getVersion() > 0) {
      throw new ConfigurationError(`the schema has the version 0, and ${request.getVersion()} was asked for`);
    }
    const response = new provider.GetSchemaResponse();
    response.setSchema(schemaText(this.host.version));
    return response;
  }

  private async checkConfig(request: provider.CheckRequest) {
    const news = propertiesIn(request.getNews());
    const failures = new Decisions(configSource(news), this.host.log.say).configurationFailures();
    return checkResponse(markedIn(request.getNews()), failures);
  }

  /** A change of the configuration is an update: what was shared stays shared. */
  private async diffConfig(request: provider.DiffRequest) {
    const olds = propertiesIn(request.getOldInputs() ?? request.getOlds());
    const changed = changedKeys(olds, propertiesIn(request.getNews()));
    const response = new provider.DiffResponse();
    const { DIFF_NONE, DIFF_SOME } = provider.DiffResponse.DiffChanges;
    response.setChanges(changed.length === 0 ? DIFF_NONE : DIFF_SOME);
    response.setDiffsList(changed);
    return response;
  }

  private async configure(request: provider.ConfigureRequest) {
    const configuration = configSource(propertiesIn(request.getArgs()));
    this.configured = new Decisions(configuration, this.host.log.say, this.host.log.show);
    this.refreshesFirst = this.configured.refreshesFirst;
    this.configured.sayEndpoint();
    this.reference = `${request.getUrn()}::${request.getId()}`;
    const response = new provider.ConfigureResponse();
    response.setAcceptsecrets(true);
    response.setSupportspreview(true);
    response.setAcceptresources(true);
    response.setAcceptoutputs(true);
    return response;
  }

  private async check(request: provider.CheckRequest) {
    const olds = propertiesIn(request.getOlds());
    const news = propertiesIn(request.getNews());
    const marked = markedIn(request.getNews());
    const { inputs, failures } = await this.decisions.check(
      request.getUrn(),
      olds,
      news,
      !containsSecret(marked),
    );
    return checkResponse(withSecretsOf(inputs, marked), failures);
  }

  private async diff(request: provider.DiffRequest) {
    const news = propertiesIn(request.getNews());
    const difference = await this.decisions.diff(request.getId(), propertiesIn(request.getOlds()), news);
    return diffResponse(difference);
  }

  private async create(request: provider.CreateRequest) {
    const inputs = propertiesIn(request.getProperties());
    const marked = markedIn(request.getProperties());
    const made = await savingSecretsOf([marked], () => this.decisions.create(inputs, operationOf(request)));
    const response = new provider.CreateResponse();
    response.setId(made.id);
    response.setProperties(structOf(withSecretsOf(made.outputs, marked)));
    response.setRefreshBeforeUpdate(this.refreshesFirst);
    return response;
  }

  private async update(request: provider.UpdateRequest) {
    const [olds, news] = [propertiesIn(request.getOlds()), propertiesIn(request.getNews())];
    const marked = markedIn(request.getNews());
    const outputs = await savingSecretsOf([markedIn(request.getOlds()), marked], () =>
      this.decisions.update(request.getId(), olds, news, operationOf(request)),
    );
    const response = new provider.UpdateResponse();
    response.setProperties(structOf(withSecretsOf(outputs, marked)));
    response.setRefreshBeforeUpdate(this.refreshesFirst);
    return response;
  }

  private async read(request: provider.ReadRequest) {
    const id = request.getId();
    const recorded = propertiesIn(request.getProperties());
    const isImport = !request.hasInputs() && Object.keys(recorded).length === 0;
    const found = await this.decisions.read({ id, recorded, isImport });
    const response = new provider.ReadResponse();
    response.setId(found.id);
    if (found.id === "") return response;
    const [state, inputs] = [markedIn(request.getProperties()), markedIn(request.getInputs())];
    response.setProperties(structOf(withSecretsOf(found.outputs, state, inputs)));
    response.setInputs(structOf(withSecretsOf(found.inputs, inputs)));
    response.setRefreshBeforeUpdate(this.refreshesFirst);
    return response;
  }

  private async delete(request: provider.DeleteRequest) {
    const recorded = propertiesIn(request.getProperties());
    await this.decisions.delete(request.getId(), recorded, request.getTimeout());
    return new Empty();
  }

  private async invoke(request: provider.InvokeRequest) {
    if (request.getTok() !== FUNCTION)
      throw new ConfigurationError(`the function ${request.getTok()} is not found`);
    const response = new provider.InvokeResponse();
    const answer = await namingForPython(() => this.decisions.getImageShare(propertiesIn(request.getArgs())));
    response.setReturn(structOf(withSecretsOf(answer, markedIn(request.getArgs()))));
    return response;
  }

  private async construct(request: provider.ConstructRequest) {
    // Few programs have sets, and the messages of the engine's monitor take memory.
    const { constructSet } = await import("./construct.js");
    return constructSet(request, this.reference);
  }

  /** The engine asks at the end of every run, and again when it is interrupted. */
  private async cancel() {
    this.configured?.cancel();
    return new Empty();
  }

  private async getPluginInfo() {
    return pluginInfo(this.host.version);
  }

  private get decisions(): Decisions {
    if (this.configured === undefined) throw new ConfigurationError("the provider is not configured yet");
    return this.configured;
  }

  private unary<Request extends object, Response>(
    method: (request: Request) => Promise<Response>,
  ): grpc.handleUnaryCall<Request, Response> {
    return (call, callback) => {
      const { request } = call;
      this.host.log
        .during(urnOf(request), () => this.answer(request, method))
        .then(
          (response) => callback(null, response),
          (error: unknown) => callback(toServiceError(error, this.explain(error), this.refreshesFirst)),
        );
    };
  }

  private async answer<Request extends object, Response>(
    request: Request,
    method: (request: Request) => Promise<Response>,
  ): Promise<Response> {
    const type = typeOf(request);
    if (type !== "" && !type.startsWith("pulumi:providers:") && !types.includes(type)) {
      throw new ConfigurationError(`the resource type ${type} is not found: there is ${types.join(" and ")}`);
    }
    return method.call(this, request);
  }

  private explain(error: unknown): string {
    return (this.configured ?? unconfigured).explain(error);
  }
}

/** Explains what goes wrong before the configuration is known. */
const unconfigured = new Decisions({ keys: [], get: () => undefined }, () => undefined);

function operationOf(request: provider.CreateRequest | provider.UpdateRequest) {
  return { isPreview: request.getPreview(), timeoutSeconds: request.getTimeout() };
}

/** Of the resource; empty where a call is about none. */
function typeOf(request: object): string {
  return "getType" in request && typeof request.getType === "function" ? String(request.getType() ?? "") : "";
}

/** Of the resource that a call is about; empty where it is about none. */
function urnOf(request: object): string {
  return "getUrn" in request && typeof request.getUrn === "function" ? String(request.getUrn() ?? "") : "";
}
