/**
 * OSC4-HMAC-SHA256, the signature of OUTSCALE: that of AWS (version 4) by names of its own. The vendor has no package for
 * Node.js, and AWS's signer cannot take other names. Rests on the vendor's page "About Signatures of API Requests".
 */
import { createHash, createHmac } from "node:crypto";
import type { Keys } from "../../core/cloud-access";
import type { Api, ApiRequest } from "../api-client";
import type { HttpRequest } from "../http";

const ALGORITHM = "OSC4-HMAC-SHA256";
const TERMINATOR = "osc4_request";
const SERVICE = "api";

export function sign(
  { host, region = "", action, parameters }: ApiRequest,
  { version }: Api,
  { id, secret }: Keys,
): Omit<HttpRequest, "host"> {
  const method = "POST";
  const path = `/api/${version}/${action}`;
  const body = JSON.stringify(parameters);
  const time = `${new Date().toISOString().replace(/[-:]/g, "").slice(0, 15)}Z`;
  const headers = { "content-type": "application/json; charset=utf-8", host, "x-osc-date": time };
  const names = Object.keys(headers).join(";");
  const canonical = [
    method,
    path,
    "",
    ...Object.entries(headers).map(([name, value]) => `${name}:${value}`),
    "",
    names,
    sha256(body),
  ].join("\n");
  const scope = [time.slice(0, 8), region, SERVICE, TERMINATOR];
  const text = [ALGORITHM, time, scope.join("/"), sha256(canonical)].join("\n");
  const key = scope.reduce<string | Buffer>(hmac, `OSC4${secret}`);
  const authorization =
    `${ALGORITHM} Credential=${id}/${scope.join("/")}, SignedHeaders=${names}, ` +
    `Signature=${hmac(key, text).toString("hex")}`;
  return { method, path, headers: { ...headers, authorization }, body };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
