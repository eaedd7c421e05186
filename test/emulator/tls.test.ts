/** A second port that speaks TLS, for clients that speak nothing else. */
import { get } from "node:https";
import { createServer } from "node:net";
import { selfSigned } from "./support/certificate";
import { start } from "./support/start";

const certificate = selfSigned();
const IMAGE = { service: "volcengine-ecs", region: "cn-beijing", imageId: "image-1" } as const;

/** The certificate is checked, as a client would. */
function asked(url: string, headers: Readonly<Record<string, string>> = {}) {
  return new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    get(url, { ca: certificate.cert, servername: "localhost", headers }, (reply) => {
      let body = "";
      reply.setEncoding("utf8");
      reply.on("data", (chunk: string) => {
        body += chunk;
      });
      reply.on("end", () => resolve({ status: reply.statusCode, body }));
    }).on("error", reject);
  });
}

it("serves the same clouds and the same control API by TLS and without", async () => {
  const emulator = await start({ tls: certificate });
  expect(emulator.tlsUrl).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  emulator.putImage(IMAGE);
  const images = JSON.parse((await asked(`${emulator.tlsUrl}/_emulator/images`)).body);
  expect(images).toMatchObject([IMAGE]);
  expect(await (await fetch(`${emulator.url}/_emulator/images`)).json()).toEqual(images);
  const reply = await asked(`${emulator.tlsUrl}/?Action=DescribeImages&Version=2020-04-01`);
  expect(reply).toMatchObject({ status: 400, body: expect.stringContaining("InvalidAuthorization") });
  expect(emulator.calls()).toHaveLength(1);
});

it("guards its control API by TLS as well, where a host without a port has 443", async () => {
  const emulator = await start({ tls: certificate, allowHosts: ["emulator:443"] });
  const status = async (host: string) => (await asked(`${emulator.tlsUrl}/_emulator/`, { host })).status;
  expect(await status("evil.example")).toBe(403);
  expect(await status("emulator:80")).toBe(403);
  expect(await status("emulator")).toBe(200);
});

it("has no such port without a certificate, and refuses one that does not fit its key", async () => {
  expect((await start()).tlsUrl).toBeUndefined();
  const tls = { cert: certificate.cert, key: selfSigned().key };
  await expect(start({ tls })).rejects.toThrow("the certificate and the key for TLS cannot be used");
  await expect(start({ tls: { ...tls, cert: "nonsense" } })).rejects.toThrow("cannot be used");
});

it("leaves neither port open when one of them is taken", async () => {
  const taken = createServer();
  const port = await new Promise<number>((resolve) => {
    taken.listen(0, "127.0.0.1", () => {
      const address = taken.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  const free = (await start()).port;
  await expect(start({ port: free, tls: certificate })).rejects.toMatchObject({
    code: "EADDRINUSE",
    port: free,
  });
  await expect(start({ tls: { ...certificate, port } })).rejects.toMatchObject({ code: "EADDRINUSE", port });
  taken.close();
});
