/** The images in a file: written with every change, read at the start. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tencent } from "./support/clients";
import { start } from "./support/start";

const IMAGE = { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-6pb6lrmy" } as const;
const [ALICE, BOB] = ["100000000001", "100000000002"] as const;

let folder: string;
let stateFile: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "emulator-state-"));
  stateFile = join(folder, "state.json");
});

afterEach(() => rmSync(folder, { recursive: true }));

const written = () => JSON.parse(readFileSync(stateFile, "utf8"));

it("is made at the start, and holds all that was changed before the change was answered", async () => {
  const emulator = await start({ stateFile });
  expect(written()).toEqual({ images: [] });
  emulator.putImage({ ...IMAGE, name: "golden", tags: { env: "prod" }, accounts: [ALICE] });
  await tencent(emulator, "ModifyImageSharePermission", {
    ImageId: IMAGE.imageId,
    AccountIds: [BOB],
    Permission: "SHARE",
  });
  expect(written().images).toMatchObject([{ ...IMAGE, name: "golden", accounts: [ALICE, BOB] }]);
  emulator.unshare(IMAGE, [ALICE]);
  expect(written().images).toMatchObject([{ accounts: [BOB] }]);
  expect(await readdir(folder)).toEqual(["state.json"]);
});

it("gives the next emulator the images of the one before, and their removal too", async () => {
  const first = await start({ stateFile });
  const swas = { service: "alicloud-swas", region: "cn-hangzhou", imageId: "m-1" } as const;
  first.putImage({ ...IMAGE, owner: "100088880001", state: "SYNCING", public: true, accounts: [ALICE] });
  first.putImage({ ...swas, shareToEcs: true });
  first.putImage({ service: "alicloud-ens", imageId: "m-1", refuses: "NoPermission", tags: { a: "b" } });
  const images = first.images();
  await first.close();
  const second = await start({ stateFile });
  expect(second.images()).toEqual(images);
  second.removeImage(IMAGE);
  await second.close();
  expect((await start({ stateFile })).images()).toEqual(images.slice(1));
});

it("is emptied by a reset", async () => {
  const emulator = await start({ stateFile });
  emulator.putImage(IMAGE);
  emulator.reset();
  expect(written()).toEqual({ images: [] });
});

it("may be written by hand, as seeds", async () => {
  writeFileSync(stateFile, JSON.stringify({ images: [{ ...IMAGE, accounts: [ALICE] }] }));
  expect((await start({ stateFile })).image(IMAGE)).toMatchObject({ state: "NORMAL", accounts: [ALICE] });
});

it.each([
  ["{", "is not JSON"],
  ["[]", "is not valid"],
  ['{"images":[{"service":"aws"}]}', "images.0.service"],
  [`{"images":[{"service":"alicloud-ecs","imageId":"m-1"}]}`, "needs a region"],
])("that holds %s stops the start, and stays as it is", async (text, message) => {
  writeFileSync(stateFile, text);
  await expect(start({ stateFile })).rejects.toThrow(message);
  expect(readFileSync(stateFile, "utf8")).toBe(text);
});

it("stops the start when it cannot be read or written, and is named", async () => {
  await expect(start({ stateFile: folder })).rejects.toThrow(`the state file ${folder} cannot be read`);
  const elsewhere = join(folder, "missing", "state.json");
  await expect(start({ stateFile: elsewhere })).rejects.toThrow(`${elsewhere} cannot be written`);
  expect(existsSync(join(folder, "missing"))).toBe(false);
});
