/** An image that every account can use: said by each command that reads it, and never changed. */
import { subjects } from "../../support/services";
import { cli, useWorkspace, writes } from "./support";

const workspace = useWorkspace();
const { target, account } = subjects["alicloud-ecs"];
const { service, region = "", imageId } = target;
const line = `${imageId} (${region}): is public: every account can use it, listed or not; this is not managed\n`;

const where = ["--service", service, "--region", region];
const share = { ...target, accounts: [account(0)], exclusive: true };

it.each<[string, string[], unknown[], string]>([
  ["show", ["show", ...where, "--image", imageId], [], `${imageId} (${region}): public, and shared with\n`],
  ["discover", ["discover", ...where], [], `${imageId} (${region}): public; ${account(0)}\n`],
  ["check", ["check"], [share], "1 images: 1 as listed\n"],
  ["apply", ["apply", "--yes"], [share], "1 images: 1 as listed before\n"],
])("%s says that the image is public, once", async (_command, args, shares, printed) => {
  workspace.emulator.putImage({ ...target, accounts: [account(0)], public: true });
  const run = await cli([...args, "--config", workspace.stack(shares)]);
  expect(run.code).toBe(0);
  expect(run.stdout.replace("1 image:", "1 images:")).toContain(printed);
  expect(`${run.stdout}${run.stderr}`.split(line)).toHaveLength(2);
  expect(writes(workspace.emulator)).toEqual([]);
  expect(workspace.emulator.image(target)).toMatchObject({ public: true });
});

it("is a member of what show prints as JSON, and absent of an image that is not public", async () => {
  const documents = [];
  for (const isPublic of [true, false]) {
    workspace.emulator.putImage({ ...target, accounts: [account(0)], public: isPublic });
    const args = ["show", ...where, "--image", imageId, "--json", "--config", workspace.stack([])];
    documents.push(JSON.parse((await cli(args)).stdout));
  }
  expect(documents.map((document) => document.public)).toEqual([true, undefined]);
});

it("does not keep an account that is no longer listed from losing its share", async () => {
  workspace.emulator.putImage({ ...target, accounts: [account(0), account(1)], public: true });
  const run = await cli(["apply", "--yes", "--config", workspace.stack([share])]);
  expect([run.code, workspace.emulator.accounts(target)]).toEqual([0, [account(0)]]);
});
