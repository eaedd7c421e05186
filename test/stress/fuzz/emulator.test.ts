/** The emulator's HTTP surface: whatever it is told, it answers, goes on, and is only there for this machine. */
import { METHODS } from "node:http";
import fc from "fast-check";
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

/** Who says more than this before an answer comes may find the connection reset, and the answer lost with it. */
const short = hostileText.map((text) => text.slice(0, 4_000));

const oneLine = (text: string) => text.replace(/[\r\n\0]/g, "");

const method = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...METHODS.filter((name) => name !== "CONNECT")) },
  { weight: 1, arbitrary: short.map(oneLine) },
);

const path = fc.oneof(
  fc.constantFrom(
    "/",
    "*",
    "//",
    "/%",
    "/%E0%A4%A",
    "/?%ff=%",
    "/?Action=a&AccessKeyId=b",
    "http://",
    "http://x",
    "https://[::1/",
    "/_emulator/%00",
    "/_emulator/../..",
    "/?Action=constructor&Version=2020-04-01",
    `/${"a/".repeat(5_000)}`,
  ),
  fc.webPath().map((text) => `/${text}`),
  short.map((text) => `/${oneLine(text)}`),
);

const headerNames = [
  "host",
  "authorization",
  "content-type",
  "content-length",
  "transfer-encoding",
  "expect",
  "upgrade",
  "connection",
  "x-tc-action",
  "x-tc-timestamp",
  "x-acs-action",
  "x-date",
  "__proto__",
];

const headerValues = [
  "TC3-HMAC-SHA256 Credential=emulator/2020-01-01/cvm/tc3_request, SignedHeaders=host, Signature=0",
  "ACS3-HMAC-SHA256 Credential=emulator,SignedHeaders=host,Signature=0",
  "HMAC-SHA256 Credential=emulator/20200101/r/constructor/request, SignedHeaders=x-date, Signature=0",
  "application/x-www-form-urlencoded",
  "chunked",
  "100-continue",
  "websocket",
  "999999999999",
  "-1",
];

const headers = fc.array(
  fc.tuple(
    fc.oneof(fc.constantFrom(...headerNames), short.map(oneLine)),
    fc.oneof(fc.constantFrom(...headerValues), short.map(oneLine)),
  ),
  { maxLength: 5 },
);

it(
  "answers every request, however it is made up",
  async () => {
    await holdsFor(
      fc.asyncProperty(method, path, headers, short, async (verb, target, fields, body) => {
        const lines = fields.map(([name, value]) => `${name}: ${value}`);
        const head = [`${verb} ${target} HTTP/1.1`, "Host: x", "Connection: close", ...lines].join("\r\n");
        expectWell(
          emulator,
          await say(emulator.port, `${head}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`),
        );
      }),
      200,
    );
  },
  TEST_TIMEOUT_MS,
);

/** Line breaks before a request are to be ignored, so that nothing else is no request to answer. */
const notOnlyLineBreaks = fc
  .uint8Array({ minLength: 1, maxLength: 200 })
  .filter((bytes) => bytes.some((byte) => byte !== 10 && byte !== 13));

it(
  "answers bytes that are no request at all",
  async () => {
    await holdsFor(
      fc.asyncProperty(notOnlyLineBreaks, async (bytes) => {
        expectWell(emulator, await say(emulator.port, Buffer.from(bytes)));
      }),
      100,
    );
  },
  TEST_TIMEOUT_MS,
);

const magic = ["__proto__", "constructor", "toString", "valueOf", "hasOwnProperty"];

const controlPaths = ["images", "share", "unshare", "calls", "faults", "settings", "reset", "", "nothing"];

/** Nearly what the control API takes. */
const control = fc.oneof(
  hostileJson,
  fc.dictionary(
    fc.constantFrom(
      "service",
      "region",
      "imageId",
      "accounts",
      "state",
      "refuses",
      "kind",
      "times",
      "rateLimits",
      "unknownAccounts",
      "__proto__",
    ),
    fc.oneof(
      hostileJson,
      fc.constantFrom("tencentcloud-cvm", "ap-guangzhou", "img-6pb6lrmy", "error", ...magic),
      fc.constantFrom({ "tencentcloud-cvm/constructor": { calls: 1, perMs: 1 } }),
    ),
  ),
);

it(
  "answers whatever the control API is told, and is none the worse for it",
  async () => {
    await holdsFor(
      fc.asyncProperty(
        fc.constantFrom("GET", "PUT", "PATCH", "POST", "DELETE"),
        fc.constantFrom(...controlPaths),
        fc.oneof(
          hostileText,
          control.map((value) => JSON.stringify(value)),
        ),
        async (verb, part, body) => {
          const query =
            verb === "GET" || verb === "DELETE"
              ? `?${encodeURIComponent(isWellFormed(body) ? body : verb).slice(0, 500)}`
              : "";
          const head = [
            `${verb} /_emulator/${part}${query} HTTP/1.1`,
            `Host: 127.0.0.1:${emulator.port}`,
            "Connection: close",
            "Content-Type: application/json",
            `Content-Length: ${Buffer.byteLength(body)}`,
          ].join("\r\n");
          const answer = await say(emulator.port, `${head}\r\n\r\n${body}`);
          expectWell(emulator, answer);
          // Else this would be about the guard alone.
          expect(answer).not.toMatch(/^HTTP\/1\.1 (403|415) /);
          await restore(emulator);
        },
      ),
      100,
    );
  },
  TEST_TIMEOUT_MS,
);

it("listens on loopback alone, and says so when it is told otherwise", async () => {
  // On Linux, all of 127.0.0.0/8 is this machine: who listens everywhere listens there too.
  const elsewhere = `http://127.0.0.2:${emulator.port}/_emulator/`;
  await expect(fetch(elsewhere)).rejects.toThrow();
  expect(emulator.output()).not.toContain("Anybody who reaches this address");
  const open = await startProcess("--host", "0.0.0.0", "--quiet");
  try {
    expect(open.output()).toContain("Anybody who reaches this address");
  } finally {
    await open.stop();
  }
});
