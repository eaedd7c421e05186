/** Several images fail in one run: each failure is told with its image, and so is what was not begun because of it. */
import { alice, bob, image, share, useWorld } from "../e2e/harness/world";

const parallel = { PULUMI_PARALLEL_DIFF: "true" };
const images = Array.from({ length: 6 }, (_, index) => image(`many${index}`));
const labels = images.map(({ imageId }) => `${imageId} (ap-guangzhou)`);

describe("comparisons that fail at the same time", () => {
  const world = useWorld();

  beforeAll(async () => {
    for (const target of images) world.emulator.putImage(target);
    const list = (accounts: string[]) =>
      world.stack.setShares(images.map((target, index) => share(`share-${index}`, target, accounts)));
    list([alice]);
    await world.stack.up();
    // Until the engine has asked about all of them.
    world.emulator.configure({ latencyMs: 2_000 });
    for (const { imageId } of images.slice(0, 2)) {
      world.emulator.injectFault({ kind: "error", imageId, code: "UnauthorizedOperation", times: "always" });
    }
    list([alice, bob]);
    world.stack.setEnvironment(parallel);
  });

  it("are each told by an up, and so is every image that is not begun", async () => {
    const { output } = await world.stack.failing("up");
    for (const label of labels.slice(0, 2)) {
      const failure = `${label}: Tencent Cloud CVM DescribeImageSharePermission failed. UnauthorizedOperation: `;
      expect(output).toContain(failure);
    }
    expect(output).not.toMatch(/^\s+at /m);
    const [, left = ""] = /: failed \(auth\);.* not begun because of that: (.*)$/m.exec(output) ?? [];
    for (const [index, target] of images.entries()) {
      const isTold = index < 2 || left.includes(labels[index] ?? "?");
      const isDone = world.emulator.accounts(target).includes(bob);
      expect({ target, isTold, isDone, output }).toMatchObject({ isTold: !isDone });
    }
  });

  it("are each told by a preview", async () => {
    const { output } = await world.stack.failing("preview");
    for (const label of labels.slice(0, 2)) expect(output).toContain(`${label}: Tencent Cloud CVM Describe`);
    expect(output).not.toContain("not begun");
  });

  it("are each told by a refresh and a destroy, once in full and by name where it is printed again", async () => {
    for (const command of ["refresh", "destroy"] as const) {
      const { output } = await world.stack.failing(command);
      const [, report = ""] = output.split(/^Diagnostics:$/m);
      for (const label of labels.slice(0, 2)) {
        expect(report.split(`${label}: Tencent Cloud CVM Describe`)).toHaveLength(2);
        expect(report).toContain(`${label}: failed; the engine shows the error`);
      }
    }
  });
});

describe("a create that fails while others wait for their turn", () => {
  const world = useWorld();

  it("names those that the engine had asked about, and has not begun", async () => {
    const { emulator, stack } = world;
    for (const target of images) emulator.putImage(target);
    const action = "ModifyImageSharePermission";
    // The engine asks about the next one while the first waits.
    emulator.injectFault({ kind: "throttle", action, retryAfterMs: 2_000 });
    emulator.injectFault({ kind: "error", action, code: "UnsupportedOperation.EncryptedImagesNotSupported" });
    stack.setShares(images.map((target, index) => share(`share-${index}`, target, [alice])));
    const { output } = await stack.failing("up", "--parallel", "1");
    const [, failed = "", left = ""] =
      /(\S+ \(ap-guangzhou\)): failed \([a-z-]+\);.* not begun because of that: (.*)$/m.exec(output) ?? [];
    expect(labels).toContain(failed);
    expect(labels).toContain(left);
    expect(images.flatMap((target) => emulator.accounts(target))).toEqual([]);
  });
});
