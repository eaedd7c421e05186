/** What clients with good keys, and people with curl, may ask of the emulator by mistake or by malice. */
import { once } from "node:events";
import { connect } from "node:net";
import fc from "fast-check";
import { alicloud, tencent, volcengine } from "../../emulator/support/clients";
import { type EmulatorProcess, expectWell, restore, say, startProcess } from "./emulator-process";
import { holdsFor, TEST_TIMEOUT_MS } from "./runs";
import { hostileJson, hostileText } from "./values";

let emulator: EmulatorProcess;

beforeAll(async () => {
  emulator = await startProcess("--quiet");
}, TEST_TIMEOUT_MS);

afterAll(() => emulator.stop());

/** Halves of characters have no place in a URL. */
const isWellFormed = (text: string) => !/\p{Surrogate}/u.test(text);

const magic = ["__proto__", "constructor", "toString", "valueOf", "hasOwnProperty"];

const name = fc.oneof(
  fc.constantFrom(
    "ImageId",
    "AccountIds.0",
    "AccountIds",
    "AddAccount.1",
    "RegionId",
    "PageNumber",
    ...magic,
  ),
  hostileText.filter((text) => text.length < 200),
);

const action = fc.oneof(
  fc.constantFrom("ModifyImageSharePermission", "DescribeImageSharePermission", "DescribeImages", ...magic),
  // Headers have no room for other characters.
  hostileText.map((text) =>
    text
      .replace(/[^ -~]/g, "")
      .slice(0, 50)
      .trim(),
  ),
);

const pairs = fc.dictionary(
  name,
  hostileText.filter((text) => text.length < 200 && isWellFormed(text)),
  {
    maxKeys: 5,
  },
);

it(
  "refuses, in the vendors' words, whatever a client with good keys may ask for",
  async () => {
    await holdsFor(
      fc.asyncProperty(action, pairs, hostileJson, async (asked, given, body) => {
        const parameters = Object.fromEntries(Object.entries(given).filter(([key]) => isWellFormed(key)));
        const answers = await Promise.all([
          tencent(emulator, asked, body),
          tencent(emulator, asked, { ImageId: "img-6pb6lrmy", ...parameters }),
          alicloud(emulator, "ecs", asked, { RegionId: "cn-hangzhou", ...parameters }),
          alicloud(emulator, "ens", asked, parameters),
          alicloud(emulator, "swas", asked, { RegionId: "cn-hangzhou", ...parameters }),
          volcengine(emulator, asked, parameters),
          volcengine(emulator, asked, parameters, { form: true }),
        ]);
        expect(
          answers.map(({ body: text }) => text).filter((text) => text.includes("itself failed")),
        ).toEqual([]);
        expect(answers.map(({ status }) => status)).not.toContain(500);
        expect(emulator.isAlive()).toBe(true);
      }),
      40,
    );
  },
  TEST_TIMEOUT_MS,
);

const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;

it.each([
  ["lists in lists", `${"[".repeat(100_000)}`],
  ["objects in objects", nested(100_000)],
  ["as many objects in objects as can just be read", nested(4_000)],
  ["a number of a million digits", `{"ImageId":1${"0".repeat(1_000_000)}}`],
])("refuses %s, and can show its log afterwards", async (_what, body) => {
  const { status } = await tencent(emulator, "DescribeImages", body);
  expect(status).toBe(200);
  const log = await fetch(`http://127.0.0.1:${emulator.port}/_emulator/calls`);
  expect(log.status).toBe(200);
  await restore(emulator);
});

it("refuses names of a hundred thousand parts", async () => {
  const body = `${"a.".repeat(100_000)}a=1&SecretId=emulator&Action=DescribeImages`;
  const head =
    "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded";
  expectWell(emulator, await say(emulator.port, `${head}\r\nContent-Length: ${body.length}\r\n\r\n${body}`));
});

it.each([
  ["an image that refuses with the name of a method", { refuses: "constructor" }],
  ["an image in the state that is the name of a method", { state: "toString" }],
])("does not take %s", async (_what, odd) => {
  const body = JSON.stringify({
    service: "tencentcloud-cvm",
    region: "ap-guangzhou",
    imageId: "img-00000000",
    ...odd,
  });
  const { status } = await fetch(`http://127.0.0.1:${emulator.port}/_emulator/images`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body,
  });
  expect(status).toBe(400);
});

it.each([
  ["PUT", "/", "text/plain"],
  ["PUT", "/_emulator/images", "application/json"],
  ["PATCH", "/_emulator/settings", "application/json"],
])("takes no body without end by %s at %s as %s", async (method, target, type) => {
  let sent = 0;
  const block = new Uint8Array(2 ** 20).fill(32);
  const endless = new ReadableStream({
    pull(stream) {
      sent += block.length;
      if (sent > 2 ** 27) stream.close();
      else stream.enqueue(block);
    },
  });
  const headers = { "content-type": type };
  const options: RequestInit & { duplex: "half" } = { method, headers, body: endless, duplex: "half" };
  const status = await fetch(`http://127.0.0.1:${emulator.port}${target}`, options).then(
    (answer) => answer.status,
    () => "hung up",
  );
  expect([413, "hung up"]).toContain(status);
  expect(sent).toBeLessThan(2 ** 26);
  expect(emulator.isAlive()).toBe(true);
});

it("answers a write that is no JSON at once, and hangs up when its body does not end", async () => {
  const socket = connect({ port: emulator.port, host: "127.0.0.1" }).setEncoding("latin1");
  const hungUp = new Promise<void>((resolve) => {
    socket.on("error", () => resolve()).on("close", () => resolve());
  });
  const head = `POST /_emulator/reset HTTP/1.1\r\nHost: localhost:${emulator.port}\r\nContent-Type: text/plain`;
  socket.write(`${head}\r\nContent-Length: ${2 ** 30}\r\n\r\n`);
  const [answer] = await once(socket, "data");
  expect(answer).toMatch(/^HTTP\/1\.1 415 /);

  let sent = 0;
  const block = Buffer.alloc(2 ** 20, 32);
  const sendOn = () => {
    sent += block.length;
    if (sent > 2 ** 27) socket.destroy();
    else socket.write(block, (error) => (error ? undefined : sendOn()));
  };
  sendOn();
  await hungUp;
  expect(sent).toBeLessThan(2 ** 26);
  expect(emulator.isAlive()).toBe(true);
});
