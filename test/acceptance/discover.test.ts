/** An estate that others have shared by hand: discovered, taken over without a write, and managed from then on. */
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse } from "yaml";
import { serviceNames } from "../../src/core/services";
import type { Target } from "../../src/emulator";
import { repository } from "../e2e/harness/installation";
import { useWorld, type World } from "../e2e/harness/world";
import { places, seedEstate } from "../unit/cli/estate";
import { settings } from "../unit/cli/settings";

/** Two hundred resources, on a machine that may be busy. */
const TIMEOUT_MS = 600_000;

function prepare(folder: string): void {
  symlinkSync(join(repository, "node_modules/@types"), join(folder, "node_modules/@types"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "adopted", main: "index.ts" }));
  writeFileSync(join(folder, "Pulumi.yaml"), "name: adopted\nruntime: nodejs\n");
}

/** Has the built command discover all services, and write what it found. @returns the file's text */
async function discovered({ emulator, stack }: World, format: string, name: string): Promise<string> {
  const output = join(stack.folder, name);
  const config = join(stack.folder, "reach.json");
  writeFileSync(config, JSON.stringify({ config: settings(emulator) }));
  const where = ["--service", ...serviceNames, "--region", ...places, "--config", config];
  const cli = join(repository, "dist/cli/main.js");
  await promisify(execFile)(process.execPath, [
    cli,
    "discover",
    ...where,
    "--write",
    format,
    "--output",
    output,
  ]);
  return readFileSync(output, "utf8");
}

/** Seeds the clouds. @returns the images that are shared */
function seed({ emulator, stack }: World): Target[] {
  emulator.configure({ rateLimits: false });
  stack.setEnvironment({ PULUMI_PARALLEL_DIFF: "true" });
  return seedEstate(emulator);
}

/** What changed something, or tried to, during the last command. */
function writes({ emulator }: World): { action: string; imageIds: readonly string[] }[] {
  return emulator
    .calls()
    .filter(({ action }) => !/^(Describe|List|Get|Read|Show)|^CreateToken$/.test(action));
}

const stranger = "100000009999";

describe("the stack configuration that discover writes, in the quickstart", () => {
  const world = useWorld((folder) => {
    prepare(folder);
    mkdirSync(join(folder, "examples"));
    cpSync(join(repository, "examples/quickstart"), join(folder, "examples/quickstart"), { recursive: true });
    cpSync(join(repository, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
  });

  it(
    "is taken over without a write, and the next change is one write",
    async () => {
      const { emulator, stack } = world;
      const shared = seed(world);
      const shares = parse(await discovered(world, "config", "written.yaml")).config["image-share:shares"];
      const configure = () => stack.setConfig({ ...settings(emulator), "image-share:shares": shares });
      configure();
      const before = emulator.images();

      const adoption = await stack.up();
      expect(writes(world)).toEqual([]);
      expect(adoption.resources).toEqual([`${shared.length + 1} created`]);
      expect(emulator.images()).toEqual(before);

      const changed = shares.find(({ service }: Target) => service === "tencentcloud-cvm");
      changed.accounts.push(stranger);
      configure();
      await stack.up();
      expect(writes(world)).toEqual([
        expect.objectContaining({ action: "ModifyImageSharePermission", imageIds: [changed.imageId] }),
      ]);
      expect(emulator.accounts(changed)).toContain(stranger);
    },
    TIMEOUT_MS,
  );
});

describe("the program that discover writes", () => {
  const world = useWorld(prepare);

  it(
    "is taken over without a write, and the next change is one write",
    async () => {
      const { emulator, stack } = world;
      const shared = seed(world);
      const text = await discovered(world, "program", "index.ts");
      stack.setConfig(settings(emulator));

      const adoption = await stack.up();
      expect(writes(world)).toEqual([]);
      expect(adoption.resources).toEqual([`${shared.length + 1} created`]);

      const image = shared.find(({ service }) => service === "tencentcloud-cvm") as Target;
      const [account = ""] = emulator.accounts(image);
      const lists = text.split(`imageId: "${image.imageId}"`);
      expect(lists).toHaveLength(2);
      lists[1] = lists[1]?.replace(`"${account}",`, `"${account}", "100000099999",`) ?? "";
      writeFileSync(join(stack.folder, "index.ts"), lists.join(`imageId: "${image.imageId}"`));
      await stack.up();
      expect(writes(world)).toEqual([
        expect.objectContaining({ action: "ModifyImageSharePermission", imageIds: [image.imageId] }),
      ]);
      expect(emulator.accounts(image)).toContain("100000099999");
    },
    TIMEOUT_MS,
  );
});
