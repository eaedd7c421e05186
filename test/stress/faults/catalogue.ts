/** What can go wrong, and how the emulator is made to let it. */
import type { Fault } from "../../../src/emulator";
import type { Scenario } from "./scene";
import { accounts, entryOf } from "./services";

/** As long as a request takes on a busy machine, and much less than the product's own patience. */
const CALL_TIMEOUT_MS = 400;

type Arrange = (scene: Scenario) => void;

export const faultNames = [
  "none",
  "throttle once",
  "throttle for 70 s",
  "500",
  "503",
  "HTML answer",
  "reset before the write",
  "reset after the write",
  "timeout after the write",
  "partial write",
  "dropped tail",
  "stale reads for 20 s",
  "reset after the write, stale reads",
  "reset after the write, stale reads, strict vendor",
  "reset after the write, stale reads, fatal error",
  "image busy, then ready",
  "image gone in the middle",
  "bad account first",
  "bad account in the middle",
  "bad account last",
  "quota full",
  "image full of foreign accounts",
  "wrong credentials in the middle",
  "concurrent writer",
  "concurrent writer who does not stop",
] as const;

export type FaultName = (typeof faultNames)[number];

export const faults: Readonly<Record<FaultName, Arrange>> = {
  none: () => undefined,
  "throttle once": onFirstReadAndWrite({ kind: "throttle" }),
  "throttle for 70 s": (scene) =>
    scene.afterFirstRead(() => {
      scene.time.after(70_000, scene.inject({ kind: "throttle", times: "always" }));
    }),
  500: onFirstReadAndWrite({ kind: "status", status: 500 }),
  503: onFirstReadAndWrite({ kind: "status", status: 503 }),
  "HTML answer": onFirstReadAndWrite({ kind: "html", status: 502 }),
  "reset before the write": onFirstWrite({ kind: "reset", when: "before" }),
  "reset after the write": onFirstWrite({ kind: "reset", when: "after" }),
  "timeout after the write": (scene) => {
    onFirstWrite({ kind: "hang", when: "after" })(scene);
    scene.callTimeoutMs = CALL_TIMEOUT_MS;
  },
  "partial write": (scene) => void scene.inject({ kind: "partial", applied: someOfFirstWrite(scene) }),
  "dropped tail": (scene) => void scene.inject({ kind: "drop", applied: someOfFirstWrite(scene) }),
  "stale reads for 20 s": staleReads,
  "reset after the write, stale reads": (scene) => {
    onFirstWrite({ kind: "reset", when: "after" })(scene);
    staleReads(scene);
  },
  "reset after the write, stale reads, strict vendor": (scene) => {
    onFirstWrite({ kind: "reset", when: "after" })(scene);
    staleReads(scene);
    // Minds an account that is added twice, or removed twice.
    scene.emulator.configure({ strict: true });
  },
  "reset after the write, stale reads, fatal error": (scene) => {
    onFirstWrite({ kind: "reset", when: "after" })(scene);
    staleReads(scene);
    scene.inject({ kind: "error", code: "Unheard.Of", action: scene.writing, times: "always" });
  },
  "image busy, then ready": (scene) => {
    const { target, busyState, readyState } = scene.service;
    scene.emulator.setImageState(target, busyState);
    scene.time.after(60_000, () => scene.emulator.setImageState(target, readyState));
  },
  "image gone in the middle": (scene) =>
    scene.afterWrites(() => {
      const shared = scene.live;
      scene.emulator.removeImage(scene.service.target);
      // With the image, every share that a delete was to revoke is gone for good.
      if (scene.operation === "delete") return;
      scene.goneWith = shared;
      scene.onLift(() => scene.putImage(shared));
    }),
  "bad account first": badAccount((added) => added[0]),
  "bad account in the middle": badAccount((added) => added[Math.floor(added.length / 2)]),
  "bad account last": badAccount((added) => added.at(-1)),
  "quota full": (scene) => {
    if (scene.operation === "delete") return;
    const { adding: action, quotaError } = scene.service;
    scene.inject({ kind: "error", action, times: "always", ...quotaError });
  },
  "image full of foreign accounts": (scene) => {
    const { accountLimit = 50 } = entryOf(scene.service).facts;
    const room = accountLimit - scene.owned.length - scene.foreign.size;
    const crowd = accounts(scene.service, 100, 100 + room);
    for (const account of crowd) scene.foreign.add(account);
    scene.putImage([...scene.owned, ...scene.foreign]);
    scene.onLift(() => {
      for (const account of crowd) scene.foreign.delete(account);
      scene.emulator.unshare(scene.service.target, crowd);
    });
  },
  "wrong credentials in the middle": (scene) =>
    scene.afterWrites((count) => {
      if (count === 1) scene.inject({ kind: "error", times: "always", ...scene.service.authError });
    }),
  "concurrent writer": (scene) =>
    scene.afterWrites((count) => {
      if (count === 1) meddle(scene);
    }),
  "concurrent writer who does not stop": (scene) => scene.afterWrites(() => meddle(scene)),
};

function onFirstWrite(fault: Fault): Arrange {
  return (scene) => void scene.inject({ ...fault, action: scene.writing });
}

function onFirstReadAndWrite(fault: Fault): Arrange {
  return (scene) => {
    scene.inject({ ...fault, action: scene.service.reading });
    scene.inject({ ...fault, action: scene.writing });
  };
}

function staleReads(scene: Scenario): void {
  scene.readsLag = true;
  scene.emulator.configure({ readLagMs: 20_000 });
  scene.onLift(() => scene.emulator.configure({ readLagMs: 0 }));
}

/** Fewer accounts than the first write carries. */
function someOfFirstWrite(scene: Scenario): number {
  const { add, remove } = entryOf(scene.service).facts.capacity;
  return Math.min(3, (scene.operation === "delete" ? remove : add) - 1);
}

/** The vendor does not know an account that is to be added; those that have access can always be removed. */
function badAccount(choose: (added: readonly string[]) => string | undefined): Arrange {
  return (scene) => {
    const bad = choose(scene.listed.filter((account) => !scene.owned.includes(account)));
    scene.emulator.configure({ unknownAccounts: bad === undefined ? [] : [bad] });
    scene.onLift(() => scene.emulator.configure({ unknownAccounts: [] }));
  };
}

/** Somebody undoes a part of what was done, and lets a stranger in. */
function meddle(scene: Scenario): void {
  const { emulator, service, stranger, operation, owned, listed, changedByOthers } = scene;
  const victim = operation === "delete" ? owned[0] : listed[0];
  if (victim === undefined) throw new Error("nobody to meddle with");
  changedByOthers.add(victim);
  if (operation === "delete") emulator.share(service.target, [victim]);
  else emulator.unshare(service.target, [victim]);
  scene.foreign.add(stranger);
  emulator.share(service.target, [stranger]);
}
