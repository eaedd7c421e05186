/** A first run of many images with many accounts, under the vendor's limits, in both hosts: what it prints is bounded. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { image, manyAccounts } from "../e2e/harness/world";
import { hosts } from "../e2e/plugin/hosts";
import { cli } from "../unit/cli/support";

const names = Array.from({ length: 60 }, (_, index) => `big${String(index).padStart(2, "0")}`);
const accounts = manyAccounts(300);

jest.setTimeout(300_000);

describe.each(hosts)("a first up of 60 images with 300 accounts, with $name", ({ useWorld, setShares }) => {
  const world = useWorld();

  it("has a log of bounded lines, says how far it is, and its review names every account", async () => {
    const { emulator, stack } = world;
    for (const name of names) emulator.putImage({ ...image(name), accounts: [] });
    setShares(world, Object.fromEntries(names.map((name) => [name, { ...image(name), accounts }])));
    const preview = await stack.run(["preview", "--json"]);
    writeFileSync(join(stack.folder, "preview.json"), preview.stdout);
    writeFileSync(join(stack.folder, "state.json"), (await stack.run(["stack", "export"])).stdout);
    const [file, state] = ["preview.json", "state.json"].map((name) => join(stack.folder, name));
    const { code, stdout } = await cli(["review", file ?? "", "--state", state ?? "", "--json"]);
    expect(code).toBe(0);
    const { images } = JSON.parse(stdout) as { images: { imageId: string; gains: string[] }[] };
    expect(images.map(({ imageId, gains }) => [imageId, gains])).toEqual(
      names.map((name) => [image(name).imageId, accounts]),
    );

    const { output } = await stack.run(["up", "--yes", "--parallel", "64"]);
    // The outputs of the stack are the program's own.
    const lines = output.replaceAll(/^Outputs:\n(?: {4}.*\n)*/gm, "").split("\n");
    const bytes = lines.join("\n").length;
    const longest = Math.max(...lines.map((line) => line.length));
    expect(longest).toBeLessThan(600);
    expect(bytes).toBeLessThan(names.length * 4_000);
    const progress = lines.filter((line) => line.includes("tencentcloud-cvm: "));
    expect(progress.some((line) => /\d+ of \d+ calls done, about \d+ s left/.test(line))).toBe(true);
    for (const name of names) expect(emulator.accounts(image(name))).toEqual(accounts);
  });
});
