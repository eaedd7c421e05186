/** Whether a request left is known from its socket: what a failure says in words decides nothing. */
import { createServer, type Server, type Socket } from "node:net";
import { httpClient, TransportError } from "../../../src/backends/http";

const servers: Server[] = [];
const sockets: Socket[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

/** @param hear what the server does with a connection, and with what is said on it */
async function serve(hear: (socket: Socket, data?: string) => unknown): Promise<URL> {
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => socket.destroy());
    socket.on("data", (data) => hear(socket, data.toString()));
    hear(socket);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return new URL(`http://127.0.0.1:${address.port}`);
}

const request = { host: "vendor.example", method: "POST", path: "/?a=b", headers: {}, body: '{"c":1}' };
const within = (timeoutMs: number, signal = new AbortController().signal) => ({ timeoutMs, signal });

async function failureOf(call: Promise<unknown>): Promise<TransportError> {
  const error: unknown = await call.then(
    () => new Error("the request was answered"),
    (reason: unknown) => reason,
  );
  if (error instanceof TransportError) return error;
  throw error;
}

const answer = (socket: Socket) => socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");

describe("a request", () => {
  it("a request is sent to the endpoint as if to the vendor, with its body", async () => {
    const heard: string[] = [];
    const url = await serve((socket, data) => {
      if (data === undefined) return;
      heard.push(data);
      answer(socket);
    });
    const { status, body } = await httpClient(url)(request, within(5_000));
    expect([status, body]).toEqual([200, "{}"]);
    expect(heard.join("")).toMatch(/^POST \/\?a=b HTTP\/1\.1\r\n/);
    expect(heard.join("").toLowerCase()).toContain("host: vendor.example\r\n");
    expect(heard.join("")).toMatch(/\r\n\r\n\{"c":1\}$/);
  });

  it("did not leave when nothing listens", async () => {
    const url = await serve(() => undefined);
    await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
    const failure = await failureOf(httpClient(url)(request, within(5_000)));
    expect(failure).toMatchObject({ requestSent: false, retryable: true });
    expect(failure.toVendorError("Share").meaning).toBe("not-sent");
  });

  it("did not leave when the other side speaks no TLS, and never will", async () => {
    const url = await serve((socket, data) => {
      if (data !== undefined) socket.end("HTTP/1.1 400 Bad Request\r\n\r\n");
    });
    url.protocol = "https:";
    const failure = await failureOf(httpClient(new URL(url))(request, within(5_000)));
    expect(failure).toMatchObject({ requestSent: false, retryable: false });
    expect(failure.message).toContain("write http://");
  });

  it("a request may have left when the connection breaks, whatever the words of the failure", async () => {
    const url = await serve((socket, data) => {
      if (data !== undefined) socket.destroy();
    });
    const failure = await failureOf(httpClient(url)(request, within(5_000)));
    expect(failure.requestSent).toBe(true);
    expect(failure.toVendorError("Share").meaning).toBe("ambiguous");
    expect(new TransportError(new Error("connect ECONNREFUSED"), true).requestSent).toBe(true);
  });

  it("a request may have left when no answer comes in time, or the caller aborts", async () => {
    let heard: () => void = () => undefined;
    const url = await serve((_socket, data) => data !== undefined && heard());
    const late = await failureOf(httpClient(url)(request, within(100)));
    expect(late).toMatchObject({ requestSent: true, message: "no answer within 0.1 s" });
    const abort = new AbortController();
    const hearing = new Promise<void>((resolve) => {
      heard = resolve;
    });
    const aborted = failureOf(httpClient(url)(request, within(5_000, abort.signal)));
    await hearing;
    abort.abort();
    expect((await aborted).requestSent).toBe(true);
  });

  it("did not leave while it waited for one of the sockets", async () => {
    const MAX_SOCKETS = 16;
    let heard = 0;
    let haveAll: () => void = () => undefined;
    const all = new Promise<void>((resolve) => {
      haveAll = resolve;
    });
    const url = await serve((_socket, data) => data !== undefined && ++heard === MAX_SOCKETS && haveAll());
    const send = httpClient(url);
    const abort = new AbortController();
    const bounds = within(5_000, abort.signal);
    const first = Array.from({ length: MAX_SOCKETS }, () => failureOf(send(request, bounds)));
    await all;
    const waiting = await failureOf(send(request, within(100)));
    expect(waiting).toMatchObject({ requestSent: false, message: "no answer within 0.1 s" });
    abort.abort();
    expect((await Promise.all(first)).every(({ requestSent }) => requestSent)).toBe(true);
  });

  it("takes a connection that is there already", async () => {
    const url = await serve((socket, data) => {
      if (data !== undefined) answer(socket);
    });
    const send = httpClient(url);
    await send(request, within(5_000));
    await send(request, within(5_000));
    expect(sockets).toHaveLength(1);
  });
});

it("says of a key that no header can carry that it was not copied in full, before anything is sent", async () => {
  const server = await serve(() => undefined);
  const send = httpClient(server);
  const call = send({ ...request, headers: { authorization: "Credential=AKAP\u2026" } }, within(1_000));
  await expect(call).rejects.toMatchObject({
    name: "ConfigurationError",
    topic: "credentials",
    message: expect.stringMatching(/copy them again, in full/),
  });
  expect(sockets).toEqual([]);
});
