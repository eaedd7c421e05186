import { setTimeout as delay } from "node:timers/promises";
import { OWN_ECS } from "../../src/core/accounts";
import type { Backend, CallOptions } from "../../src/core/backend";
import { manages } from "../../src/core/grantees";
import { services as emulated } from "../../src/emulator/clouds";
import type { Subject } from "../support/services";
import { CALL_OPTIONS, entryOf, failureOf, SCOPE, setUp, someAccounts } from "./bench";

interface OneRequest {
  readonly name: string;
  /** Whether the request is about one image, which the emulator's log must then know. */
  readonly ofImage: boolean;
  run(backend: Backend, options: CallOptions): Promise<unknown>;
}

/** Every request passes the rate limit's turnstile once, under its own name, and not before it is let through. */
export function admission(subject: Subject): void {
  const { target, accountsPerPage } = subject;
  const { facts } = entryOf(subject);
  const account = subject.account(0);

  const describing = (name: string, scope = SCOPE): OneRequest => ({
    name,
    ofImage: true,
    run: (backend, options) => backend.describe(target, scope, undefined, options),
  });
  const writing = (name: string, add: string[], remove: string[]): OneRequest => ({
    name,
    ofImage: true,
    run: (backend, options) => backend.write(target, { add, remove }, options),
  });
  const each: readonly OneRequest[] = [
    describing("describe"),
    writing("an addition", [account], []),
    writing("a removal", [], [account]),
    {
      name: "imageCondition",
      ofImage: true,
      run: (backend, options) => backend.imageCondition(target, options),
    },
    {
      name: "listImages",
      ofImage: false,
      run: (backend, options) => backend.listImages(target.region, undefined, options),
    },
    ...(manages(facts, "own-ecs")
      ? [
          describing("describe of the own ECS", { accounts: false, ownEcs: true }),
          describing("describe of everything", { accounts: true, ownEcs: true }),
          writing("an addition of the own ECS", [OWN_ECS], []),
          writing("a removal of the own ECS", [], [OWN_ECS]),
        ]
      : []),
  ];

  /** Runs one request behind a turnstile that takes its time. */
  const watched = async (run: OneRequest["run"], fault?: "throttle") => {
    const bench = await setUp(subject, { accounts: [account] });
    if (fault !== undefined) bench.emulator.injectFault({ kind: fault });
    const admitted: { action: string; requestsBefore: number }[] = [];
    const acquire = async (action: string) => {
      await delay(10);
      admitted.push({ action, requestsBefore: bench.emulator.calls().length });
    };
    const call = run(bench.backend, { ...CALL_OPTIONS, acquire });
    if (fault === undefined) await call;
    else expect((await failureOf(call)).meaning).toBe("throttled");
    return { admitted, calls: bench.emulator.calls() };
  };

  describe("admission", () => {
    it.each(each)("lets $name through once, by the action's name, before it is sent", async (request) => {
      const { admitted, calls } = await watched(request.run);
      expect(calls).toHaveLength(1);
      expect(admitted).toEqual([{ action: calls[0]?.action, requestsBefore: 0 }]);
      if (request.ofImage) expect(calls[0]?.imageIds).toEqual([target.imageId]);
    });

    it.each(each)("lets $name through once when it fails, too", async ({ run }) => {
      const { admitted, calls } = await watched(run, "throttle");
      expect(calls).toHaveLength(1);
      expect(admitted).toEqual([{ action: calls[0]?.action, requestsBefore: 0 }]);
    });

    it.each(each)("that is refused keeps $name from being sent", async ({ run }) => {
      const bench = await setUp(subject, { accounts: [account] });
      const acquire = () => Promise.reject(new Error("not in time"));
      await expect(run(bench.backend, { ...CALL_OPTIONS, acquire })).rejects.toThrow("not in time");
      expect(bench.emulator.calls()).toEqual([]);
    });

    if (accountsPerPage !== undefined) {
      it("lets each further page through by itself", async () => {
        const bench = await setUp(subject, { accounts: someAccounts(subject, accountsPerPage + 1) });
        const admitted: string[] = [];
        const acquire = async (action: string) => void admitted.push(action);
        const { next } = await bench.backend.describe(target, SCOPE, undefined, { ...CALL_OPTIONS, acquire });
        await bench.backend.describe(target, SCOPE, next, { ...CALL_OPTIONS, acquire });
        expect(admitted).toEqual(bench.requests().map(({ action }) => action));
        expect(admitted).toHaveLength(2);
      });
    }

    it("keeps ahead the limits that the emulator keeps, all of them and no others", () => {
      const actions = emulated.find(({ name }) => name === target.service)?.actions ?? {};
      expect(actions).not.toEqual({});
      const kept = Object.entries(actions).flatMap(([action, { limit }]) => (limit ? [[action, limit]] : []));
      const ahead = Object.entries(facts.rateLimits).map(([action, { calls, perMs, burst, per }]) => [
        action,
        { calls, perMs, scope: per, ...(burst === undefined ? {} : { burst }) },
      ]);
      expect(Object.fromEntries(ahead)).toEqual(Object.fromEntries(kept));
    });
  });
}
