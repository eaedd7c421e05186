/**
 * The types that the emulator's parts share: a request, its call, the service that answers, and the context
 * of an action. Each cloud is a folder under `clouds/` that implements `Cloud`; only this folder knows its formats.
 */
import type { Image, Step } from "./cloud";
import type { ApiName, CloudName, ServiceName } from "./names";
import type { Settings } from "./settings";

/** A raw HTTP request. It is not decoded or normalised, because signatures cover the bytes. */
export interface RawRequest {
  readonly method: string;
  readonly path: string;
  /** Without the question mark, as sent. */
  readonly query: string;
  /** Names in lower case, values as sent; a header sent twice is joined with a comma. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Parameters of an API call by name, of query and body together. */
export type Parameters = Readonly<Record<string, unknown>>;

/** The call of a request, before authentication. */
export interface Call {
  readonly request: RawRequest;
  readonly cloud: Cloud;
  /** Undefined if no emulated service of the cloud has that version. */
  readonly service: Service | undefined;
  readonly version: string;
  readonly action: string;
  readonly region: string | undefined;
  /** As sent, without what belongs to the protocol (signature, timestamp, nonce, …). */
  readonly parameters: Parameters;
  readonly credentialId: string | undefined;
  /** The images that the call names, for fault filters and the log. */
  readonly imageIds: readonly string[];
  /** Set if the request could not be decoded; returned after authentication. */
  readonly decodeError: ApiError | undefined;
}

/** A refusal with the vendor's code and message; the cloud's protocol encodes it. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly code: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: string, message: string, status: number, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.headers = headers;
  }
}

/** A credential, and its account in each cloud. */
export interface Credential {
  readonly id: string;
  readonly secret: string;
  /** A temporary credential has a session token, which every request must then carry. */
  readonly token?: string | undefined;
  /** The name of a user of the account; without, a permanent key is the account's own. */
  readonly user?: string | undefined;
  readonly accounts: Readonly<Record<CloudName, string>>;
}

/** A role that keys may assume. */
export interface Role {
  /** An ARN, or Volcengine's TRN. */
  readonly arn: string;
  readonly cloud: Exclude<CloudName, "openstack" | "outscale">;
  readonly account: string;
  /** IDs of the keys that the role trusts; undefined: all. */
  readonly trusts?: readonly string[] | undefined;
  readonly externalId?: string | undefined;
  readonly maxSessionSeconds?: number | undefined;
}

/** The context of authentication. */
export interface AuthContext {
  readonly now: number;
  credential(id: string): Credential | undefined;
  /** The credential whose token this is. */
  credentialOf(token: string): Credential | undefined;
  /** False when this credential has used the nonce already, within the vendor's clock window. */
  useNonce(credentialId: string, nonce: string, windowMs: number): boolean;
}

/** The context of an action: the images of its own service and region, and the changes that it may make. */
export interface ActionContext {
  readonly now: number;
  /** The calling account. */
  readonly caller: string;
  /** The caller's key: its secret seals what the vendor gives to it alone. */
  readonly credential: Credential;
  /** The address that the client called, as it calls it. */
  readonly host: string;
  /** Whether the caller's key is a temporary one. */
  readonly isTemporary: boolean;
  /** Whether the caller's key is the account's own, and not that of a user or a role. */
  readonly isRoot: boolean;
  /** The ID of the caller's key, and the user that it belongs to. */
  readonly callerId: string;
  readonly user: string | undefined;
  /** A role of this cloud, by its name. */
  role(arn: string): Role | undefined;
  /** Temporary keys of a role. */
  issue(
    role: Role,
    seconds: number,
  ): Required<Pick<Credential, "id" | "secret">> & { readonly token: string };
  readonly region: string;
  /**
   * The regions of the service: that of its demo image, and those that hold images. Sorted. For a token service, those of
   * the cloud's first service with images.
   */
  readonly regions: readonly string[];
  readonly settings: Settings;
  /** The configured limit of accounts; undefined: the vendor's own limit. */
  quota(imageId: string): number | undefined;
  /** The current image, for writes. */
  find(imageId: string): Image | undefined;
  /** The image for reads: as of `readLagMs` (or a stale-read fault) ago. */
  observe(imageId: string): Image | undefined;
  observeAll(): readonly Image[];
  /**
   * Carries out the steps in order, unless `validateSteps` refuses one of them: then nothing happens (or, with
   * `atomic: false`, only what came before it) and the refusal is thrown. Partial-success faults act here.
   */
  apply(imageId: string, steps: readonly Step[], validateSteps: (step: Step) => ApiError | undefined): void;
  /** Does the work, unless this caller's ClientToken was used before: then repeats that answer. */
  once(
    clientToken: string | undefined,
    parameters: Parameters,
    work: () => Readonly<Record<string, unknown>>,
  ): Readonly<Record<string, unknown>>;
}

export interface RateLimit {
  readonly calls: number;
  readonly perMs: number;
  /** The size of the vendor's bucket, which fills up again at that rate; absent where calls in a window count. */
  readonly burst?: number;
  /** Whether the vendor counts each region apart, or the whole account. */
  readonly scope: "region" | "account";
}

export interface Action {
  readonly effect: "read" | "write";
  readonly limit?: RateLimit;
  /** The payload of a success; refuses by throwing `ApiError`. */
  run(parameters: Parameters, context: ActionContext): Readonly<Record<string, unknown>>;
}

export interface Service {
  readonly name: ApiName;
  readonly cloud: CloudName;
  readonly version: string;
  readonly regional: boolean;
  readonly actions: Readonly<Record<string, Action>>;
}

/** The form of account IDs. */
export interface AccountForm {
  /** For messages: "5 to 20 digits". */
  readonly description: string;
  test(account: string): boolean;
}

/** A service that holds images. */
export interface ImageService extends Service {
  readonly name: ServiceName;
  /** An example image: the seed of an emulator that starts without images. */
  readonly demoImage: { readonly region?: string; readonly imageId: string };
  /** Whether its images can be shared with the ECS of the account that owns them (`shareToEcs`). */
  readonly sharesToEcs?: true;
  /** Set if images have snapshots behind them, which are shared by calls of their own. */
  readonly snapshots?: {
    readonly form: RegExp;
    /** The ID of the one snapshot of an image that was seeded without any. */
    idFor(imageId: string): string;
  };
  /** Absent if the vendor has no code for a malformed ID. Seeds must have this form, too. */
  readonly imageIds?: { readonly form: RegExp; readonly description: string };
  /** The form of the names of regions, if it is not the usual one. */
  readonly regions?: { readonly form: RegExp; readonly example: string };
  /** The form of account IDs. Seeds must have this form, too. */
  readonly accountIds: AccountForm;
  /** The image states that the vendor documents; the first one is the one in which an image can be shared. */
  readonly states: readonly [string, ...string[]];
  /** Codes with which an image can refuse to be shared at all (encrypted, wrong type, …): see `ImageSeed.refuses`. */
  readonly refusals: Readonly<Record<string, () => ApiError>>;
}

type Outcome = { readonly payload: Readonly<Record<string, unknown>> } | { readonly error: ApiError };

/** One vendor: how to recognise, authenticate and answer its requests. */
export interface Cloud {
  readonly name: CloudName;
  readonly services: readonly Service[];
  /** The call of a request; undefined if it does not use this cloud's protocol. */
  match(request: RawRequest): Call | undefined;
  /** Checks signature, clock and nonce; returns the caller's credential, or throws the vendor's refusal. */
  authenticate(call: Call, auth: AuthContext): Credential;
  throttled(retryAfterMs: number | undefined): ApiError;
  /** The vendor's internal error, with a gateway's HTTP status. */
  internalError(status: number): ApiError;
  /** An error with a given code, and the status that the vendor uses for it. */
  error(code: string, message: string, status: number | undefined): ApiError;
  unknownAction(call: Call): ApiError;
  encode(call: Call, requestId: string, outcome: Outcome): Reply;
  requestId(now: number): string;
}

export function isImageService(service: Service): service is ImageService {
  return "refusals" in service;
}

/** Looks up own properties only, because every object has a `constructor`. */
export function actionOf(service: Service | undefined, name: string): Action | undefined {
  return service !== undefined && Object.hasOwn(service.actions, name) ? service.actions[name] : undefined;
}
