/** What apply refuses because a file does not say that it means it, and what one run may take in all. */
import { alice, bob, carol, cli, image, stranger, useWorkspace, writes } from "./support";

const workspace = useWorkspace();
const golden = image("golden");
const base = image("base");
const label = `${golden.imageId} (ap-guangzhou)`;
const many = Array.from({ length: 12 }, (_, index) => String(200_000_000_000 + index));

const applied = (shares: readonly unknown[], more: Readonly<Record<string, unknown>> = {}) =>
  cli(["apply", "--yes", "--config", workspace.stack(shares, more)]);

/** The variable is of this process, so the runs of this file that need it go one after the other, as all of it does. */
async function allowing<T>(most: string, run: () => Promise<T>): Promise<T> {
  process.env.IMAGE_SHARE_MAX_REMOVALS = most;
  try {
    return await run();
  } finally {
    delete process.env.IMAGE_SHARE_MAX_REMOVALS;
  }
}

describe("a share that does not say whether it is exclusive", () => {
  beforeEach(() => workspace.emulator.putImage({ ...golden, accounts: [alice, stranger] }));

  it("is refused where others have access, before anything of any image is written", async () => {
    workspace.emulator.putImage(base);
    const run = await applied([
      { ...golden, accounts: [alice, bob] },
      { ...base, accounts: [carol] },
    ]);
    expect(run.code).toBe(3);
    expect(run.stdout).toContain(
      `${label}: apply will refuse this: it would revoke ${stranger}, found on the image and not listed, and exclusive is ` +
        "not written: list them, write exclusive: true to revoke them, or exclusive: false to let them keep access. " +
        "See docs/errors.md#exclusive-not-written (image-share explain exclusive-not-written)",
    );
    expect(run.stdout).toContain(`${label}: would lose access (has it now, not listed): ${stranger}`);
    expect(run.stdout).toContain("2 images: 1 not begun, 1 refused");
    expect(writes(workspace.emulator)).toEqual([]);
  });

  it.each([
    ["lists them", { accounts: [alice, stranger] }, [alice, stranger]],
    ["revokes them", { accounts: [alice], exclusive: true }, [alice]],
    ["lets them keep access", { accounts: [alice], exclusive: false }, [alice, stranger]],
  ])("goes on when it %s", async (_way, args, left) => {
    const run = await applied([{ ...golden, ...args }]);
    expect([run.code, run.stderr]).toEqual([0, ""]);
    expect(workspace.emulator.accounts(golden)).toEqual(left);
  });

  it("goes on where nobody else has access, and at check is drift as ever", async () => {
    expect((await applied([{ ...golden, accounts: [alice, stranger, bob] }])).code).toBe(0);
    const run = await cli(["check", "--config", workspace.stack([{ ...golden, accounts: [alice] }])]);
    expect(run.code).toBe(2);
    expect(run.stdout).toContain(`has access and is not listed: ${bob}, ${stranger}`);
  });
});

describe("a share that does not say how many may lose access at once", () => {
  beforeEach(() => workspace.emulator.putImage({ ...golden, accounts: many }));
  const losing = (count: number, more: Readonly<Record<string, unknown>> = {}) => [
    { ...golden, accounts: many.slice(count), exclusive: true, ...more },
  ];

  it("is refused where more than 30 % would, before anything is written", async () => {
    const run = await applied(losing(4));
    expect(run.code).toBe(3);
    expect(run.stdout).toContain(
      `${label}: apply will refuse this: it would revoke 4 of 12 accounts (${many[0]}, `,
    );
    expect(run.stdout).toContain("write maxRemovals: 4 if that is what you want");
    expect(writes(workspace.emulator)).toEqual([]);
  });

  it("goes on with fewer, with maxRemovals, and with the variable of one run", async () => {
    expect((await applied(losing(3))).code).toBe(0);
    workspace.emulator.putImage({ ...golden, accounts: many });
    expect((await applied(losing(12, { accounts: [alice], maxRemovals: 12 }))).code).toBe(0);
    workspace.emulator.putImage({ ...golden, accounts: many });
    expect((await allowing("4", () => applied(losing(4)))).code).toBe(0);
    expect(workspace.emulator.accounts(golden)).toEqual(many.slice(4));
  });
});

describe("what one run may take, over all images", () => {
  const shares = (more: Readonly<Record<string, unknown>> = {}) => [
    { ...golden, accounts: [alice], exclusive: true, ...more },
    { ...base, accounts: [alice], exclusive: true, ...more },
  ];
  beforeEach(() => {
    for (const target of [golden, base])
      workspace.emulator.putImage({ ...target, accounts: [alice, bob, carol] });
  });

  it("what one run may take, over all images is bounded by image-share:maxRemovals: the image that passes it is named, and nothing is changed", async () => {
    const run = await applied(shares(), { "image-share:maxRemovals": 3 });
    expect(run.code).toBe(3);
    expect(run.stdout.split("\n")).toEqual([
      `${bob} would lose access to 2 images`,
      `${carol} would lose access to 2 images`,
      `${base.imageId} (ap-guangzhou): will lose access (has it now, not listed): ${bob}, ${carol}`,
      `${label}: apply will refuse this: it would revoke 2 accounts (${bob}, ${carol}), this run is to revoke access to ` +
        "other images 2 times, and image-share:maxRemovals is 3: raise it, or set IMAGE_SHARE_MAX_REMOVALS=4 for this " +
        "one run. See docs/errors.md#max-removals (image-share explain max-removals)",
      `${label}: would lose access (has it now, not listed): ${bob}, ${carol}`,
      "2 images: 1 not begun, 1 refused",
      "",
    ]);
    expect(writes(workspace.emulator)).toEqual([]);
  });

  it("goes on within the bound, and with the variable, which allows each image as much", async () => {
    expect((await applied(shares(), { "image-share:maxRemovals": 4 })).code).toBe(0);
    for (const target of [golden, base])
      workspace.emulator.putImage({ ...target, accounts: [alice, bob, carol] });
    const bounded = { "image-share:maxRemovals": 0 };
    const run = await allowing("4", () => applied(shares({ maxRemovals: 1 }), bounded));
    expect([run.code, run.stderr]).toEqual([0, ""]);
    expect(workspace.emulator.accounts(golden)).toEqual([alice]);
  });

  it("never lets the variable take from protected accounts, or from strangers that nobody spoke of", async () => {
    const run = await allowing("99", () =>
      applied([
        { ...golden, accounts: [alice], exclusive: true, protectedAccounts: [bob] },
        { ...base, accounts: [alice] },
      ]),
    );
    expect(run.code).toBe(3);
    expect(run.stdout).toContain("#protected-accounts");
    expect(run.stdout).toContain("#exclusive-not-written");
    expect(writes(workspace.emulator)).toEqual([]);
  });

  it("what one run may take, over all images is refused by name where the variable is no number", async () => {
    const run = await allowing("all", () => applied(shares()));
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("IMAGE_SHARE_MAX_REMOVALS must be a whole number, 0 or more");
    expect(workspace.emulator.calls()).toEqual([]);
  });
});

describe("image-share:limits", () => {
  const enough = Array.from({ length: 51 }, (_, index) => String(2_100_000_000 + index));
  const beijing = { service: "volcengine-ecs", region: "cn-beijing", imageId: "image-golden00" } as const;

  it("lets a file list as many as the vendor has given, and discover write them", async () => {
    workspace.emulator.putImage({ ...beijing, accounts: enough.slice(0, 50) });
    const share = { ...beijing, accounts: enough };
    const refused = await cli(["check", "--config", workspace.stack([share])]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(
      "accounts lists 51 accounts and Volcengine ECS allows 50 per image: list fewer, or set " +
        "image-share:limits.volcengine-ecs if the vendor allows you more",
    );
    const more = { "image-share:limits": { "volcengine-ecs": 60 } };
    expect((await cli(["check", "--config", workspace.stack([share], more)])).code).toBe(2);

    workspace.emulator.putImage({ ...beijing, accounts: enough });
    const discover = ["discover", "--service", beijing.service, "--region", beijing.region, "--config"];
    expect((await cli([...discover, workspace.stack([])])).stderr).toContain(
      "left out: accounts lists 51 accounts",
    );
    const { stdout } = await cli([...discover, workspace.stack([], more), "--write", "json"]);
    expect(JSON.parse(stdout)).toEqual({ shares: [{ ...beijing, exclusive: true, accounts: enough }] });
  });

  it("is not called the vendor's where it refuses", async () => {
    workspace.emulator.putImage({ ...golden, accounts: [alice, stranger] });
    const more = { "image-share:limits": { "tencentcloud-cvm": 2 } };
    const listing = await applied([{ ...golden, accounts: [alice, bob, carol] }], more);
    expect(listing.stderr).toContain(
      "accounts lists 3 accounts and image-share:limits.tencentcloud-cvm is 2: list fewer, or raise it",
    );
    const adding = await applied([{ ...golden, accounts: [alice, bob], exclusive: false }], more);
    expect(adding.stdout).toContain(
      "3 accounts would have access (1 of them foreign) and image-share:limits.tencentcloud-cvm is 2: list fewer, or raise it",
    );
    expect(adding.code).toBe(3);
  });
});

it("refuses an account without a name where the file asks for names, before anything is called", async () => {
  const names = {
    "image-share:accountNames": { [alice]: "acme" },
    "image-share:knownAccountsOnly": true,
  };
  const shares = [{ ...golden, accounts: [alice, stranger] }];
  for (const command of [["check"], ["apply", "--yes"]]) {
    const run = await cli([...command, "--config", workspace.stack(shares, names)]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain(`accounts lists ${stranger} without a name under image-share:accountNames`);
    expect(run.stderr).toContain("#known-accounts-only");
  }
  expect(workspace.emulator.calls()).toEqual([]);
});

it("a name is never shown beside a number that is no account", async () => {
  workspace.emulator.putImage({ ...golden, accounts: [alice, bob] });
  const names = { "image-share:accountNames": { "0": "zero", "1": "one", [bob]: "initech" } };
  const run = await applied([{ ...golden, accounts: [alice], exclusive: true, maxRemovals: 0 }], names);
  expect(run.stdout).toContain(`it would revoke 1 account (${bob} (initech)) and maxRemovals is 0: raise`);
  expect(run.stdout).not.toContain("zero");
});
