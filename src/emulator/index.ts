/**
 * The emulated clouds, for tests, demos and CI: one process and one port for every service.
 *
 * @example
 * const emulator = await startEmulator();
 * const image = { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-6pb6lrmy" } as const;
 * emulator.putImage(image);
 * // … run something against emulator.url, with emulator.credentials …
 * expect(emulator.accounts(image)).toEqual(["100000000001"]);
 * await emulator.close();
 */
import { setMaxListeners } from "node:events";
import type { Server } from "node:http";
import type { RawRequest } from "./api";
import type { CallRecord } from "./call-log";
import { CallLog } from "./call-log";
import { ClientTokens } from "./client-tokens";
import { CloudState } from "./cloud";
import { controlListener } from "./control";
import { guardControl } from "./control-guard";
import { Controls } from "./controls";
import { type CredentialOptions, credentialsFrom, DEFAULT_CREDENTIAL } from "./credentials";
import { Faults } from "./faults";
import { type Certificate, serve } from "./http";
import { Nonces } from "./nonces";
import { RateLimits } from "./rate-limits";
import { type RoleOptions, roleFrom, Sessions } from "./roles";
import { answer, type EmulatorParts } from "./server";
import { DEFAULT_SETTINGS, type SettingsChanges } from "./settings";
import { readState, writeState } from "./state-file";

export type { Credential, Parameters } from "./api";
export type { CallFilter, CallOutcome, CallRecord } from "./call-log";
export type { ImageView, SnapshotView } from "./controls";
export type { CredentialOptions } from "./credentials";
export type { Fault, FaultHandle } from "./faults";
export type { Certificate } from "./http";
export type { ApiName, CloudName, ServiceName, Target } from "./names";
export type { RoleOptions } from "./roles";
export type { Settings, SettingsChanges } from "./settings";
export type { ImageSeed } from "./targets";
export type { Emulator };

/** Where the emulator listens, who may call, and any of its settings. */
export interface EmulatorOptions extends SettingsChanges {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Loopback by default, because the control API has no login. */
  readonly host?: string;
  /** An additional port with TLS, by default a free one, for clients that require TLS. */
  readonly tls?: Certificate & { readonly port?: number };
  /** Images are read from this file at the start, and kept in it. */
  readonly stateFile?: string;
  /** Additional host names of the control API, with a port or for any: `emulator` in a container. */
  readonly allowHosts?: readonly string[];
  /** Milliseconds, for everything that depends on time except latency and hanging; for tests in virtual time. */
  readonly clock?: {
    /** Milliseconds since 1970. */
    now(): number;
  };
  /** The valid credentials; the first one owns the seeded images. Default: id "emulator", secret "emulator-secret". */
  readonly credentials?: readonly CredentialOptions[];
  /** Roles that the keys may assume. Default: none. */
  readonly roles?: readonly RoleOptions[];
  /** Called after every API call. */
  readonly onCall?: (record: CallRecord) => void;
}

interface Address {
  readonly host: string;
  readonly port: number;
  readonly tlsPort: number | undefined;
}

/** A running emulator. */
class Emulator extends Controls {
  readonly url: string;
  readonly port: number;
  /** The URL of the TLS port, if there is one. */
  readonly tlsUrl: string | undefined;
  readonly #stop: () => Promise<void>;

  constructor(emulation: EmulatorParts, { host, port, tlsPort }: Address, stop: () => Promise<void>) {
    super(emulation);
    const name = host.includes(":") ? `[${host}]` : host;
    this.port = port;
    this.url = `http://${name}:${port}`;
    this.tlsUrl = tlsPort === undefined ? undefined : `https://${name}:${tlsPort}`;
    this.#stop = stop;
  }

  /** Closes all connections, including idle and hanging ones. */
  async close(): Promise<void> {
    await this.#stop();
  }
}

/** Starts the emulator; the caller must close it. @throws Error if the port is taken */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const {
    port = 0,
    host = "127.0.0.1",
    allowHosts = [],
    clock = Date,
    credentials,
    roles = [],
    onCall,
    stateFile,
    tls,
    ...settings
  } = options;
  const closing = new AbortController();
  // Every waiting call listens for the end, and there is no limit of waiting calls.
  setMaxListeners(0, closing.signal);
  const known = credentialsFrom(credentials ?? [DEFAULT_CREDENTIAL]);
  const emulation: EmulatorParts = {
    state: new CloudState(),
    log: new CallLog(onCall),
    faults: new Faults(),
    rateLimits: new RateLimits(),
    nonces: new Nonces(),
    clientTokens: new ClientTokens(),
    credentials: known,
    roles: roles.map(roleFrom),
    sessions: new Sessions(),
    now: () => clock.now(),
    settings: DEFAULT_SETTINGS,
    closing: closing.signal,
  };
  const controls = new Controls(emulation);
  controls.configure(settings);
  if (stateFile !== undefined) {
    keepState(stateFile, controls, emulation.state);
  }
  const control = guardControl(controlListener(controls), { host, allowHosts });
  const answering = (request: RawRequest) => answer(request, emulation);
  const server = serve(control, answering, emulation.now);
  const secure = tls === undefined ? undefined : serve(control, answering, emulation.now, tls);
  const stop = async () => {
    closing.abort();
    await Promise.all([close(server), ...(secure === undefined ? [] : [close(secure)])]);
  };
  try {
    const bound = await listen(server, port, host);
    const tlsPort = secure === undefined ? undefined : await listen(secure, tls?.port ?? 0, host);
    return new Emulator(emulation, { host, port: bound, tlsPort }, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Writes the file at once, so that a file that cannot be written fails the start. */
function keepState(file: string, controls: Controls, state: CloudState): void {
  for (const seed of readState(file)) controls.putImage(seed);
  const write = () => writeState(file, controls.images());
  write();
  state.onChange = write;
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    // Closing twice is allowed.
    server.close((error) => (error === undefined || !server.listening ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}
