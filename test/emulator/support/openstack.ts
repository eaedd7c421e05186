/** A minimal client of OpenStack: a login for every call, and the requests of the Image API by their names. */
import type { Emulator } from "../../../src/emulator";
import { send, type WireReply } from "./wire";

interface OpenstackOptions {
  readonly key?: { readonly id: string; readonly secret: string };
  readonly region?: string;
  /** Sent in the place of a token of the key's. */
  readonly token?: string;
  readonly accept?: string;
}

const DEFAULT_KEY = { id: "emulator", secret: "emulator-secret" };

export async function logIn(
  emulator: Pick<Emulator, "port">,
  identity: unknown,
  scope?: unknown,
): Promise<WireReply> {
  const body = JSON.stringify({ auth: { identity, ...(scope === undefined ? {} : { scope }) } });
  const headers = { "content-type": "application/json" };
  return send(emulator.port, { method: "POST", path: "/identity/v3/auth/tokens", headers, body });
}

export async function tokenOf(emulator: Pick<Emulator, "port">, key = DEFAULT_KEY): Promise<string> {
  const reply = await logIn(emulator, {
    methods: ["application_credential"],
    application_credential: { id: key.id, secret: key.secret },
  });
  return String(reply.headers["x-subject-token"]);
}

/** Any request to the Image API, with a token. */
export async function glance(
  emulator: Pick<Emulator, "port">,
  method: string,
  path: string,
  body?: unknown,
  { key, region = "RegionOne", token, accept = "application/json" }: OpenstackOptions = {},
): Promise<WireReply> {
  return send(emulator.port, {
    method,
    path: `/image/${region}/v2${path}`,
    headers: {
      accept,
      "x-auth-token": token ?? (await tokenOf(emulator, key)),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** A documented request by its name in the emulator's log. */
export function openstack(
  emulator: Pick<Emulator, "port">,
  action: string,
  { image_id, member, member_id, ...query }: Readonly<Record<string, unknown>>,
): Promise<WireReply> {
  const image = `/images/${image_id}`;
  switch (action) {
    case "ListImageMembers":
      return glance(emulator, "GET", `${image}/members`);
    case "CreateImageMember":
      return glance(emulator, "POST", `${image}/members`, { member });
    case "DeleteImageMember":
      return glance(emulator, "DELETE", `${image}/members/${member_id}`);
    case "ShowImage":
      return glance(emulator, "GET", image);
    default:
      return glance(emulator, "GET", `/images?${new URLSearchParams(query as Record<string, string>)}`);
  }
}
