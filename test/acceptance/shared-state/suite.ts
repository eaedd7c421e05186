/** What teams meet who keep state where several machines reach it: the same for every back end of the engine. */

import { type Emulator, startEmulator, type Target } from "../../../src/emulator";
import type { Finished, Running } from "../../e2e/harness/command";
import { type Backend, type ShareSpec, Stack } from "../../e2e/harness/stack";
import { until } from "../../e2e/harness/until";
import { alice, bob, carol, dave, image, stranger } from "../../e2e/harness/world";

/** A server that keeps state, with nothing in it yet. */
export interface StateServer {
  readonly backend: Backend;
  stop(): Promise<void>;
}

const action = "ModifyImageSharePermission";
const up = ["up", "--yes", "--skip-preview"];
const LOCKED = /the stack is currently locked by 1 lock\(s\)/;

/** A resource of its own for each image, so that the next list takes the one before back. */
export function spec(target: Target, accounts: readonly string[]): ShareSpec {
  return { name: target.imageId, args: { ...target, accounts, exclusive: false } };
}

interface Machines {
  readonly emulator: Emulator;
  /** Two checkouts of one stack, each with a home and a folder of its own. */
  readonly left: Stack;
  readonly right: Stack;
  /** Another stack in the same back end. */
  readonly other: Stack;
}

export function useMachines(start: () => Promise<StateServer>): Machines {
  jest.setTimeout(240_000);
  let machines: Machines | undefined;
  const cleanUp: (() => void | Promise<void>)[] = [];
  const keep = (stack: Stack): Stack => {
    cleanUp.unshift(() => stack.dispose());
    return stack;
  };
  beforeAll(async () => {
    const server = await start();
    cleanUp.unshift(() => server.stop());
    const emulator = await startEmulator();
    cleanUp.unshift(() => emulator.close());
    const { backend } = server;
    const left = keep(await Stack.create(emulator, undefined, { backend, name: "prod" }));
    const right = keep(await Stack.create(emulator, undefined, { backend, name: "prod", of: left }));
    const other = keep(await Stack.create(emulator, undefined, { backend, name: "tenants" }));
    machines = { emulator, left, right, other };
  });
  afterAll(async () => {
    for (const step of cleanUp) await step();
  });
  const made = (): Machines => {
    if (machines === undefined)
      throw new Error("to be used in tests and hooks only, once the world was set up");
    return machines;
  };
  return {
    get emulator() {
      return made().emulator;
    },
    get left() {
      return made().left;
    },
    get right() {
      return made().right;
    },
    get other() {
      return made().other;
    },
  };
}

/** An up that holds the lock: so many of its writes go through, and the rest is throttled until faults are cleared. */
export async function holdInUp(
  { emulator }: Machines,
  stack: Stack,
  { imageId }: Target,
  through = 0,
): Promise<Running> {
  emulator.clearCalls();
  emulator.injectFault({ kind: "throttle", action, imageId, skip: through, times: "always" });
  const command = stack.start(up);
  const stopped: Finished[] = [];
  command.finished.then(
    (finished) => stopped.push(finished),
    () => undefined,
  );
  await until(() => stopped.length > 0 || emulator.calls({ action, outcome: "error" }).length > 0);
  const [early] = stopped;
  if (early !== undefined) throw new Error(`expected an up that is held, and it has ended:\n${early.output}`);
  return command;
}

export function behavesAsSharedState(machines: Machines): void {
  const live = (target: Target) => machines.emulator.accounts(target).sort();
  /** The calls of the last command that changed something of the image. */
  const writes = ({ imageId }: Target) => machines.emulator.calls({ action, imageId, outcome: "ok" });
  /** What both checkouts of the stack list. */
  const list = (target: Target, accounts: readonly string[]) => {
    for (const stack of [machines.left, machines.right]) stack.setShares([spec(target, accounts)]);
  };
  const putImage = (target: Target) => machines.emulator.putImage({ ...target, accounts: [stranger] });

  it("a second machine goes on from what the first has recorded", async () => {
    const { left, right } = machines;
    const golden = image("handover");
    putImage(golden);
    list(golden, [alice, bob]);
    await left.up();
    // Bob is taken away by the machine that did not give him access: state says whose he is, and no memory of a machine.
    list(golden, [alice, carol]);
    await right.up();
    expect(live(golden)).toEqual([alice, carol, stranger]);
    await left.up();
    expect(writes(golden)).toEqual([]);
  });

  it("a second up of one stack is refused before it asks the cloud, and a preview is not", async () => {
    const { emulator, left, right } = machines;
    const golden = image("locked");
    putImage(golden);
    list(golden, [alice]);
    const held = await holdInUp(machines, left, golden);
    const before = emulator.calls({ outcome: "ok" }).length;
    const second = await right.start(up).finished;
    expect(second.code).not.toBe(0);
    expect(second.output).toMatch(LOCKED);
    // Who holds the lock, and since when.
    expect(second.output).toMatch(/created by \S+@\S+ \(pid \d+\) at \d{4}-\d\d-\d\dT/);
    expect(emulator.calls({ outcome: "ok" })).toHaveLength(before);
    expect(await right.start(["preview"]).finished).toMatchObject({ code: 0 });
    emulator.clearFaults();
    expect(await held.finished).toMatchObject({ code: 0 });
    expect(live(golden)).toEqual([alice, stranger]);
  });

  it("of two ups that begin at the same moment the ones that are refused say so, and the next up converges", async () => {
    const { left, right } = machines;
    const golden = image("sametime");
    putImage(golden);
    list(golden, [alice, bob]);
    const ends = await Promise.all([left.start(up).finished, right.start(up).finished]);
    for (const { code, output } of ends) if (code !== 0) expect(output).toMatch(LOCKED);
    await left.up();
    expect(live(golden)).toEqual([alice, bob, stranger]);
  });

  it("pulumi cancel does not stop a run that is at work: it ends as if nothing had been", async () => {
    const { emulator, left, right } = machines;
    const golden = image("cancelled");
    putImage(golden);
    list(golden, [alice]);
    const held = await holdInUp(machines, left, golden);
    await right.run(["cancel", "--yes"]);
    emulator.clearFaults();
    expect(await held.finished).toMatchObject({ code: 0 });
    await right.up();
    expect(writes(golden)).toEqual([]);
    expect(live(golden)).toEqual([alice, stranger]);
  });

  it("two stacks on one image keep each other's accounts", async () => {
    const { left, other } = machines;
    const golden = image("twostacks");
    putImage(golden);
    left.setShares([spec(golden, [alice, bob])]);
    other.setShares([spec(golden, [carol, dave])]);
    const ends = await Promise.all([left.start(up).finished, other.start(up).finished]);
    expect(ends).toMatchObject([{ code: 0 }, { code: 0 }]);
    expect(live(golden)).toEqual([alice, bob, carol, dave, stranger]);
    await other.destroy();
    expect(live(golden)).toEqual([alice, bob, stranger]);
  });

  describe("a machine that is lost in the middle of an up", () => {
    // Ten accounts a call, so that an up can be lost between two of its writes.
    const golden = { service: "alicloud-ecs", region: "cn-hangzhou", imageId: "m-bplostmachine0" } as const;
    const listed = Array.from({ length: 25 }, (_, index) => `12345678901234${10 + index}`);
    const foreign = "1234567890999999";

    it("leaves the lock, what it has carried out, and nobody else touched", async () => {
      const { emulator, left, right } = machines;
      const { id, secret } = emulator.credentials;
      for (const stack of [left, right])
        stack.setConfig({ "image-share:alicloud": { accessKeyId: id, accessKeySecret: secret } });
      emulator.putImage({ ...golden, accounts: [foreign] });
      list(golden, listed);
      const command = await holdInUp(machines, left, golden, 1);
      command.kill();
      await command.finished;
      emulator.clearFaults();
      const { code, output } = await right.start(up).finished;
      expect(code).not.toBe(0);
      expect(output).toMatch(LOCKED);
      expect(output).toContain("`pulumi cancel`");
      expect(live(golden)).toEqual([...listed.slice(0, 10), foreign]);
    });

    it("is followed by another: pulumi cancel there, and its up does what is left and no more", async () => {
      const { right } = machines;
      await right.run(["cancel", "--yes"]);
      const { output } = await right.up();
      expect(live(golden)).toEqual([...listed, foreign]);
      // 15 accounts were left, ten a call.
      expect(writes(golden)).toHaveLength(2);
      const { [golden.imageId]: entry } = await right.state();
      expect(entry?.outputs).toMatchObject({ accounts: listed, foreignAccounts: [foreign] });
      expect(output).toContain("1 pending operations from previous deployment");
    });

    it("has no pending operation any more once the cure was run, on any machine", async () => {
      const { left, right } = machines;
      await left.refresh("--clear-pending-creates");
      const { output } = await right.up();
      expect(output).not.toMatch(/pending operations/);
      expect(writes(golden)).toEqual([]);
    });

    it("leaks nothing: a destroy on either machine takes back all that both shared, and leaves the stranger", async () => {
      await machines.left.destroy();
      expect(live(golden)).toEqual([foreign]);
      for (const name of ["handover", "locked", "sametime", "cancelled", "twostacks"])
        expect(live(image(name))).toEqual([stranger]);
    });
  });
}
