/** One process with many images, whose lists all name an account that does not exist. */
import { ShareManager } from "../../../src/converge/share-manager";
import { ShareError } from "../../../src/core/errors";
import type { Goal } from "../../../src/core/plan";
import { type ServiceName, startEmulator } from "../../../src/emulator";
import { connect, services, writeIn } from "./services";
import { VirtualTime } from "./virtual-time";

/** Services that have a code for an account that does not exist, which an addition meets. */
const telling: readonly ServiceName[] = [
  "tencentcloud-cvm",
  "tencentcloud-lighthouse",
  "alicloud-ecs",
  "alicloud-swas",
  "aws-ec2",
  "volcengine-ecs",
  "byteplus-ecs",
];
const IMAGES = 20;

async function ground(name: ServiceName, unknownAccounts: readonly string[]) {
  const service = services[name];
  const time = new VirtualTime();
  const emulator = await startEmulator({ clock: time, rateLimits: true });
  emulator.configure({ unknownAccounts: [...unknownAccounts] });
  const connection = await connect(service, emulator);
  const manager = () =>
    new ShareManager({ clock: time, report: () => undefined, open: async () => connection });
  const targets = Array.from({ length: IMAGES }, (_, index) => ({
    ...service.target,
    imageId: service.target.imageId.slice(0, -3) + String(index).padStart(3, "0"),
  }));
  const apply = (by: ShareManager, target: (typeof targets)[number], goal: Goal) =>
    time.spentOn(() =>
      by
        .apply({
          ...{ target, scope: { accounts: true, ownEcs: false } },
          ...{ credentials: undefined, timeoutSeconds: 3_600 },
          goal,
          guards: { protectedAccounts: [] },
        })
        .then(
          () => undefined,
          (error: unknown) => error,
        ),
    );
  const writes = () =>
    emulator.calls().filter((call) => {
      const write = writeIn(service, call);
      return write !== undefined && write.add.length + write.remove.length > 0;
    });
  return { service, emulator, manager, targets, apply, writes };
}

describe.each(telling)("an account that %s has refused as unknown for one image", (name) => {
  const account = (index: number) => services[name].account(index);
  const unknown = account(5);
  const listed = Array.from({ length: 12 }, (_, index) => account(index));
  const others = listed.filter((one) => one !== unknown).sort();

  it("is not sent again for the other images of the run, which share with all others and revoke nobody", async () => {
    const { emulator, manager, targets, apply, writes } = await ground(name, [unknown]);
    const stranger = account(40);
    for (const target of targets) emulator.putImage({ ...target, accounts: [stranger] });
    try {
      const by = manager();
      const errors = await Promise.all(
        targets.map((target) => apply(by, target, { listed, owned: [stranger], exclusive: true })),
      );
      const messages = errors.map((error) => {
        if (!(error instanceof ShareError)) throw new Error(`expected a ShareError, got ${String(error)}`);
        expect(error.topic).toBe("account-refused");
        return error.message;
      });
      // Each says which account, with the vendor's code, and who keeps access because of it.
      for (const message of messages)
        expect(message).toMatch(new RegExp(`refuses 1 account.*${unknown}: \\w+`));
      for (const message of messages) expect(message).toContain(`Still with access: ${stranger}.`);
      const later = messages.filter((message) =>
        / \(refused for \S+.* in this run, and not sent again\)/.test(message),
      );
      expect(later).toHaveLength(IMAGES - 1);
      for (const target of targets)
        expect(emulator.accounts(target).sort()).toEqual([...others, stranger].sort());
      const refused = writes().filter(({ outcome }) => outcome.kind === "error");
      // Those that were under way at once, and one that finds the account: at most two for each halving of 12.
      expect(refused.length).toBeLessThanOrEqual(IMAGES + 6);
    } finally {
      await emulator.close();
    }
  });

  it("costs the images after it no call, where nothing else is to be added", async () => {
    const { emulator, manager, targets, apply, writes } = await ground(name, [unknown]);
    for (const target of targets) emulator.putImage({ ...target, accounts: others });
    try {
      const by = manager();
      for (const target of targets) await apply(by, target, { listed, owned: others, exclusive: true });
      expect(writes().map(({ outcome }) => outcome.kind)).toEqual(["error"]);
      // One read before the refused call and one after it, and one for each other image.
      expect(emulator.calls({ action: services[name].reading })).toHaveLength(IMAGES + 1);
    } finally {
      await emulator.close();
    }
  });

  it("is sent again by the next run", async () => {
    const { emulator, manager, targets, apply, writes } = await ground(name, [unknown]);
    const [target] = targets;
    if (target === undefined) throw new Error("there is no image");
    emulator.putImage({ ...target, accounts: others });
    const goal = { listed, owned: others, exclusive: true };
    try {
      expect(await apply(manager(), target, goal)).toBeInstanceOf(ShareError);
      emulator.configure({ unknownAccounts: [] });
      expect(await apply(manager(), target, goal)).toBeUndefined();
      expect(writes().map(({ outcome }) => outcome.kind)).toEqual(["error", "ok"]);
    } finally {
      await emulator.close();
    }
  });
});
