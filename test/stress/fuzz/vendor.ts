/**
 * A vendor with false answers: it stands between the provider and the emulator, hands every request on, and may put another
 * answer in the place of the emulator's.
 */
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import type { Emulator } from "../../../src/emulator";

/** What was asked, and what the emulator answered. */
interface Exchange {
  readonly action: string;
  readonly body: string;
}

/** Put in the place of an answer: a body, with the status and the headers of a success unless told otherwise. */
export interface Lie {
  readonly body: string | Buffer;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** @returns undefined for the emulator's own answer */
export type Liar = (exchange: Exchange) => Lie | undefined;

export interface LyingVendor {
  readonly url: string;
  /** From the next answer on. */
  lie(liar: Liar): void;
  close(): Promise<void>;
}

export async function startLyingVendor(emulator: Emulator): Promise<LyingVendor> {
  let liar: Liar = () => undefined;
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch((error: unknown) => outgoing.destroy(error as Error));
  });

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const honest = await ask(emulator, incoming);
    const body = await buffer(honest);
    const lie = liar({ action: actionOf(incoming), body: body.toString() });
    const { status, headers } = { status: 200, headers: {}, ...lie };
    if (lie === undefined) outgoing.writeHead(honest.statusCode ?? 200, honest.headers).end(body);
    else outgoing.writeHead(status, { "content-type": "application/json", ...headers }).end(lie.body);
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lie(next) {
      liar = next;
      server.closeIdleConnections();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function ask({ port }: Emulator, incoming: IncomingMessage): Promise<IncomingMessage> {
  const sent = await buffer(incoming);
  const { method = "GET", url = "/", headers } = incoming;
  return new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port, method, path: url, headers };
    request(options, resolve).on("error", reject).end(sent);
  });
}

/** Two clouds name the action in a header of their own, others in the query, OpenStack by method and path, and OUTSCALE in the path. */
function actionOf({ headers, method, url = "/" }: IncomingMessage): string {
  if (/\/v2\/images\/[^/]+\/members/.test(url)) {
    return { POST: "CreateImageMember", DELETE: "DeleteImageMember" }[method ?? ""] ?? "ListImageMembers";
  }
  const named = headers["x-acs-action"] ?? headers["x-tc-action"];
  const [, inPath] = /^\/api\/v1\/(\w+)/.exec(url) ?? [];
  return String(named ?? inPath ?? new URL(url, "http://vendor").searchParams.get("Action"));
}
