/**
 * The steps of a request, in order:
 *
 *   raw request → which call? → log → latency → fault → signature, clock, nonce → rate limit → action → encode
 *
 * `answer` is this chain; the rest of the file supports it.
 */
import { setTimeout as delay } from "node:timers/promises";
import {
  type ActionContext,
  ApiError,
  actionOf,
  type Call,
  type Credential,
  isImageService,
  type RawRequest,
  type Reply,
  type Role,
  type Service,
} from "./api";
import type { CallLog } from "./call-log";
import type { ClientTokens } from "./client-tokens";
import { applySteps, type CloudState } from "./cloud";
import { clouds } from "./clouds";
import type { ActiveFault, Faults } from "./faults";
import { pathOf } from "./names";
import type { Nonces } from "./nonces";
import type { RateLimits } from "./rate-limits";
import type { Sessions } from "./roles";
import type { Settings } from "./settings";

/** The parts of one emulator. */
export interface EmulatorParts {
  readonly state: CloudState;
  readonly log: CallLog;
  readonly faults: Faults;
  readonly rateLimits: RateLimits;
  readonly nonces: Nonces;
  readonly clientTokens: ClientTokens;
  readonly credentials: readonly Credential[];
  readonly roles: readonly Role[];
  readonly sessions: Sessions;
  readonly now: () => number;
  settings: Settings;
  /** Aborted when the emulator closes, so that waiting calls end. */
  readonly closing: AbortSignal;
}

/** The client's answer: a reply, a reset connection, or none. */
export type Answer = { readonly kind: "reply"; readonly reply: Reply } | { readonly kind: "reset" | "hang" };

export async function answer(request: RawRequest, emulation: EmulatorParts): Promise<Answer> {
  const call = match(request);
  if (call === undefined) {
    return { kind: "reply", reply: unknownRequest(request) };
  }
  const finish = emulation.log.open(call, emulation.now());
  const fault = emulation.faults.take(call);
  const requestId = call.cloud.requestId(emulation.now());
  const noted = { requestId, ...(fault === undefined ? {} : { fault: fault.kind }) };

  await pause(emulation.settings.latencyMs, emulation);
  const cutBefore = await interruption(fault, "before", emulation);
  if (cutBefore !== undefined) {
    finish({ ...noted, kind: cutBefore });
    return { kind: cutBefore };
  }
  if (fault?.kind === "html") {
    finish({ ...noted, kind: "error", status: fault.status });
    return { kind: "reply", reply: htmlPage(fault.status) };
  }

  const outcome = dispatch(call, fault, emulation);
  const reply = call.cloud.encode(call, requestId, outcome);
  const code = "error" in outcome ? { code: outcome.error.code } : {};

  const cutAfter = await interruption(fault, "after", emulation);
  finish({
    ...noted,
    ...code,
    kind: cutAfter ?? ("error" in outcome ? "error" : "ok"),
    status: reply.status,
  });
  return cutAfter === undefined ? { kind: "reply", reply } : { kind: cutAfter };
}

/** The effect of a reset or hang fault at this time; a hang with `ms` is a pause. */
async function interruption(
  fault: ActiveFault | undefined,
  when: "before" | "after",
  emulation: EmulatorParts,
): Promise<"reset" | "hang" | undefined> {
  if ((fault?.kind !== "reset" && fault?.kind !== "hang") || fault.when !== when) {
    return undefined;
  }
  if (fault.kind === "hang" && fault.ms !== undefined) {
    await pause(fault.ms, emulation);
    return undefined;
  }
  return fault.kind;
}

function match(request: RawRequest): Call | undefined {
  for (const cloud of clouds) {
    const call = cloud.match(request);
    if (call !== undefined) {
      return call;
    }
  }
  return undefined;
}

/** Authenticates the caller and runs the action. A vendor's refusal is an outcome; any other error is a bug. */
function dispatch(call: Call, fault: ActiveFault | undefined, emulation: EmulatorParts) {
  try {
    refuseByFault(call, fault);
    const credential = authenticate(call, emulation);
    if (call.decodeError !== undefined) {
      throw call.decodeError;
    }
    const { service } = call;
    const action = actionOf(service, call.action);
    if (service === undefined || action === undefined) {
      throw call.cloud.unknownAction(call);
    }
    const wait = emulation.rateLimits.acquire(call, emulation.settings, emulation.now());
    if (wait !== undefined) {
      throw call.cloud.throttled(wait);
    }
    const context = contextFor(service, call, credential, fault, emulation);
    return { payload: action.run(call.parameters, context) };
  } catch (error) {
    if (error instanceof ApiError) {
      return { error };
    }
    throw error;
  }
}

function refuseByFault(call: Call, fault: ActiveFault | undefined): void {
  switch (fault?.kind) {
    case "throttle":
      throw call.cloud.throttled(fault.retryAfterMs);
    case "status":
      throw call.cloud.internalError(fault.status);
    case "error":
      throw call.cloud.error(fault.code, fault.message, fault.status);
    default:
  }
}

function authenticate(call: Call, emulation: EmulatorParts): Credential {
  const now = emulation.now();
  return call.cloud.authenticate(call, {
    now,
    credential: (id) =>
      emulation.credentials.find((known) => known.id === id) ?? emulation.sessions.find(id, now),
    credentialOf: (token) => emulation.credentials.find((known) => known.token === token),
    useNonce: (credentialId, nonce, windowMs) => emulation.nonces.use(credentialId, nonce, now, windowMs),
  });
}

/** The images of the call's service and region, as this call sees them. */
function contextFor(
  service: Service,
  call: Call,
  credential: Credential,
  fault: ActiveFault | undefined,
  { state, settings, now, clientTokens, roles, sessions }: EmulatorParts,
): ActionContext {
  const region = service.regional ? (call.region ?? "") : "";
  const moment = now() - (fault?.kind === "stale" ? fault.lagMs : settings.readLagMs);
  const quotas = new Map(Object.entries(settings.quotas));
  const target = (imageId: string) => ({ service: service.name, imageId, region });
  return {
    now: now(),
    caller: credential.accounts[call.cloud.name],
    credential,
    host: call.request.headers.host ?? "localhost",
    isTemporary: credential.token !== undefined,
    isRoot: credential.token === undefined && credential.user === undefined,
    callerId: credential.id,
    user: credential.user,
    role: (arn) => roles.find((role) => role.cloud === call.cloud.name && role.arn === arn),
    issue: (role, seconds) => sessions.issue(role, credential.accounts, now() + seconds * 1000),
    region,
    // Few actions ask, and the answer takes a look at all images.
    get regions() {
      const ofToken = call.cloud.services.find(isImageService) ?? service;
      return regionsOf(isImageService(service) ? service : ofToken, state);
    },
    settings,
    quota: (imageId) => quotas.get(pathOf(target(imageId))) ?? quotas.get(service.name),
    find: (imageId) => state.get(target(imageId)),
    observe: (imageId) => state.getAsOf(target(imageId), moment),
    observeAll: () => state.listAsOf(service.name, region, moment),
    once(clientToken, parameters, work) {
      if (clientToken === undefined) {
        return work();
      }
      const key = [credential.id, service.name, call.action, clientToken].join("\n");
      const payload = clientTokens.once(key, parameters, work);
      if (payload === undefined) {
        throw call.cloud.error(
          "IdempotentParameterMismatch",
          "The same ClientToken was used with different parameters.",
          400,
        );
      }
      return payload;
    },
    apply(imageId, steps, validateSteps) {
      const refusals = steps.map(validateSteps);
      const refused = refusals.findIndex((refusal) => refusal !== undefined);
      const refusal = refusals[refused];
      if (refusal !== undefined && settings.atomic) {
        throw refusal;
      }
      const allowed = refusal === undefined ? steps : steps.slice(0, refused);
      const isCut = fault?.kind === "partial" || fault?.kind === "drop";
      const done = isCut ? allowed.slice(0, fault.applied) : allowed;
      state.change(target(imageId), now(), (image) => applySteps(image, done, now()));
      if (refusal !== undefined) {
        throw refusal;
      }
      if (fault?.kind === "partial") {
        throw fault.code === undefined
          ? call.cloud.internalError(fault.status ?? 500)
          : call.cloud.error(fault.code, fault.message, fault.status);
      }
    },
  };
}

function regionsOf(service: Service, state: CloudState): string[] {
  const demo = isImageService(service) ? (service.demoImage.region ?? []) : [];
  return [...new Set([...state.regionsOf(service.name), ...[demo].flat()])].sort();
}

/** Waits in real time, not by the emulator's clock. Rejects when the emulator closes. */
async function pause(ms: number, { closing }: EmulatorParts): Promise<void> {
  if (ms > 0) {
    await delay(ms, undefined, { signal: closing });
  }
}

function htmlPage(status: number): Reply {
  return {
    status,
    headers: { "content-type": "text/html" },
    body: `<html>\r\n<head><title>${status}</title></head>\r\n<body><center><h1>${status}</h1></center></body>\r\n</html>\r\n`,
  };
}

/** The answer to a request that is not a vendor's API call, readable for a user of curl. */
function unknownRequest(request: RawRequest): Reply {
  const known = clouds.flatMap((cloud) => cloud.services.map(({ name, version }) => `${name} ${version}`));
  const message = `no emulated API recognises this request (${request.method} ${request.path}); here: ${known.join(", ")}; the control API is under /_emulator/`;
  return {
    status: 404,
    headers: { "content-type": "application/json" },
    body: `${JSON.stringify({ error: message })}\n`,
  };
}
