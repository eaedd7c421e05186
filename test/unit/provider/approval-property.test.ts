/**
 * What was approved is what happens. Random programs are previewed, reviewed and approved; then anything may happen;
 * then the run that is held to the approval takes and gives no more than the review showed, or is refused.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { Reader } from "../../../src/cli/review/lines";
import { readPreview } from "../../../src/cli/review/preview";
import { approvedChanges } from "../../../src/cli/review/report";
import { isApprovable, review } from "../../../src/cli/review/review";
import { readStackState } from "../../../src/cli/review/stack-state";
import { difference, formatAccounts, intersection } from "../../../src/core/accounts";
import { approvalText } from "../../../src/core/approval";
import { type ImageTarget, parseShareId, shareId } from "../../../src/core/target";
import { checkAsyncProperty } from "../../support/seed";
import { type Act, type Scenario, Situation, scene } from "./approval-scenes";
import { type Change, MemoryCloud } from "./memory-cloud";
import {
  type Documents,
  destroy,
  emptyState,
  type Outcome,
  preview,
  previewOfDestroy,
  up,
} from "./model-engine";
import { collectLines } from "./preview-process";

/** Waits take no time. */
let mockTime = 0;
jest.mock("../../../src/converge/clock", () => ({
  systemClock: {
    now: () => mockTime,
    random: () => 0.5,
    sleep: async (ms: number) => {
      mockTime += ms;
    },
  },
}));

// Neither does the provider for the engine's next question.
jest.mock("node:timers/promises", () => ({ setTimeout: async () => undefined }));

let folder: string;
let cloud: MemoryCloud;
let printed: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "image-share-"));
  cloud = new MemoryCloud();
  cloud.install();
  printed = collectLines();
});

afterEach(() => {
  jest.restoreAllMocks();
  delete process.env.IMAGE_SHARE_APPROVED;
  rmSync(folder, { recursive: true });
});

/** Who may gain and who may lose access, image by image. */
type Approved = ReadonlyMap<
  string,
  { readonly gains: readonly string[]; readonly losses: readonly string[] }
>;

/** @returns undefined where nothing can be approved: a pipeline ends there */
function reviewed(documents: Documents): Approved | undefined {
  const resources = readStackState(documents.state, "state");
  const found = review(readPreview(documents.preview, "preview"), { resources });
  if (!isApprovable(found)) return undefined;
  const changes = approvedChanges(found);
  writeFileSync(join(folder, "approved.json"), approvalText(changes));
  return new Map(changes.map((change) => [shareId(change), change]));
}

async function plan(situation: Situation, { command }: Scenario): Promise<Approved | undefined> {
  const { state, program } = situation;
  return reviewed(command === "destroy" ? previewOfDestroy(state) : await preview(state, program, printed));
}

/** A run, and what it changed. */
interface Taken extends Outcome {
  readonly changes: readonly Change[];
}

async function run(situation: Situation, { command, manner }: Scenario, isHeld: boolean): Promise<Taken> {
  if (isHeld) process.env.IMAGE_SHARE_APPROVED = join(folder, "approved.json");
  cloud.changes.length = 0;
  try {
    const { state, program } = situation;
    const outcome = command === "destroy" ? await destroy(state, manner) : await up(state, program, manner);
    return { ...outcome, changes: [...cloud.changes] };
  } finally {
    delete process.env.IMAGE_SHARE_APPROVED;
  }
}

/** What was changed of an account, and not approved. */
interface Excess {
  readonly id: string;
  readonly account: string;
}

function beyond(changes: readonly Change[], approved: Approved): Excess[] {
  return changes.flatMap(({ id, gained, lost }) => {
    const { gains = [], losses = [] } = approved.get(id) ?? {};
    return [...difference(gained, new Set(gains)), ...difference(lost, new Set(losses))].map((account) => ({
      id,
      account,
    }));
  });
}

/** Whether the run was refused, and an account named that came up since. */
function isRefusedFor(errors: readonly string[], excess: readonly Excess[]): boolean {
  return errors.some((error) => {
    const [, named = ""] = /refused: (it would .*), which .*approved\.json does not show/.exec(error) ?? [];
    return excess.some(({ account }) => named.includes(formatAccounts([account])));
  });
}

/** What would happen without the approval, from here. Nothing of it stays. */
async function unheld(situation: Situation, what: Scenario): Promise<Taken> {
  const live = cloud.snapshot();
  const taken = await run(situation, what, false);
  for (const [id, accounts] of live) cloud.images.set(id, new Set(accounts));
  return taken;
}

/** Lets something happen after so many calls. */
function later(calls: number, act: () => void): void {
  let left = calls;
  cloud.afterCall = () => {
    left -= 1;
    if (left === 0) act();
  };
}

/**
 * Who is said to lose access loses it, at some time of the run; and who is said to keep it has it all the time, unless the
 * line of another resource says otherwise: one that is exclusive may revoke what the end of another one spares.
 */
function expectTrue(
  texts: readonly string[],
  changes: readonly Change[],
  live: ReadonlyMap<string, ReadonlySet<string>>,
): void {
  const targets = [...live.keys()].map((id) => parseShareId(id) as ImageTarget);
  const reader = new Reader(targets, {});
  const lines = texts.map((line) => reader.read(line));
  const losses = lines.filter(({ kind }) => kind === "loss");
  for (const {
    kind,
    text,
    saying,
    targets: [target],
  } of lines) {
    if (target === undefined || text.includes(", unless")) continue;
    const id = shareId(target);
    const lost = new Set(changes.flatMap((change) => (change.id === id ? change.lost : [])));
    const announced = losses.flatMap((line) =>
      line.targets.some((other) => shareId(other) === id) ? line.saying.accounts : [],
    );
    if (kind === "loss") {
      // Of an image that is replaced, the line rests on state: it may name those who have lost access outside.
      const had = intersection(saying.accounts, live.get(id) ?? new Set());
      expect({ text, lost: intersection(saying.accounts, lost) }).toEqual({ text, lost: had });
    } else if (kind === "keep" && text.includes("has access already")) {
      // What others do to them in the same run, the line leaves open.
      expect({ text, had: intersection(saying.accounts, live.get(id) ?? new Set()) }).toEqual({
        text,
        had: saying.accounts,
      });
    } else if (kind === "keep" && text.includes("not revoked by this share")) {
      // It rests on state, and leaves open what others do.
      continue;
    } else if (kind === "keep") {
      const kept = difference(saying.accounts, new Set(announced));
      expect({ text, lost: intersection(kept, lost) }).toEqual({ text, lost: [] });
    } else continue;
    counts[kind] += 1;
  }
}

/** `losing`: fitting ones that took access; `stopped`: in the midst of the run; `loss`, `keep`: lines that were true. */
const counts = { fitting: 0, refused: 0, losing: 0, stopped: 0, loss: 0, keep: 0 };

async function holds(what: Scenario): Promise<void> {
  mockTime += 3_600_000;
  const situation = new Situation(cloud, what.kind);
  const happen = (acts: readonly Act[]) => {
    for (const act of acts) situation.happen(act);
  };
  happen(what.first);
  situation.state = (await up(emptyState, situation.program, what.manner)).state;
  happen(what.before);
  printed.length = 0;
  const approved = await plan(situation, what);
  const [lines, live] = [[...printed], cloud.snapshot()];
  if (approved === undefined) return;
  happen(what.between);
  if (what.during !== undefined) {
    const { afterCalls, act } = what.during;
    later(afterCalls, () => situation.happen(act));
    const held = await run(situation, what, true);
    cloud.afterCall = () => undefined;
    expect(beyond(held.changes, approved)).toEqual([]);
    if (held.errors.length > 0) counts.stopped += 1;
    return;
  }
  const free = await unheld(situation, what);
  const surplus = beyond(free.changes, approved);
  const held = await run(situation, what, true);
  expect(beyond(held.changes, approved)).toEqual([]);
  if (surplus.length === 0) {
    // What another guard refuses is refused once more.
    expect(held.errors).toHaveLength(free.errors.length);
    expect(held.changes).toEqual(free.changes);
    counts.fitting += 1;
    if (held.changes.some(({ lost }) => lost.length > 0)) counts.losing += 1;
  } else {
    expect(isRefusedFor(held.errors, surplus)).toBe(true);
    counts.refused += 1;
  }
  if (what.between.length === 0) {
    // What is deleted first is gone before the engine has heard who else lists it; then the approval refuses the rest.
    const isPlain = ![...situation.program.values()].some(({ deleteBeforeReplace }) => deleteBeforeReplace);
    if (isPlain) expect(surplus).toEqual([]);
    // Of two resources for one image, the lines depend on which the engine comes to first.
    if (free.errors.length === 0 && !what.manner.asksFirst) expectTrue(lines, free.changes, live);
  }
}

it("takes and gives no more than the review of the preview showed, or the approval refuses it", async () => {
  await checkAsyncProperty(fc.asyncProperty(scene, holds), 400);
  // Runs that take nothing, or that nothing comes between, would show nothing.
  for (const count of Object.values(counts)) expect(count).toBeGreaterThan(0);
});
