import { inspect } from "node:util";
import type { EmulatorOptions, Fault } from "../../src/emulator";
import type { Key, Subject } from "../support/services";
import { type Bench, CALL_OPTIONS, connect, failureOf, KEY, SCOPE, setUp } from "./bench";

const TEMPORARY = {
  id: "temporary-key-0001",
  secret: "temporary-secret-0123456789",
  token: "temporary-token-0123456789",
};

const HOUR_MS = 3_600_000;

const clockOff: [string, Key, EmulatorOptions] = [
  "a clock that is an hour off",
  KEY,
  { clock: { now: () => Date.now() + HOUR_MS } },
];

export function credentials(subject: Subject): void {
  const read = ({ backend }: Pick<Bench, "backend">) =>
    backend.describe(subject.target, SCOPE, undefined, CALL_OPTIONS);
  const withKey = (key: Key, emulator: EmulatorOptions = {}) =>
    setUp(subject, {}, { key, emulator: { credentials: [KEY, TEMPORARY], ...emulator } });

  describe("credentials", () => {
    it("that are temporary work with their token", async () => {
      expect((await read(await withKey(TEMPORARY))).accounts).toEqual([]);
    });

    const wrongTokens: [string, Key, EmulatorOptions][] = [
      ["a token that is wrong or expired", { ...TEMPORARY, token: "wrong-token-0123456789" }, {}],
      ["no token", { id: TEMPORARY.id, secret: TEMPORARY.secret }, {}],
    ];

    it.each<[string, Key, EmulatorOptions]>([
      ["an unknown key", { ...KEY, id: "nobody" }, {}],
      ["a wrong secret", { ...KEY, secret: "wrong-secret-0123456789" }, {}],
      ...(subject.hasTokens === false ? [] : wrongTokens),
      ...(subject.login === undefined ? [clockOff] : []),
    ])("are refused with %s, and stay secret", async (_what, key, emulator) => {
      const failure = await failureOf(read(await withKey(key, emulator)));
      expect(failure.meaning).toBe("auth");
      expectNoSecret(failure, key);
    });

    it.each<[string, Fault]>([
      ["HTML", { kind: "html" }],
      ["a failure of the vendor's", { kind: "status" }],
      ["throttling", { kind: "throttle" }],
      ["a refusal", { kind: "error", code: "Unheard.Of" }],
      ["a reset", { kind: "reset", when: "before" }],
    ])("stay secret in what is said of %s", async (_what, fault) => {
      const bench = await withKey(TEMPORARY);
      bench.emulator.injectFault(fault);
      expectNoSecret(await failureOf(read(bench)), TEMPORARY);
    });

    it("are left out where the vendor quotes them", async () => {
      // A login is by a secret or by a token, and not by both.
      const { id, secret } = TEMPORARY;
      const key: Key =
        subject.login === undefined && subject.hasTokens !== false ? TEMPORARY : { id, secret };
      const bench = await withKey(key, { credentials: [KEY, { id, secret, token: key.token }] });
      const message = `no match for ${[id, secret, key.token].join(", ")}`;
      bench.emulator.injectFault({ kind: "error", code: "SignatureDoesNotMatch", message });
      const failure = await failureOf(read(bench));
      const third = key.token === undefined ? "" : "[secret]";
      expect(failure.message.trim().endsWith(`no match for …0001, [secret], ${third}`.trim())).toBe(true);
      expectNoSecret(failure, key);
    });

    it("stay secret when nobody listens, or nobody answers", async () => {
      const bench = await withKey(TEMPORARY);
      bench.emulator.injectFault({ kind: "hang", when: "before" });
      const { describe } = bench.backend;
      const impatient = { ...CALL_OPTIONS, timeoutMs: 100 };
      expectNoSecret(await failureOf(describe(subject.target, SCOPE, undefined, impatient)), TEMPORARY);
      await bench.emulator.close();
      const backend = await connect(subject, bench.emulator.url, TEMPORARY);
      expectNoSecret(await failureOf(read({ backend })), TEMPORARY);
    });
  });
}

/** Neither in the message nor in anything that a logger could make of the error and its causes. */
function expectNoSecret(error: unknown, { secret, token }: Key): void {
  const shown = [inspect(error, { depth: 12, showHidden: true })];
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    shown.push(String(cause), cause.stack ?? "", JSON.stringify(cause));
  }
  const text = shown.join("\n");
  expect(text.includes(secret)).toBe(false);
  expect(token !== undefined && text.includes(token)).toBe(false);
}
