/** Images of OpenStack on the command line: what is its own beside the other services. */
import { parse } from "yaml";
import { cli, useWorkspace, writes } from "./support";

const workspace = useWorkspace();
const imageId = "ec470585-cd38-4279-9c18-f1cf56f5aaa3";
const target = { service: "openstack-glance", region: "RegionOne", imageId } as const;
const [shop, bank] = ["93f048e385f744ff9c84236b677ce396", "fee7fe8209514398b42c1ba018f1ba64"];
const where = ["--service", target.service, "--region", target.region];

beforeEach(() => {
  workspace.emulator.putImage({ ...target, accounts: [shop] });
});

it("show names the members, and a member that is no project ID as one that is not managed", async () => {
  workspace.emulator.share(target, ["a-project-name"]);
  const config = workspace.stack([], { "image-share:accountNames": { [shop]: "Shop" } });
  const shown = await cli(["show", ...where, "--image", imageId, "--config", config]);
  expect(shown).toMatchObject({ code: 0, stdout: `${imageId} (RegionOne): shared with\n  ${shop} (Shop)\n` });
  expect(shown.stderr).toContain("also shared with a-project-name; this is not managed");
});

it.each([target.region, "all"])("discover --region %s writes a file that is as listed", async (region) => {
  const config = workspace.stack([]);
  const args = ["discover", "--service", target.service, "--region", region];
  const found = await cli([...args, "--write", "config", "--config", config]);
  const shares: unknown[] = parse(found.stdout).config["image-share:shares"];
  expect(shares).toEqual([{ ...target, exclusive: true, accounts: [shop] }]);
  const checked = await cli(["check", "--config", workspace.stack(shares)]);
  expect(checked).toMatchObject({ code: 0, stdout: "1 image: 1 as listed\n" });
});

it("check finds drift, and apply repairs it by one call for each member", async () => {
  const stack = workspace.stack([{ ...target, accounts: [bank], exclusive: true }]);
  const checked = await cli(["check", "--config", stack]);
  expect(checked).toMatchObject({ code: 2, stdout: expect.stringContaining(`has no access: ${bank}`) });
  workspace.emulator.clearCalls();
  const applied = await cli(["apply", "--yes", "--config", stack]);
  expect(applied.stdout).toContain(`lost access: ${shop}`);
  expect(applied.code).toBe(0);
  expect(workspace.emulator.accounts(target)).toEqual([bank]);
  expect(
    writes(workspace.emulator)
      .filter((action) => action !== "ShowImage")
      .toSorted(),
  ).toEqual(["CreateImageMember", "DeleteImageMember"]);
});

it("apply refuses a project's name before any call, and says where its ID is", async () => {
  workspace.emulator.clearCalls();
  const stack = workspace.stack([{ ...target, accounts: ["shop"], exclusive: true }]);
  const { code, stderr } = await cli(["apply", "--yes", "--config", stack]);
  expect(code).toBe(1);
  expect(stderr).toContain(
    'openstack project show NAME -f value -c id), such as "93f048e385f744ff9c84236b677ce396", not "shop"',
  );
  expect(workspace.emulator.calls()).toEqual([]);
});

it("show names the regions of the catalogue where the region is not one", async () => {
  const args = ["show", "--service", target.service, "--region", "GRA11", "--image", imageId];
  const { code, stderr } = await cli([...args, "--config", workspace.stack([])]);
  expect(code).toBe(1);
  expect(stderr).toContain("no image service in region GRA11");
  expect(stderr).toContain("it has RegionOne (public)");
});

it("check says of an image that is not shared which visibility it has, and what to type", async () => {
  workspace.emulator.putImage({ ...target, refuses: "private" });
  const stack = workspace.stack([{ ...target, accounts: [shop], exclusive: true }]);
  const { code, stdout, stderr } = await cli(["check", "--config", stack]);
  expect(code).not.toBe(0);
  expect(`${stdout}${stderr}`).toContain(`openstack image set --shared ${imageId}`);
});
