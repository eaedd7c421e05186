/** The example of each service, copied and run by the real engine. */
import { cpSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../e2e/harness/installation";
import { useWorld } from "../e2e/harness/world";
import { everySubject } from "../support/services";

/** The own ECS is switched on where the example does it. */
const ownEcs: readonly string[] = ["alicloud-swas"];

describe.each(everySubject)("examples/$target.service", ({ cloud, target, section, account }) => {
  const inOwnEcs = ownEcs.includes(target.service);
  const world = useWorld((folder) => {
    cpSync(join(repository, "examples", target.service), folder, { recursive: true });
    symlinkSync(join(repository, "node_modules/@types"), join(folder, "node_modules/@types"));
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: target.service }));
  });

  const [alice, bob] = [account(0), account(1)];

  const configure = (accounts: readonly string[]) => {
    world.stack.setConfig({
      [`image-share:${cloud}`]: section(world.emulator.credentials),
      [`${target.service}-share:region`]: target.region ?? null,
      [`${target.service}-share:imageId`]: target.imageId,
      [`${target.service}-share:accounts`]: accounts,
    });
  };

  // What happens in between is the same for all programs: services.test.ts.
  it("shares, and takes everything back", async () => {
    const { emulator, stack } = world;
    emulator.putImage(target);
    configure([alice, bob]);
    await stack.up();
    expect(emulator.image(target)).toMatchObject({ accounts: [alice, bob], shareToEcs: inOwnEcs });
    await stack.destroy();
    expect(emulator.image(target)).toMatchObject({ accounts: [], shareToEcs: false });
  });
});
