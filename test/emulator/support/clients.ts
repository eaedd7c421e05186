/**
 * Minimal clients of the clouds, each with signing code of its own, so that a test can say exactly what goes
 * over the wire. What the vendors' SDKs make of the emulator is tested elsewhere.
 */
import { createHash, createHmac, randomUUID } from "node:crypto";
import { XMLParser } from "fast-xml-parser";
import type { CloudName, Emulator } from "../../../src/emulator";
import type { DocumentedRequest, Subject } from "../../support/services";
import { openstack } from "./openstack";
import { outscale } from "./outscale";
import { send, type WireReply } from "./wire";

interface Key {
  readonly id: string;
  readonly secret: string;
  readonly token?: string;
}

export interface Options {
  readonly key?: Key;
  /** The client's clock. */
  readonly time?: number;
  readonly region?: string;
  readonly nonce?: string;
  /** The token service instead of the one with images. */
  readonly sts?: boolean;
  /** Of the API, instead of the one that the client knows. */
  readonly version?: string;
  /** Signed and sent instead of the emulator's address. */
  readonly host?: string;
  /** Further headers: signed where the cloud signs all that it sends. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Further headers that are sent and not signed. */
  readonly unsigned?: Readonly<Record<string, string>>;
  /** Asked for instead of `/`, and signed where the cloud signs it. */
  readonly path?: string;
}

export interface ApiReply extends WireReply {
  // biome-ignore lint/suspicious/noExplicitAny: a test looks wherever it likes
  readonly json: any;
}

const DEFAULT_KEY = { id: "emulator", secret: "emulator-secret" };

/** Integers beyond a double stay texts of digits behind an n, so that a rounded one cannot pass. */
function decoded(reply: WireReply): ApiReply {
  const exact = (_key: string, value: unknown, context?: { readonly source?: string }) =>
    typeof value !== "number" || Number.isSafeInteger(value) ? value : `${context?.source}n`;
  const isXml = reply.headers["content-type"]?.includes("xml");
  return { ...reply, json: isXml || reply.body === "" ? undefined : JSON.parse(reply.body, exact) };
}

/** Tencent Cloud, signed TC3, JSON. */
export async function tencent(
  emulator: Pick<Emulator, "port">,
  action: string,
  parameters: unknown,
  {
    key = DEFAULT_KEY,
    time = Date.now(),
    region = "ap-guangzhou",
    sts = false,
    scope = sts ? "sts" : "cvm",
    version = sts ? "2018-08-13" : "2017-03-12",
    host = `127.0.0.1:${emulator.port}`,
    path = "/",
  }: Options & { readonly scope?: string } = {},
): Promise<ApiReply> {
  const body = typeof parameters === "string" ? parameters : JSON.stringify(parameters);
  const timestamp = String(Math.floor(time / 1000));
  const date = new Date(time).toISOString().slice(0, 10);
  const type = "application/json";
  const canonical = `POST\n/\n\ncontent-type:${type}\nhost:${host}\n\ncontent-type;host\n${sha256(body)}`;
  const toSign = `TC3-HMAC-SHA256\n${timestamp}\n${date}/${scope}/tc3_request\n${sha256(canonical)}`;
  const signingKey = chain(`TC3${key.secret}`, date, scope, "tc3_request");
  const reply = await send(emulator.port, {
    method: "POST",
    path,
    headers: {
      host,
      "content-type": type,
      "x-tc-action": action,
      "x-tc-version": version,
      "x-tc-timestamp": timestamp,
      ...(region === "" ? {} : { "x-tc-region": region }),
      ...(key.token === undefined ? {} : { "x-tc-token": key.token }),
      authorization: `TC3-HMAC-SHA256 Credential=${key.id}/${date}/${scope}/tc3_request, SignedHeaders=content-type;host, Signature=${hmac(signingKey, toSign).toString("hex")}`,
    },
    body,
  });
  return decoded(reply);
}

const VERSIONS = { ens: "2017-11-10", ecs: "2014-05-26", swas: "2020-06-01", sts: "2015-04-01" };

/** Alibaba Cloud, signed ACS3, everything in the query. */
export async function alicloud(
  emulator: Pick<Emulator, "port">,
  service: keyof typeof VERSIONS,
  action: string,
  parameters: Readonly<Record<string, string>>,
  {
    key = DEFAULT_KEY,
    time = Date.now(),
    nonce = randomUUID(),
    version = VERSIONS[service],
    host = `127.0.0.1:${emulator.port}`,
    headers: further = {},
    unsigned = {},
    path = "/",
  }: Options = {},
): Promise<ApiReply> {
  const headers: Record<string, string> = {
    host,
    "x-acs-action": action,
    "x-acs-content-sha256": sha256(""),
    "x-acs-date": `${new Date(time).toISOString().slice(0, 19)}Z`,
    ...(key.token === undefined ? {} : { "x-acs-security-token": key.token }),
    "x-acs-signature-nonce": nonce,
    "x-acs-version": version,
    ...further,
  };
  const names = Object.keys(headers).sort();
  const query = canonicalQuery(parameters);
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join("");
  const canonical = `POST\n${path}\n${query}\n${lines}\n${names.join(";")}\n${sha256("")}`;
  const signature = hmac(key.secret, `ACS3-HMAC-SHA256\n${sha256(canonical)}`).toString("hex");
  const reply = await send(emulator.port, {
    method: "POST",
    path: `${path}?${query}`,
    headers: {
      ...headers,
      ...unsigned,
      authorization: `ACS3-HMAC-SHA256 Credential=${key.id},SignedHeaders=${names.join(";")},Signature=${signature}`,
    },
  });
  return decoded(reply);
}

/** Volcengine: GET with everything in the query, or a form; no more signed than must be. */
export async function volcengine(
  emulator: Pick<Emulator, "port">,
  action: string,
  parameters: Readonly<Record<string, string>>,
  {
    key = DEFAULT_KEY,
    time = Date.now(),
    region = "cn-beijing",
    sts = false,
    service = sts ? "sts" : "ecs",
    version = sts ? "2018-01-01" : "2020-04-01",
    form = false,
    host,
    headers: further = {},
    path = "/",
  }: Options & { readonly service?: string; readonly form?: boolean } = {},
): Promise<ApiReply> {
  const xDate = `${new Date(time).toISOString().replace(/[-:]/g, "").slice(0, 15)}Z`;
  const headers: Record<string, string> = {
    ...(host === undefined ? {} : { host }),
    "x-date": xDate,
    ...further,
    ...(key.token === undefined ? {} : { "x-security-token": key.token }),
  };
  const common = { Action: action, Version: version };
  const names = Object.keys(headers).sort();
  const query = canonicalQuery(form ? common : { ...parameters, ...common });
  const body = form ? new URLSearchParams(parameters).toString() : "";
  const method = form ? "POST" : "GET";
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join("");
  const canonical = `${method}\n${path}\n${query}\n${lines}\n${names.join(";")}\n${sha256(body)}`;
  const date = xDate.slice(0, 8);
  const scope = `${date}/${region}/${service}/request`;
  const toSign = `HMAC-SHA256\n${xDate}\n${scope}\n${sha256(canonical)}`;
  const signature = hmac(chain(key.secret, date, region, service, "request"), toSign).toString("hex");
  const reply = await send(emulator.port, {
    method,
    path: `${path}?${query}`,
    headers: {
      ...headers,
      ...(form ? { "content-type": "application/x-www-form-urlencoded" } : {}),
      authorization: `HMAC-SHA256 Credential=${key.id}/${scope}, SignedHeaders=${names.join(";")}, Signature=${signature}`,
    },
    body,
  });
  return decoded(reply);
}

/** AWS: a form, with no more signed than must be; names in answers begin with a capital, lists are lists. */
export async function aws(
  emulator: Pick<Emulator, "port">,
  action: string,
  parameters: Readonly<Record<string, string>>,
  {
    key = DEFAULT_KEY,
    time = Date.now(),
    region = "eu-central-1",
    sts = false,
    version = sts ? "2011-06-15" : "2016-11-15",
    host = "127.0.0.1",
    headers: further = {},
    path = "/",
  }: Options = {},
): Promise<ApiReply> {
  const service = sts ? "sts" : "ec2";
  const amzDate = `${new Date(time).toISOString().replace(/[-:]/g, "").slice(0, 15)}Z`;
  const headers: Record<string, string> = {
    host,
    "x-amz-date": amzDate,
    ...further,
    ...(key.token === undefined ? {} : { "x-amz-security-token": key.token }),
  };
  const names = Object.keys(headers).sort();
  const body = new URLSearchParams({ Action: action, Version: version, ...parameters }).toString();
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join("");
  const canonical = `POST\n${path}\n\n${lines}\n${names.join(";")}\n${sha256(body)}`;
  const date = amzDate.slice(0, 8);
  const scope = `${date}/${region}/${service}/aws4_request`;
  const toSign = `AWS4-HMAC-SHA256\n${amzDate}\n${scope}\n${sha256(canonical)}`;
  const signature = hmac(chain(`AWS4${key.secret}`, date, region, service, "aws4_request"), toSign);
  const reply = await send(emulator.port, {
    method: "POST",
    path,
    headers: {
      ...headers,
      "content-type": "application/x-www-form-urlencoded",
      authorization: `AWS4-HMAC-SHA256 Credential=${key.id}/${scope}, SignedHeaders=${names.join(";")}, Signature=${signature.toString("hex")}`,
    },
    body,
  });
  return { ...reply, json: capitalised(Object.values(xml.parse(reply.body))[0]) };
}

const xml = new XMLParser({
  parseTagValue: false,
  trimValues: false,
  ignoreDeclaration: true,
  htmlEntities: true,
  isArray: (name) => name === "item",
});

const LISTS: ReadonlySet<string> = new Set(["ImagesSet", "LaunchPermission", "TagSet"]);

function capitalised(value: unknown, name = ""): unknown {
  if (Array.isArray(value)) return value.map((item) => capitalised(item));
  if (LISTS.has(name)) return capitalised((value as { item?: unknown[] }).item ?? []);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).map(
    ([key, inner]) => [key.charAt(0).toUpperCase() + key.slice(1), inner] as const,
  );
  return Object.fromEntries(members.map(([key, inner]) => [key, capitalised(inner, key)]));
}

/** BytePlus: Volcengine's requests, at a host of BytePlus's. */
export function byteplus(
  emulator: Pick<Emulator, "port">,
  action: string,
  parameters: Readonly<Record<string, string>>,
  options: Parameters<typeof volcengine>[3] = {},
): Promise<ApiReply> {
  const region = "ap-southeast-1";
  const host = `${options.sts ? "sts" : "ecs"}.${region}.byteplusapi.com`;
  return volcengine(emulator, action, parameters, { region, host, ...options });
}

/** A call of a documented request: of every service alike. */
export function callOf(
  emulator: Pick<Emulator, "port">,
  { cloud, target, version }: Subject,
  { action, parameters }: DocumentedRequest,
): Promise<ApiReply> {
  const scope = target.service.slice(cloud.length + 1);
  const texts = parameters as Readonly<Record<string, string>>;
  const calls: Readonly<Record<CloudName, () => Promise<ApiReply>>> = {
    alicloud: () => alicloud(emulator, "ecs", action, texts, { version }),
    aws: () => aws(emulator, action, texts, { version }),
    tencentcloud: () => tencent(emulator, action, parameters, { scope, version }),
    volcengine: () => volcengine(emulator, action, texts, { service: scope, version }),
    byteplus: () => byteplus(emulator, action, texts, { service: scope, version }),
    openstack: async () => decoded(await openstack(emulator, action, parameters)),
    outscale: () => outscale(emulator, action, parameters),
  };
  return calls[cloud]();
}

/** The code of a refusal. */
export function codeOf({ cloud }: Subject, { json }: ApiReply): string | undefined {
  const codes: Readonly<Record<CloudName, () => string | undefined>> = {
    alicloud: () => json.Code,
    aws: () => json.Errors?.Error.Code ?? json.Error?.Code,
    tencentcloud: () => json.Response.Error?.Code,
    volcengine: () => json.ResponseMetadata.Error?.Code,
    byteplus: () => json.ResponseMetadata.Error?.Code,
    openstack: () => json?.title?.replaceAll(" ", ""),
    outscale: () => {
      const { Type, Code } = json.Errors?.[0] ?? {};
      return String(Type).startsWith("TooManyResources") ? `${Code}.QuotaExceeded` : Code;
    },
  };
  return codes[cloud]();
}

/** `Name.1`, `Name.2`, … */
export function numbered(name: string, values: readonly string[]): Record<string, string> {
  return Object.fromEntries(values.map((value, index) => [`${name}.${index + 1}`, value]));
}

/** `count` different account IDs. */
export function someAccounts(count: number, from = 1_000_000_001): string[] {
  return Array.from({ length: count }, (_, index) => String(from + index));
}

function canonicalQuery(parameters: Readonly<Record<string, string>>): string {
  return Object.keys(parameters)
    .sort()
    .map((name) => `${encode(name)}=${encode(parameters[name] ?? "")}`)
    .join("&");
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function chain(secret: string, ...parts: string[]): Buffer {
  return parts.reduce<Buffer>((key, part) => hmac(key, part), Buffer.from(secret));
}
