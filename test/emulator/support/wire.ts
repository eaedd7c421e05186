/** HTTP without any library's opinions: bytes out, bytes in, any Host header. */
import { Agent, request } from "node:http";

export interface WireRequest {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface WireReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export function send(port: number, { method = "GET", path = "/", headers = {}, body = "" }: WireRequest) {
  return new Promise<WireReply>((resolve, reject) => {
    const outgoing = request(
      { port, host: "127.0.0.1", method, path, headers, agent: new Agent({ keepAlive: false }) },
      (incoming) => {
        let text = "";
        incoming.setEncoding("utf8");
        incoming.on("data", (chunk: string) => {
          text += chunk;
        });
        incoming.on("end", () =>
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: text }),
        );
        incoming.on("error", reject);
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
