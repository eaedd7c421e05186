/**
 * The clouds, for tests, demos and CI: one process, one port, every service that this package shares images of.
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
import type { CallRecord } from "./call-log";
import { CallLog } from "./call-log";
import { ClientTokens } from "./client-tokens";
import { CloudState } from "./cloud";
import { controlListener } from "./control";
import { guardControl } from "./control-guard";
import { Controls } from "./controls";
import { type CredentialOptions, credentialFrom, DEFAULT_CREDENTIAL } from "./credentials";
import { Faults } from "./faults";
import { serve } from "./http";
import { Nonces } from "./nonces";
import { RateLimits } from "./rate-limits";
import { type RoleOptions, roleFrom, Sessions } from "./roles";
import { answer, type Emulation } from "./server";
import { DEFAULT_SETTINGS, type SettingsChanges } from "./settings";

export type { Credential, Parameters } from "./api";
export type { CallFilter, CallOutcome, CallRecord } from "./call-log";
export type { ImageView } from "./controls";
export type { CredentialOptions } from "./credentials";
export type { Fault, FaultHandle } from "./faults";
export type { ApiName, CloudName, ServiceName, Target } from "./names";
export type { RoleOptions } from "./roles";
export type { Settings, SettingsChanges } from "./settings";
export type { ImageSeed } from "./targets";
export type { Emulator };

/** Where the emulator listens, who may call, and any of its settings. */
export interface EmulatorOptions extends SettingsChanges {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Loopback by default: the control API asks nobody who they are. */
  readonly host?: string;
  /** Further names, with a port or for any, under which clients reach the control API: `emulator` in a container. */
  readonly allowHosts?: readonly string[];
  /** Milliseconds, for everything that depends on time except latency and hanging; for tests in virtual time. */
  readonly clock?: {
    /** Milliseconds since 1970. */
    now(): number;
  };
  /** Who may call; the first one owns the seeded images. Default: id "emulator", secret "emulator-secret". */
  readonly credentials?: readonly CredentialOptions[];
  /** Roles that the keys may assume. Default: none. */
  readonly roles?: readonly RoleOptions[];
  /** Told of every API call once it is answered. */
  readonly onCall?: (record: CallRecord) => void;
}

/** A running emulator. */
class Emulator extends Controls {
  readonly url: string;
  readonly port: number;
  readonly #stop: () => Promise<void>;

  constructor(emulation: Emulation, address: { host: string; port: number }, stop: () => Promise<void>) {
    super(emulation);
    this.port = address.port;
    this.url = `http://${address.host.includes(":") ? `[${address.host}]` : address.host}:${address.port}`;
    this.#stop = stop;
  }

  /** Ends every connection, also the idle and the hanging ones; leaves nothing behind. */
  async close(): Promise<void> {
    await this.#stop();
  }
}

/** Starts the clouds; the caller has to close them. @throws Error when the port is taken */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const {
    port = 0,
    host = "127.0.0.1",
    allowHosts = [],
    clock = Date,
    credentials,
    roles = [],
    onCall,
    ...settings
  } = options;
  const closing = new AbortController();
  // Every call that waits listens for the end, and any number of them may wait.
  setMaxListeners(0, closing.signal);
  const known = (credentials ?? [DEFAULT_CREDENTIAL]).map(credentialFrom);
  const emulation: Emulation = {
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
  const control = guardControl(controlListener(controls), { host, allowHosts });
  const server = serve(control, (request) => answer(request, emulation));
  const address = { host, port: await listen(server, port, host) };
  return new Emulator(emulation, address, async () => {
    closing.abort();
    await close(server);
  });
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
    // Closing twice is no mistake of the caller's.
    server.close((error) => (error === undefined || !server.listening ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}
