/** The life of a share in a language that needs the plugin, from the empty folder on. */
import { cpSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../../e2e/harness/installation";
import { alice, bob, carol, image, stranger } from "../../e2e/harness/world";
import type { Language } from "./language";
import { isOfficialRelease } from "./language-project";
import { useProject } from "./project";

/** The image of the page's program. */
const golden = { ...image("golden"), imageId: "img-6pb6lrmy" } as const;
const other = image("imported");
const label = `${golden.imageId} (ap-guangzhou)`;

export function describeLife(language: Language): void {
  const world = useProject(language);

  const write = (text: string) => writeFileSync(join(world.stack.folder, language.file), text);
  const list = (...accounts: readonly string[]) =>
    language.program.replace(`"${alice}", "${bob}"`, accounts.map((account) => `"${account}"`).join(", "));
  const live = () => world.emulator.accounts(golden).sort();

  beforeAll(() => {
    world.emulator.putImage({ ...golden, accounts: [] });
  });

  it("says at the first preview who will gain access, and calls nothing that writes", async () => {
    const run = await world.stack.preview("--diff");
    expect(run.output).toContain(`${label}: will gain access: ${alice}, ${bob}\n`);
    expect(run.output).toMatch(/accounts: \[\n\s+\[0\]: "100000000001"\n\s+\[1\]: "100000000002"\n/);
    expect(run.calls).toEqual([`describe ${golden.imageId}`]);
  });

  it("shares the image, and finds nothing to do the next time", async () => {
    await world.stack.up();
    expect(live()).toEqual([alice, bob]);
    const run = await world.stack.up();
    expect(run.resources).toEqual(["2 unchanged"]);
    expect(run.calls).toEqual([`describe ${golden.imageId}`]);
  });

  it("names at a preview who lost and who gained access outside, and puts it right", async () => {
    world.emulator.unshare(golden, [bob]);
    world.emulator.share(golden, [stranger]);
    const lines = [
      `${label}: will lose access (added outside of Pulumi, not listed): ${stranger}`,
      `${label}: will gain access again (removed outside of Pulumi): ${bob}`,
    ];
    expect((await world.stack.preview()).saidOfResources).toEqual(lines);
    await world.stack.up();
    expect(live()).toEqual([alice, bob]);
  });

  it("takes an edit of the program, and shows each account at its place", async () => {
    write(list(alice, carol));
    const preview = await world.stack.preview("--diff");
    expect(preview.output).toMatch(/~ \[1\]: "100000000002" => "100000000003"/);
    expect(preview.output).toContain(`${label}: will lose access (no longer listed): ${bob}\n`);
    expect(preview.output).toContain(`${label}: will gain access: ${carol}\n`);
    const run = await world.stack.up();
    expect(run.writes).toEqual([`share ${golden.imageId} ${carol}`, `cancel ${golden.imageId} ${bob}`]);
  });

  it("is refreshed without a write", async () => {
    world.emulator.unshare(golden, [carol]);
    const run = await world.stack.refresh();
    expect(run.saidOfResources).toEqual([`${label}: lost access outside of Pulumi: ${carol}`]);
    expect(run.writes).toEqual([]);
    await world.stack.up();
    expect(live()).toEqual([alice, carol]);
  });

  it("imports a share, which the program then manages without a change", async () => {
    world.emulator.putImage({ ...other, accounts: [bob] });
    const id = `tencentcloud-cvm/ap-guangzhou/${other.imageId}`;
    const writesCode = await isOfficialRelease();
    const more = ["--yes", "--protect=false", ...(writesCode ? [] : ["--generate-code=false"])];
    const run = await world.stack.run(["import", "image-share:index:ImageShare", "imported", id, ...more]);
    expect(run.output).toMatch(writesCode ? language.importedCode : /1 imported/);
    write(language.withSecond(list(alice, carol), { imageId: other.imageId, accounts: [bob] }));
    const up = await world.stack.up();
    expect(up.resources).toEqual(["3 unchanged"]);
    expect(up.writes).toEqual([]);
  });

  it("takes a plugin of another version than the SDK's, where the project says where it is", async () => {
    const second = { imageId: other.imageId, accounts: [bob], version: "0.0.9" };
    write(language.withSecond(list(alice, carol), second));
    expect((await world.stack.up()).writes).toEqual([]);
    expect(world.emulator.accounts(other)).toEqual([bob]);
  });

  it("takes a second provider, with keys of its own, in the same program", async () => {
    const { url, credentials } = world.emulator;
    const provider = { endpoint: url, ...credentials };
    write(
      language.withSecond(list(alice, carol), { imageId: other.imageId, accounts: [bob, carol], provider }),
    );
    const run = await world.stack.up();
    expect(run.writes).toEqual([`share ${other.imageId} ${carol}`]);
    expect((await world.stack.up()).resources).toEqual(["4 unchanged"]);
  });

  it("refuses an account that cannot be one, by its place, and calls nothing", async () => {
    write(list(alice, "12345"));
    const run = await world.stack.failing("up");
    expect(run.output).toMatch(/accounts\[1\] must be the ID of a root account .*not "12345"/);
    expect(run.calls).toEqual([]);
  });

  it("takes back what it shared when it is destroyed", async () => {
    write(language.program);
    await world.stack.destroy();
    expect(live()).toEqual([]);
    expect(world.emulator.accounts(other)).toEqual([]);
  });

  it("runs the example of many clouds as it stands", async () => {
    const { stack, emulator } = world;
    const example = join(repository, "examples", language.heading.toLowerCase());
    for (const name of ["Pulumi.yaml", language.file]) cpSync(join(example, name), join(stack.folder, name));
    const images = [
      { service: "alicloud-ecs", region: "cn-hangzhou", imageId: "m-bp1g7004ksh0oeuco8vd" },
      { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-6pb6lrmy" },
    ] as const;
    const text = readFileSync(join(example, language.file), "utf8");
    for (const { imageId } of images) expect(text).toContain(imageId);
    for (const target of images) emulator.putImage({ ...target, accounts: [] });
    const { id, secret } = emulator.credentials;
    stack.setConfig({ "image-share:alicloud": { accessKeyId: id, accessKeySecret: secret } });
    await stack.up();
    expect(images.map((target) => emulator.accounts(target).sort())).toEqual([
      ["1234567890123456", "1234567890123457"],
      [alice, bob],
    ]);
    expect((await stack.up()).resources).toEqual(["3 unchanged"]);
    await stack.destroy();
    expect(images.map((target) => emulator.accounts(target))).toEqual([[], []]);
  });

  it("names the folder in which the plugin is not found", async () => {
    const { folder } = world.stack;
    const plugin = join(folder, "node_modules/pulumi-image-share");
    for (const [name, text] of Object.entries(language.files())) writeFileSync(join(folder, name), text);
    writeFileSync(
      join(folder, "Pulumi.yaml"),
      `${language.files()["Pulumi.yaml"]}packages:\n  image-share: ./node_modules/pulumi-image-share/plugin\n`,
    );
    renameSync(plugin, `${plugin}-elsewhere`);
    const run = await world.stack.failing("preview");
    expect(run.output).toMatch(/no folder at path '.*node_modules\/pulumi-image-share\/plugin'/);
  });
}
