/** OUTSCALE, signed OSC4 by code of the tests' own. */
import { createHash, createHmac } from "node:crypto";
import type { Emulator } from "../../../src/emulator";
import { send, type WireReply } from "./wire";

interface Options {
  readonly key?: { readonly id: string; readonly secret: string };
  readonly time?: number;
  readonly region?: string;
  /** Replaces the headers after the signature. */
  readonly headers?: Readonly<Record<string, string>>;
}

export async function outscale(
  emulator: Pick<Emulator, "port">,
  action: string,
  parameters: Readonly<Record<string, unknown>> | string = {},
  options: Options = {},
): Promise<WireReply & { json: ReturnType<typeof JSON.parse> }> {
  const {
    key = { id: "emulator", secret: "emulator-secret" },
    time = Date.now(),
    region = "eu-west-2",
  } = options;
  const host = `127.0.0.1:${emulator.port}`;
  const path = `/api/v1/${action}`;
  const body = typeof parameters === "string" ? parameters : JSON.stringify(parameters);
  const type = "application/json; charset=utf-8";
  const date = `${new Date(time).toISOString().replace(/[-:]/g, "").slice(0, 15)}Z`;
  const names = "content-type;host;x-osc-date";
  const digest = createHash("sha256").update(body).digest("hex");
  const canonical = `POST\n${path}\n\ncontent-type:${type}\nhost:${host}\nx-osc-date:${date}\n\n${names}\n${digest}`;
  const scope = `${date.slice(0, 8)}/${region}/api/osc4_request`;
  const text = `OSC4-HMAC-SHA256\n${date}\n${scope}\n${createHash("sha256").update(canonical).digest("hex")}`;
  const signingKey = scope.split("/").reduce<string | Buffer>(hmac, `OSC4${key.secret}`);
  const signature = hmac(signingKey, text).toString("hex");
  const authorization = `OSC4-HMAC-SHA256 Credential=${key.id}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  const headers = { host, "content-type": type, "x-osc-date": date, authorization, ...options.headers };
  const reply = await send(emulator.port, { method: "POST", path, headers, body });
  return { ...reply, json: JSON.parse(reply.body) };
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
