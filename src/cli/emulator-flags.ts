/** Parses the emulator's flags. The emulator checks the values. */
import { readFileSync } from "node:fs";
import { InvalidArgumentError } from "commander";
import type { Certificate, CredentialOptions, ImageSeed } from "../emulator";

export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) {
    throw new InvalidArgumentError("It must be a whole number.");
  }
  return Number(text);
}

/** `<service>/<region>/<imageId>[=<state>]`; ENS has no region. */
export function seedImage(text: string, seeds: readonly ImageSeed[]): ImageSeed[] {
  const [path = "", state] = text.split("=", 2);
  const parts = path.split("/");
  const [service, imageId] = [parts[0], parts.at(-1)];
  if (parts.length < 2 || parts.length > 3 || !service || !imageId) {
    throw new InvalidArgumentError("It must be <service>/<region>/<imageId>[=<state>].");
  }
  const region = parts.length === 3 ? parts[1] : undefined;
  return [...seeds, { service, region, imageId, ...(state ? { state } : {}) } as ImageSeed];
}

const CLOUDS = [
  "tencentcloud",
  "alicloud",
  "aws",
  "volcengine",
  "byteplus",
  "openstack",
  "outscale",
] as const;
const KEY_MEMBERS = ["id", "secret", "token", "user", ...CLOUDS] as const;

/** `id=…,secret=…`, and optional members. A secret may not contain a comma. */
export function key(text: string, keys: readonly CredentialOptions[]): CredentialOptions[] {
  const members = new Map<string, string>();
  for (const part of text.split(",")) {
    const at = part.indexOf("=");
    const name = part.slice(0, Math.max(at, 0));
    if (!KEY_MEMBERS.some((known) => known === name) || members.has(name)) {
      // Does not repeat the part, because it may be the rest of a secret.
      throw new InvalidArgumentError(
        `It must be id=<id>,secret=<secret> and, each once, of ${KEY_MEMBERS.slice(2).join("=, ")}=.`,
      );
    }
    members.set(name, part.slice(at + 1));
  }
  const { id, secret, token, user, ...accounts } = Object.fromEntries(members);
  if (!id || !secret) {
    throw new InvalidArgumentError("It needs both id=<id> and secret=<secret>.");
  }
  return [
    ...keys,
    {
      id,
      secret,
      ...(token === undefined ? {} : { token }),
      ...(user === undefined ? {} : { user }),
      accounts,
    },
  ];
}

/** `<service>=<accounts>`, `<service>/<region>/<imageId>=<accounts>`. */
export function quota(text: string, quotas: Readonly<Record<string, number>>): Record<string, number> {
  const at = text.lastIndexOf("=");
  if (at < 1) {
    throw new InvalidArgumentError(
      "It must be <service>=<accounts> or <service>/<region>/<imageId>=<accounts>.",
    );
  }
  return { ...quotas, [text.slice(0, at)]: wholeNumber(text.slice(at + 1)) };
}

interface TlsFlags {
  readonly tlsPort?: number;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
}

/** The flags of the emulator's command. */
export interface EmulatorFlags extends TlsFlags {
  readonly port: number;
  readonly host: string;
  readonly allowHost: readonly string[];
  readonly rateLimits: boolean;
  readonly image: readonly ImageSeed[];
  readonly key: readonly CredentialOptions[];
  readonly quota: Readonly<Record<string, number>>;
  readonly state?: string;
  readonly latency: number;
  readonly strict: boolean;
  readonly quiet: boolean;
}

/** All three flags, or none. @throws Error that names a file that cannot be read */
export function tls({ tlsPort, tlsCert, tlsKey }: TlsFlags): (Certificate & { port: number }) | undefined {
  if (tlsPort === undefined && tlsCert === undefined && tlsKey === undefined) {
    return undefined;
  }
  if (tlsPort === undefined || tlsCert === undefined || tlsKey === undefined) {
    throw new Error("TLS needs all of --tls-port, --tls-cert and --tls-key");
  }
  return { port: tlsPort, cert: contentOf("--tls-cert", tlsCert), key: contentOf("--tls-key", tlsKey) };
}

function contentOf(flag: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Error(
      `${flag} ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
