/** How each assumption is tried. A probe leaves accounts with access behind; the run takes it back after each. */
import type { ProbeName } from "../../src/core/assumptions.ts";
import type { Ground, Outcome } from "./ground.ts";

export interface Found extends Outcome {
  /** What was sent or seen, in numbers. */
  readonly detail?: string;
  /** Whether a read has shown that it is not so, whatever the vendor answered. */
  readonly isContradicted?: boolean;
}

/** A probe that this image and these accounts do not allow. */
export class NotTried extends Error {
  override readonly name = "NotTried";
}

type Try = (ground: Ground, withinSeconds: number) => Promise<Found>;

export const probes: Readonly<Record<ProbeName, Try>> = {
  "additions-in-one-call": async (ground) => {
    const { capacity } = ground.plan.facts;
    const [account] = ground.plan.accounts;
    const many = Array.from({ length: capacity.add }, () => account);
    const detail = `${capacity.add} times the same account`;
    return { ...(await written(ground, many, [])), detail };
  },

  "removals-in-one-call": async (ground) => {
    const { capacity } = ground.plan.facts;
    const strangers = ground.madeUp(capacity.remove);
    const detail = `${strangers.length} accounts without access`;
    return { ...(await written(ground, [], strangers)), detail };
  },

  "both-in-one-call": async (ground) => {
    const [one, other] = ground.plan.accounts;
    // With one account alone, the removal is of an account without access.
    const removed = other ?? ground.madeUp(1)[0] ?? one;
    if (other !== undefined) await ground.write([other], []);
    const answer = await written(ground, [one], [removed]);
    if (answer.outcome !== "success") return answer;
    const live = await settled(ground, (accounts) => accounts.includes(one) && !accounts.includes(removed));
    return live
      ? answer
      : { ...answer, isContradicted: true, detail: "acknowledged, and half of it was done" };
  },

  "second-addition": async (ground) => {
    const [account] = ground.plan.accounts;
    await ground.write([account], []);
    await settled(ground, (accounts) => accounts.includes(account));
    return written(ground, [account], []);
  },

  "second-removal": async (ground) => {
    const [account] = ground.plan.accounts;
    await ground.write([account], []);
    await settled(ground, (accounts) => accounts.includes(account));
    await ground.write([], [account]);
    await settled(ground, (accounts) => !accounts.includes(account));
    return written(ground, [], [account]);
  },

  "missing-image-read": (ground) =>
    ground.outcomeOf(async () => {
      await ground.plan.backend.describe(
        ground.missingImage(),
        { accounts: true, ownEcs: false },
        undefined,
        ground.options(),
      );
      return undefined;
    }),

  "missing-image-look": (ground) =>
    ground.outcomeOf(async () => {
      const { kind } = await ground.plan.backend.imageCondition(ground.missingImage(), ground.options());
      return kind === "gone" ? "image-gone" : "success";
    }),

  "missing-image-write": (ground) =>
    ground.outcomeOf(async () => {
      // A removal, so that nothing is shared if there is such an image.
      await ground.write([], [ground.plan.accounts[0]], ground.missingImage());
      return undefined;
    }),

  "strange-account": async (ground) => {
    const { strange } = ground.plan;
    if (strange === undefined) throw new NotTried("name an account that does not exist: --strange-account");
    return written(ground, [strange], []);
  },

  "own-account": async (ground) => {
    const own = await ground.patiently(() =>
      ground.plan.backend.callerAccount(ground.plan.target.region, ground.options()),
    );
    if (ground.before.has(own)) throw new NotTried("the owner is among those who have access");
    return written(ground, [own], []);
  },

  "whose-keys": (ground) =>
    ground.outcomeOf(async () => {
      const { backend, facts, target } = ground.plan;
      const own = await backend.callerAccount(target.region, ground.options());
      return facts.account.pattern.test(own) ? "success" : "permanent";
    }),

  "read-lag": async (ground, withinSeconds) => {
    const [account] = ground.plan.accounts;
    const { time } = ground.plan;
    await ground.write([account], []);
    const began = time.now();
    const isShown = await settled(ground, (accounts) => accounts.includes(account), withinSeconds * 1000);
    const seconds = ((time.now() - began) / 1000).toFixed(1);
    const detail = isShown ? `${seconds} s` : `not within ${seconds} s`;
    return { outcome: "success", detail, isContradicted: !isShown };
  },

  "snapshot-additions": async (ground) => {
    const { capacity } = ground.plan.facts;
    const [snapshot] = await snapshotsOf(ground);
    if (snapshot === undefined) throw new NotTried("no snapshot is behind the image");
    // The form of core/snapshots.ts, which Node.js cannot load without a build.
    const grantee = `${snapshot}/${ground.plan.accounts[0]}`;
    if ((await readSnapshot(ground, snapshot)).accounts.includes(grantee)) {
      throw new NotTried("the first account has access to the snapshot already");
    }
    const many = Array.from({ length: capacity.snapshot ?? 1 }, () => grantee);
    return { ...(await written(ground, many, [])), detail: `${many.length} times the same account` };
  },

  "missing-snapshot": async (ground) => {
    const [snapshot] = await snapshotsOf(ground);
    if (snapshot === undefined) throw new NotTried("no snapshot is behind the image");
    const ends = ["0000", "1111"].map((end) => snapshot.slice(0, -4) + end);
    const missing = ends.find((id) => id !== snapshot) ?? snapshot;
    return ground.outcomeOf(async () => {
      await readSnapshot(ground, missing);
      return undefined;
    });
  },
};

/** The snapshots behind the image, as the product looks them up. */
async function snapshotsOf(ground: Ground): Promise<readonly string[]> {
  const scope = { accounts: true, ownEcs: false, snapshots: true };
  let page: string | undefined;
  do {
    const asked = page;
    const answer = await ground.patiently(() =>
      ground.plan.backend.describe(ground.plan.target, scope, asked, ground.options()),
    );
    if (answer.snapshots !== undefined) return answer.snapshots;
    page = answer.next;
  } while (page !== undefined);
  return [];
}

/** Who has access to one snapshot: the page of a read that has its ID. */
function readSnapshot(ground: Ground, snapshot: string) {
  const { backend, target } = ground.plan;
  const scope = { accounts: true, ownEcs: false, snapshots: true };
  return backend.describe(target, scope, snapshot, ground.options());
}

async function written(ground: Ground, add: readonly string[], remove: readonly string[]): Promise<Found> {
  return ground.outcomeOf(async () => {
    await ground.write(add, remove);
    return undefined;
  });
}

/** How long a probe waits for a read that shows what it begins with. */
const SETTLE_MS = 150_000;
const LONGEST_PAUSE_MS = 10_000;

/** Whether a read shows it in time. */
async function settled(
  ground: Ground,
  isSo: (accounts: readonly string[]) => boolean,
  withinMs = SETTLE_MS,
): Promise<boolean> {
  const { time, signal } = ground.plan;
  const deadline = time.now() + withinMs;
  for (let look = 1; ; look += 1) {
    if (isSo(await ground.read())) return time.now() <= deadline;
    signal.throwIfAborted();
    if (time.now() >= deadline) return false;
    await ground.pause(Math.min(LONGEST_PAUSE_MS, 250 * 2 ** look, Math.max(1, deadline - time.now())));
  }
}
