/** The process that the engine starts for dynamic resources, and its gRPC service in plain values. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";

type Credentials = ConstructorParameters<typeof ResourceProviderClient>[1];
type Struct = NonNullable<ReturnType<messages.CheckRequest["getNews"]>>;
export type Properties = Parameters<typeof Struct.fromJavaScript>[0];

// The SDK's own instances of its dependencies: messages are told apart by their class.
const requireAsSdk = createRequire(require.resolve("@pulumi/pulumi"));
const { Struct } = requireAsSdk("google-protobuf/google/protobuf/struct_pb.js") as {
  Struct: { fromJavaScript(value: Record<string, JsonValue>): Struct };
};
const { credentials } = requireAsSdk("@grpc/grpc-js") as {
  credentials: { createInsecure(): Credentials };
};

type JsonValue = ReturnType<Struct["toJavaScript"]>[string];

const repository = resolve(__dirname, "../../..");

/** What a failed call carries when the resource exists all the same. */
export interface InitFailure {
  readonly id: string;
  readonly properties: Properties;
  readonly reasons: string[];
}

/** A call that failed, as the engine sees it. */
export class CallFailure extends Error {
  readonly initFailure: InitFailure | undefined;

  constructor(message: string, details: Uint8Array | undefined) {
    super(message);
    this.initFailure = details === undefined ? undefined : initFailureIn(details);
  }
}

export class ProviderProcess {
  /** Both streams, as far as they came. */
  output = "";
  readonly #child: ChildProcess;
  readonly #client: Promise<ResourceProviderClient>;

  constructor() {
    const script = resolve(dirname(require.resolve("@pulumi/pulumi/package.json")), "cmd/dynamic-provider");
    const env = { PATH: process.env.PATH, PULUMI_NODEJS_PROJECT: "grpc" };
    // In the repository, where the shim's import resolves to the package itself.
    this.#child = spawn(process.execPath, [script, "127.0.0.1:1"], { cwd: repository, env });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.output += text;
      });
    }
    this.#client = this.#connect();
  }

  async configure(config: Record<string, string>): Promise<void> {
    const request = new messages.ConfigureRequest().setArgs(Struct.fromJavaScript(config));
    const client = await this.#client;
    await answered<messages.ConfigureResponse>((done) => client.configure(request, done));
  }

  async check(news: Properties, olds: Properties = {}) {
    const request = new messages.CheckRequest().setNews(struct(news)).setOlds(struct(olds));
    const client = await this.#client;
    const answer = await answered<messages.CheckResponse>((done) => client.check(request, done));
    const failures = answer.getFailuresList().map((one) => ({ ...one.toObject() }));
    return { inputs: plain(answer.getInputs()), failures };
  }

  async diff(id: string, olds: Properties, news: Properties) {
    const request = new messages.DiffRequest().setId(id).setOlds(struct(olds)).setNews(struct(news));
    const client = await this.#client;
    const answer = await answered<messages.DiffResponse>((done) => client.diff(request, done));
    return { changes: changes[answer.getChanges()], replaces: answer.getReplacesList() };
  }

  async create(properties: Properties) {
    const request = new messages.CreateRequest().setProperties(struct(properties));
    const client = await this.#client;
    const answer = await answered<messages.CreateResponse>((done) => client.create(request, done));
    return { id: answer.getId(), properties: plain(answer.getProperties()) };
  }

  async update(id: string, olds: Properties, news: Properties): Promise<Properties> {
    const request = new messages.UpdateRequest().setId(id).setOlds(struct(olds)).setNews(struct(news));
    const client = await this.#client;
    return plain(
      (await answered<messages.UpdateResponse>((done) => client.update(request, done))).getProperties(),
    );
  }

  async read(id: string, properties: Properties) {
    const request = new messages.ReadRequest().setId(id).setProperties(struct(properties));
    const client = await this.#client;
    const answer = await answered<messages.ReadResponse>((done) => client.read(request, done));
    return {
      id: answer.getId(),
      properties: plain(answer.getProperties()),
      inputs: plain(answer.getInputs()),
    };
  }

  async delete(id: string, properties: Properties): Promise<void> {
    const request = new messages.DeleteRequest().setId(id).setProperties(struct(properties));
    const client = await this.#client;
    await answered<unknown>((done) => client.delete(request, done));
  }

  async close(): Promise<void> {
    (await this.#client).close();
    this.#child.kill("SIGKILL");
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, "exit");
  }

  /** The process prints its port first of all. */
  async #connect(): Promise<ResourceProviderClient> {
    while (!/^\d+\n/.test(this.output)) {
      if (this.#child.exitCode !== null) throw new Error(`the provider process ended:\n${this.output}`);
      await Promise.race([once(this.#child, "exit"), once(this.#child.stdout ?? this.#child, "data")]);
    }
    return new ResourceProviderClient(
      `127.0.0.1:${Number.parseInt(this.output, 10)}`,
      credentials.createInsecure(),
    );
  }
}

const changes = {
  [messages.DiffResponse.DiffChanges.DIFF_UNKNOWN]: "unknown",
  [messages.DiffResponse.DiffChanges.DIFF_NONE]: "none",
  [messages.DiffResponse.DiffChanges.DIFF_SOME]: "some",
} as const;

function struct(value: Properties): Struct {
  return Struct.fromJavaScript(value);
}

function plain(value: Struct | undefined): Properties {
  return value?.toJavaScript() ?? {};
}

interface GrpcError extends Error {
  readonly details: string;
  readonly metadata: { get(key: string): (string | Buffer)[] };
}

function answered<T>(call: (done: (error: GrpcError | null, answer: T) => void) => unknown): Promise<T> {
  return new Promise((fulfil, reject) => {
    call((error, answer) => {
      if (error === null) return fulfil(answer);
      const [details] = error.metadata.get("grpc-status-details-bin");
      reject(new CallFailure(error.details, typeof details === "string" ? undefined : details));
    });
  });
}

function initFailureIn(details: Uint8Array): InitFailure | undefined {
  const [detail] = Status.deserializeBinary(details).getDetailsList();
  if (detail === undefined) return undefined;
  const failure = messages.ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
  return {
    id: failure.getId(),
    properties: plain(failure.getProperties()),
    reasons: failure.getReasonsList(),
  };
}
