/** The life of one additive share, through the provider object: what `pulumi up`, a refresh and a destroy would do. */
import type { Ground } from "./ground.ts";

/** A method of the provider, in a process of its own: a configuration of its own is one. */
export type CallProvider = (
  method: "create" | "diff" | "update" | "read" | "delete",
  settings: Readonly<Record<string, string>>,
  args: unknown[],
) => Promise<unknown>;

export interface Step {
  readonly step: string;
  readonly isDone: boolean;
  /** What went wrong. */
  readonly message?: string;
  readonly ms: number;
}

interface Answer {
  readonly id: string;
  readonly outs: Readonly<Record<string, unknown>>;
  readonly changes: boolean;
}

/** Runs the steps in order; the first that fails is the last. */
export async function* lifeCycle(
  ground: Ground,
  callProvider: CallProvider,
  settings: Readonly<Record<string, string>>,
): AsyncGenerator<Step> {
  const { accounts, target, time, signal } = ground.plan;
  const [one, other] = accounts;
  const call = (method: Parameters<CallProvider>[0], ...args: unknown[]) =>
    callProvider(method, settings, args) as Promise<Answer>;
  const inputs = (listed: readonly string[]) => ({ ...target, accounts: listed, exclusive: false });
  let share: Answer | undefined;
  const shared = (): Answer => {
    if (share === undefined) throw new Error("nothing was shared");
    return share;
  };
  const has = async (account: string, isExpected: boolean) => {
    const isLive = (await ground.read()).includes(account);
    if (isLive !== isExpected)
      throw new Error(`a read ${isLive ? "still shows" : "does not show"} ${account}`);
  };

  const steps: readonly (readonly [string, () => Promise<void>])[] = [
    [
      "shares with an account",
      async () => {
        ground.touch(one);
        share = await call("create", inputs([one]));
        await has(one, true);
      },
    ],
    [
      "finds nothing to do",
      async () => {
        const { changes } = await call("diff", shared().id, shared().outs, inputs([one]));
        if (changes) throw new Error("a second run would change something");
      },
    ],
    [
      "gives access back that was taken outside",
      async () => {
        await ground.write([], [one]);
        const { changes } = await call("diff", shared().id, shared().outs, inputs([one]));
        if (!changes) throw new Error("the loss is not seen: the read may lag");
        share = { ...shared(), ...(await call("update", shared().id, shared().outs, inputs([one]))) };
        await has(one, true);
      },
    ],
    ...(other === undefined
      ? []
      : [
          [
            "changes the list from one account to another",
            async () => {
              ground.touch(other);
              share = { ...shared(), ...(await call("update", shared().id, shared().outs, inputs([other]))) };
              await has(other, true);
              await has(one, false);
            },
          ] as const,
        ]),
    [
      "refreshes",
      async () => {
        await call("read", shared().id, shared().outs);
      },
    ],
    [
      "takes its access back, and nobody else's",
      async () => {
        await call("delete", shared().id, shared().outs);
        for (const account of accounts) await has(account, false);
        for (const account of ground.before) await has(account, true);
      },
    ],
  ];

  for (const [step, run] of steps) {
    signal.throwIfAborted();
    const began = time.now();
    try {
      await run();
      yield { step, isDone: true, ms: time.now() - began };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      yield { step, isDone: false, message, ms: time.now() - began };
      return;
    }
  }
}
