/** Keys of the role of a CVM instance, from the metadata service of the machine. */

import type { Session } from "../credentials/session-keys";
import { httpClient, type SendHttp } from "../http";
import { isRecord, parseJson, textOf } from "../json";

const HOST = "metadata.tencentyun.com";
const PATH = "/latest/meta-data/cam/security-credentials/";

/** Outside of the cloud, packets to the address may be dropped, and the system's time-out takes minutes. */
const TIMEOUT_MS = 5_000;

/** @param role the instance's own by default @throws Error whose message holds no secret */
export async function openInstanceSession(
  role: string | undefined,
  send: SendHttp = httpClient(undefined),
): Promise<Session> {
  const name = role ?? (await read(send, "")).trim();
  const answer = parseJson(await read(send, encodeURIComponent(name)));
  const { Code, TmpSecretId, TmpSecretKey, Token, ExpiredTime } = isRecord(answer) ? answer : {};
  if (Code !== "Success") {
    throw new Error(
      `the instance gives no keys of the role ${name}: ${textOf(Code) ?? "no JSON with a Code"}`,
    );
  }
  const [id, secret, token] = [TmpSecretId, TmpSecretKey, Token].map(textOf);
  if (id === undefined || secret === undefined) throw new Error("the keys there are empty");
  if (typeof ExpiredTime !== "number") throw new Error("the keys there have no ExpiredTime");
  return { keys: { id, secret, token }, expiresAt: ExpiredTime * 1000 };
}

async function read(send: SendHttp, name: string): Promise<string> {
  const request = {
    protocol: "http:",
    host: HOST,
    method: "GET",
    path: `${PATH}${name}`,
    headers: {},
  } as const;
  const bounds = { timeoutMs: TIMEOUT_MS, signal: new AbortController().signal };
  const { status, body } = await send(request, bounds);
  if (status === 200) return body;
  throw new Error(
    `the instance's metadata answered HTTP ${status}${status === 404 ? ": no role is bound to it" : ""}`,
  );
}
