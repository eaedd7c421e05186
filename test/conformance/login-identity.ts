import type { ErrorMeaning } from "../../src/core/service-facts";
import type { Fault } from "../../src/emulator";
import { startVendor } from "../integration/backends/support";
import type { Subject } from "../support/services";
import { CALL_OPTIONS, connect, failureOf, KEY, setUp } from "./bench";

/** Refusals that a login may meet; one that may pass is one that can be tried again, since nothing was asked for yet. */
const refusals: readonly (readonly [code: string, meaning: ErrorMeaning, status: number])[] = [
  ["Unauthorized", "auth", 401],
  ["Forbidden", "auth", 403],
  ["NotFound", "auth", 404],
  ["BadRequest", "permanent", 400],
  ["InternalServerError", "not-sent", 500],
  ["TooManyRequests", "throttled", 429],
];

/** Whose keys these are, where a login tells it: the login is the one request, and calls that follow need no other. */
export function loginIdentity(subject: Subject): void {
  const { cloud, login, target } = subject;
  if (login === undefined) throw new Error(`${cloud} has no login`);
  const { action, service } = login;

  /** Nobody has logged in yet. */
  const fresh = async () => {
    const bench = await setUp(subject);
    return { ...bench, backend: await connect(subject, bench.emulator.url) };
  };
  const ask = ({ backend }: Pick<Awaited<ReturnType<typeof fresh>>, "backend">, timeoutMs = 5_000) =>
    backend.callerAccount(target.region, { ...CALL_OPTIONS, timeoutMs });

  describe("callerAccount", () => {
    it("is told with the login, which calls that follow use", async () => {
      const bench = await fresh();
      expect(await ask(bench)).toBe(bench.emulator.credentials.accounts[cloud]);
      expect(await ask(bench)).toBe(bench.emulator.credentials.accounts[cloud]);
      await bench.backend.imageCondition(target, CALL_OPTIONS);
      expect(bench.emulator.calls()).toMatchObject([
        { service, action, credentialId: KEY.id, outcome: { kind: "ok" } },
        { action: subject.requests.condition.action, credentialId: KEY.id },
      ]);
    });

    it("is told by calls that log in at the same time once", async () => {
      const bench = await fresh();
      await Promise.all([ask(bench), ask(bench), bench.backend.imageCondition(target, CALL_OPTIONS)]);
      expect(bench.emulator.calls({ action })).toHaveLength(1);
    });

    it("leaves no secret in the emulator's log", async () => {
      const bench = await fresh();
      await bench.backend.imageCondition(target, CALL_OPTIONS);
      const log = JSON.stringify(bench.emulator.calls());
      expect(log).toContain(KEY.id);
      expect(log).not.toContain(KEY.secret);
      expect(log).not.toContain("gAAAA");
    });

    it.each(refusals)("takes %s for %s", async (code, meaning, status) => {
      const bench = await fresh();
      bench.emulator.injectFault({ kind: "error", code, status, action });
      const failure = await failureOf(ask(bench));
      expect(failure).toMatchObject({ code, meaning, action });
      expect(failure.requestId).toBeTruthy();
      expect(bench.emulator.calls()).toHaveLength(1);
    });

    it.each<[Fault["kind"], Fault]>([
      ["html", { kind: "html", action }],
      ["reset", { kind: "reset", when: "after", action }],
    ])("takes %s for a call that was not sent", async (_kind, fault) => {
      const bench = await fresh();
      bench.emulator.injectFault(fault);
      expect((await failureOf(ask(bench))).meaning).toBe("not-sent");
      expect(await ask(bench)).toBe(bench.emulator.credentials.accounts[cloud]);
    });

    it("is an account that the vendor shares the image with as with any other", async () => {
      const { backend, emulator } = await setUp(subject);
      const owner = emulator.credentials.accounts[cloud];
      await backend.write(target, { add: [owner], remove: [] }, CALL_OPTIONS);
      expect(emulator.accounts(target)).toEqual([owner]);
    });

    it("passes the turnstile before the login is sent", async () => {
      const { backend, emulator } = await fresh();
      const admitted: [string, number][] = [];
      const acquire = async (name: string) => void admitted.push([name, emulator.calls().length]);
      await backend.callerAccount(target.region, { ...CALL_OPTIONS, acquire });
      expect(admitted).toEqual([[action, 0]]);
    });
  });

  describe("the token", () => {
    it("is left out where the vendor quotes it", async () => {
      const token = login.answer("project").headers["x-subject-token"] ?? "";
      const body = JSON.stringify({ title: "Bad Request", message: `no such thing: ${token}` });
      const vendor = await startVendor({ status: 400, body });
      const backend = await connect(subject, vendor.url.href);
      const failure = await failureOf(backend.imageCondition(target, CALL_OPTIONS));
      expect(failure.message).toBe("no such thing: [secret]");
    });
  });
}
