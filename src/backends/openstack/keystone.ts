/** Keystone v3: a login becomes a token, with the project that it is for and the cloud's catalogue. */
import type { CallOptions } from "../../core/backend";
import type { CloudAccess, KeySource, Keys } from "../../core/cloud-access";
import { VendorError } from "../../core/errors";
import { lookupOptions } from "../credentials/assumed-role";
import { type Session, type SessionKeys, sessionKeys } from "../credentials/session-keys";
import { httpClient, type SendHttp, TransportError } from "../http";
import { isRecord, member, textOf } from "../json";
import { parseResponse } from "../response";
import { unexpectedResponse } from "../vendor-errors";
import { openstackAnswers } from "./answers";
import { keystoneErrors } from "./errors";
import type { Login } from "./login";
import { requestTo } from "./request";

/** The name in messages; OpenStack's operations have none of their own. */
export const LOGIN_ACTION = "CreateToken";

/** An address of the image service. */
interface ImageEndpoint {
  readonly region: string;
  readonly interface: string;
  readonly url: string;
}

/** A token, and what Keystone told with it. */
export interface CloudToken extends Keys {
  readonly token: string;
  readonly projectId: string;
  readonly images: readonly ImageEndpoint[];
}

/** Tokens of one login. */
export interface TokenSource extends SessionKeys<CloudToken> {
  readonly login: Login;
  /** Sends requests to the cloud, Keystone's among them. */
  readonly send: SendHttp;
}

export function isTokenSource(keys: KeySource): keys is TokenSource {
  return "login" in keys && "discard" in keys;
}

/** @param place where the login was found, for messages */
export function tokensOf(login: Login, place: string, endpoint: CloudAccess["endpoint"]): TokenSource {
  const send = httpClient(endpoint, login.ca);
  const source = sessionKeys(
    () => logIn(login, send, lookupOptions()),
    () => place,
  );
  return { ...source, login, send };
}

/** @throws VendorError */
async function logIn(login: Login, send: SendHttp, options: CallOptions): Promise<Session<CloudToken>> {
  const { id, secret } = login;
  const response = await send(
    requestTo(login.identity, "/auth/tokens", { method: "POST", body: { auth: login.auth } }),
    options,
  ).catch((error: unknown) => {
    throw error instanceof TransportError ? error.toVendorError(LOGIN_ACTION) : error;
  });
  const body = parseResponse(LOGIN_ACTION, response, openstackAnswers, keystoneErrors, { id, secret });
  const token = response.headers["x-subject-token"];
  if (typeof token !== "string" || token === "") throw unexpectedResponse(LOGIN_ACTION, "without a token");
  const told = member(body, "token");
  const projectId = textOf(member(told, "project", "id"));
  if (projectId === undefined) throw withoutProject();
  const keys = { id, secret, token, projectId, images: imageEndpoints(member(told, "catalog")) };
  return { keys, expiresAt: Date.now() + lifetimeIn(told) };
}

function withoutProject(): VendorError {
  const message = "the token is for no project: name the one that owns the images, by its ID or its name";
  return new VendorError({ meaning: "permanent", action: LOGIN_ACTION, message, retryable: false });
}

/** By the vendor's clock alone, since this machine's may differ. */
function lifetimeIn(told: unknown): number {
  const [issued, expires] = ["issued_at", "expires_at"].map((name) => Date.parse(String(member(told, name))));
  const lifetime = Number(expires) - Number(issued);
  if (lifetime > 0) return lifetime;
  throw unexpectedResponse(LOGIN_ACTION, "with a token that says nothing of its end");
}

function imageEndpoints(catalog: unknown): ImageEndpoint[] {
  const services: unknown[] = Array.isArray(catalog) ? catalog : [];
  const endpoints = services
    .filter((service) => member(service, "type") === "image")
    .flatMap((service): unknown[] => {
      const listed = member(service, "endpoints");
      return Array.isArray(listed) ? listed : [];
    });
  return endpoints.flatMap((one) => {
    const [region, side, url] = [
      member(one, "region_id") ?? member(one, "region"),
      member(one, "interface"),
      member(one, "url"),
    ];
    const isWhole =
      isRecord(one) && typeof region === "string" && typeof side === "string" && typeof url === "string";
    return isWhole ? [{ region, interface: side, url }] : [];
  });
}
