/** Organisations on the command line: shown, found, checked and applied as accounts are. */
import { parse } from "yaml";
import { cli, useWorkspace, writes } from "./support";

const workspace = useWorkspace();
const target = { service: "aws-ec2", region: "eu-central-1", imageId: "ami-0123456789abcdef0" } as const;
const organization = "arn:aws:organizations::111122223333:organization/o-a1b2c3d4e5";
const unit = "arn:aws:organizations::111122223333:ou/o-a1b2c3d4e5/ou-ab12-c3d4e5f6";
const accounts = ["012345678901"];
const where = ["--service", target.service, "--region", target.region];

beforeEach(() => {
  workspace.emulator.putImage({ ...target, accounts: [...accounts, organization, unit] });
});

it("show names them, and their names as configured", async () => {
  const stack = workspace.stack([], { "image-share:accountNames": { [organization]: "Acme" } });
  const args = ["show", ...where, "--image", target.imageId, "--config", stack];
  expect((await cli(args)).stdout).toContain(`  ${accounts[0]}\n  ${organization} (Acme)\n  ${unit}\n`);
  expect(JSON.parse((await cli([...args, "--json"])).stdout)).toMatchObject({
    accounts,
    organizationArns: [organization],
    organizationalUnitArns: [unit],
    accountNames: { [organization]: "Acme" },
  });
});

it("discover writes them, so that applying the file changes nothing", async () => {
  const config = workspace.stack([]);
  const run = await cli(["discover", ...where, "--write", "config", "--config", config]);
  const shares: unknown = parse(run.stdout).config["image-share:shares"];
  expect(shares).toEqual([
    {
      ...target,
      exclusive: true,
      accounts,
      organizationArns: [organization],
      organizationalUnitArns: [unit],
    },
  ]);
  const applied = await cli(["apply", "--yes", "--config", workspace.stack(shares as unknown[])]);
  expect([applied.code, applied.stdout.trim()]).toEqual([0, "1 image: 1 as listed before"]);
  expect(writes(workspace.emulator)).toEqual([]);
});

it("check finds their drift, and apply repairs it in one call", async () => {
  const other = organization.replace("a1b2", "b2c3");
  const share = { ...target, accounts, organizationArns: [other], exclusive: true };
  const stack = workspace.stack([share]);
  const checked = await cli(["check", "--config", stack]);
  expect(`${checked.stdout}${checked.stderr}`).toContain(`has access and is not listed: ${organization}`);
  expect(`${checked.stdout}${checked.stderr}`).toContain(`is listed and has no access: ${other}`);
  const applied = await cli(["apply", "--yes", "--config", stack]);
  expect(applied.code).toBe(0);
  expect(workspace.emulator.accounts(target).toSorted()).toEqual([...accounts, other, unit].toSorted());
  expect(writes(workspace.emulator)).toEqual(["ModifyImageAttribute"]);
});
