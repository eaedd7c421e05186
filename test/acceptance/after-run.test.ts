/** What `review --after` makes of a run of the real engine that fails in the middle, in both hosts. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { alice, image } from "../e2e/harness/world";
import { hosts } from "../e2e/plugin/hosts";
import { cli } from "../unit/cli/support";

const targets = Array.from({ length: 6 }, (_, index) => image(`after${index}`));
const label = ({ imageId }: { readonly imageId: string }) => `${imageId} (ap-guangzhou)`;
const action = "ModifyImageSharePermission";

describe.each(hosts)("a run that fails in the middle, with $name", ({ useWorld, setShares }) => {
  const world = useWorld();

  it("is told image by image: done, failed, not begun, as the cloud has it", async () => {
    const { emulator, stack } = world;
    for (const target of targets) emulator.putImage({ ...target, accounts: [] });
    for (const { imageId } of targets.slice(2, 4)) {
      emulator.injectFault({
        kind: "error",
        imageId,
        action,
        code: "UnauthorizedOperation",
        times: "always",
      });
    }
    setShares(
      world,
      Object.fromEntries(targets.map((target, n) => [`after${n}`, { ...target, accounts: [alice] }])),
    );
    const file = (name: string, text: string) => {
      writeFileSync(join(stack.folder, name), text);
      return join(stack.folder, name);
    };
    const preview = file("preview.json", (await stack.run(["preview", "--json"])).stdout);
    const up = await stack.failing("up", "--json", "--parallel", "1");
    const told = await cli(["review", preview, "--after", file("run.json", up.stdout), "--json"]);
    expect(told.code).toBe(1);
    const { done, failures, unfinished, notBegun } = JSON.parse(told.stdout);
    expect(unfinished).toEqual([]);
    expect(failures).toHaveLength(1);
    const [{ topic, images }] = failures;
    expect(topic).toBe("auth");
    expect([...done, ...images, ...notBegun].sort()).toEqual(targets.map(label));
    const live = targets.filter((target) => emulator.accounts(target).length > 0);
    expect(done).toEqual(live.map(label));
    const tried = new Set(emulator.calls({ action, outcome: "error" }).flatMap(({ imageIds }) => imageIds));
    expect(images).toEqual(targets.filter(({ imageId }) => tried.has(imageId)).map(label));
  });
});
