import { alice, bob, carol, cli, image, stranger, useWorkspace, writes } from "./support";

const workspace = useWorkspace();
const golden = image("golden");
const base = image("base");
const label = `${golden.imageId} (ap-guangzhou)`;

beforeEach(() => {
  workspace.emulator.putImage({ ...golden, accounts: [alice, stranger] });
  workspace.emulator.putImage({ ...base, accounts: [carol] });
});

const shares = (more: Readonly<Record<string, unknown>> = {}) => [
  { ...golden, accounts: [alice, bob], exclusive: true, ...more },
  { ...base, accounts: [carol] },
];

it("shows what will change, changes it, and says what has come of it", async () => {
  const run = await cli(["apply", "--yes", "--config", workspace.stack(shares())]);
  expect(run).toMatchObject({ code: 0, stderr: "" });
  expect(run.stdout.split("\n")).toEqual([
    `${label}: will lose access (has it now, not listed): ${stranger}`,
    `${label}: will gain access: ${bob}`,
    `${label}: lost access: ${stranger}`,
    `${label}: gained access: ${bob}`,
    "2 images: 1 as listed before, 1 changed",
    "",
  ]);
  expect(workspace.emulator.accounts(golden)).toEqual([alice, bob]);
  const again = await cli(["apply", "--config", workspace.stack(shares())]);
  expect(again).toEqual({ code: 0, stdout: "2 images: 2 as listed before\n", stderr: "" });
});

it("names an account of several images first if it loses, and cuts lines about gains, except in JSON", async () => {
  const many = Array.from({ length: 25 }, (_, index) => String(200_000_000_000 + index));
  workspace.emulator.putImage({ ...base, accounts: [stranger] });
  const both = [golden, base].map((one) => ({ ...one, accounts: many, exclusive: true }));
  const run = await cli(["apply", "--config", workspace.stack(both)]);
  const lines = run.stdout.split("\n");
  expect(lines[0]).toBe(`${stranger} will lose access to 2 images`);
  expect(run.stdout).toContain(`will gain access: ${many.slice(0, 20).join(", ")} and 5 more\n`);
  expect(lines).toContain(`${many[0]} will gain access to 2 images`);
  expect(lines).toContain("5 more accounts will gain access to several images");
  const checked = await cli(["check", "--config", workspace.stack(both)]);
  expect(checked.stdout).toContain(`with apply, ${stranger} would lose access to 2 images\n`);
  const { stdout } = await cli(["apply", "--json", "--yes", "--config", workspace.stack(both)]);
  const { images } = JSON.parse(stdout) as { images: { gains: string[] }[] };
  expect(images.map(({ gains }) => gains)).toEqual([many, many]);
});

it("changes nothing without --yes where nobody can be asked", async () => {
  const run = await cli(["apply", "--config", workspace.stack(shares())]);
  expect(run.code).toBe(3);
  expect(run.stderr).toBe("Not a terminal, and --yes was not given: nothing was changed.\n");
  expect(run.stdout).toContain("2 images: 1 as listed before, 1 not begun");
  expect(writes(workspace.emulator)).toEqual([]);
});

describe("on a terminal", () => {
  it("asks, and goes on with yes", async () => {
    const run = await cli(["apply", "--config", workspace.stack(shares())], { typed: "y\n" });
    expect(run.stderr).toContain("1 image: 1 account will lose access, 1 will gain it. Continue? [y/N] ");
    expect(run.code).toBe(0);
    expect(workspace.emulator.accounts(golden)).toEqual([alice, bob]);
  });

  it.each(["n\n", "\n", ""])("takes %j for a no", async (typed) => {
    const run = await cli(["apply", "--config", workspace.stack(shares())], { typed });
    expect(run.code).toBe(3);
    expect(run.stderr).toContain("Not confirmed: nothing was changed.");
    expect(writes(workspace.emulator)).toEqual([]);
  });

  it("shows what is to be confirmed also with --json, which keeps stdout to itself", async () => {
    const run = await cli(["apply", "--json", "--config", workspace.stack(shares())], { typed: "y\n" });
    expect(run.stderr).toContain(`${label}: will lose access (has it now, not listed): ${stranger}`);
    expect(JSON.parse(run.stdout)).toMatchObject({ applied: true });
  });

  it("revokes no account that gained access while the question was open", async () => {
    jest.useFakeTimers({
      doNotFake: ["nextTick", "setImmediate", "setTimeout", "setInterval", "queueMicrotask"],
    });
    try {
      const run = await cli(["apply", "--config", workspace.stack(shares())], {
        typed: "y\n",
        onOutput: (text) => {
          if (!text.includes("[y/N]")) return;
          workspace.emulator.share(golden, ["100000000055"]);
          // Long enough for the read behind the preview to be history.
          jest.setSystemTime(Date.now() + 60_000);
        },
      });
      expect(run.stderr).toContain(`${label}: refused: 100000000055 gained access while you were asked`);
      expect(run.stderr).toContain(
        "Run this again. See docs/errors.md#not-approved (image-share explain not-approved)",
      );
      expect(run.stdout).toContain("1 refused");
      expect(run.code).toBe(3);
      expect(workspace.emulator.accounts(golden)).toEqual([alice, stranger, "100000000055"]);
    } finally {
      jest.useRealTimers();
    }
  });
});

describe("guards", () => {
  it.each([
    ["maxRemovals", { maxRemovals: 0 }, "max-removals"],
    ["protectedAccounts", { protectedAccounts: [stranger] }, "protected-accounts"],
  ])("%s stops it before anything of any image is changed", async (_, guard, topic) => {
    const file = workspace.stack([...shares(guard), { ...image("third"), accounts: [alice] }]);
    workspace.emulator.putImage(image("third"));
    const run = await cli(["apply", "--yes", "--config", file]);
    expect(run.code).toBe(3);
    expect(run.stdout).toContain(`${label}: apply will refuse this: it would revoke`);
    expect(run.stdout).toContain(`docs/errors.md#${topic}`);
    expect(run.stdout).toContain("3 images: 1 as listed before, 1 not begun, 1 refused");
    expect(run.stderr).toBe(
      "Refused by a guard, for all images: nothing was changed.\nnot begun: img-third000 (ap-guangzhou)\n",
    );
    expect(writes(workspace.emulator)).toEqual([]);
  });

  it("appear with their reasons in the JSON", async () => {
    const file = workspace.stack(shares({ maxRemovals: 0 }));
    const run = await cli(["apply", "--yes", "--json", "--config", file]);
    const { applied, images } = JSON.parse(run.stdout);
    expect(applied).toBe(false);
    expect(images[1]).toMatchObject({
      status: "refused",
      gains: [bob],
      loses: [stranger],
      refusals: [{ topic: "max-removals" }],
    });
  });

  it("ask for allowEmpty before anything is called", async () => {
    const run = await cli(["apply", "--yes", "--config", workspace.stack([{ ...golden, accounts: [] }])]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain(
      "image-share:shares[0]: accounts is empty, which would revoke every account",
    );
    expect(workspace.emulator.calls()).toEqual([]);
  });
});

it("goes on with the others when one image fails, and ends with 1", async () => {
  const code = "InvalidAccountId.NotFound";
  workspace.emulator.putImage(image("third"));
  workspace.emulator.configure({ unknownAccounts: [bob] });
  const file = workspace.stack([...shares(), { ...image("third"), accounts: [carol] }]);
  const run = await cli(["apply", "--yes", "--config", file]);
  workspace.emulator.configure({ unknownAccounts: [] });
  expect(run.code).toBe(1);
  expect(run.stderr).toContain(`${label}: Tencent Cloud CVM refuses 1 account. ${bob}: ${code}`);
  expect(run.stderr).toContain(`Still with access: ${stranger}.`);
  expect(run.stdout).not.toContain(`${label}: lost access`);
  expect(run.stdout).toContain("3 images: 1 as listed before, 1 changed, 1 failed");
  expect(workspace.emulator.accounts(image("third"))).toEqual([carol]);
});

it("tells every failure with its image, when several fail", async () => {
  const images = ["one", "two", "three"].map((name) => image(name));
  for (const target of images) workspace.emulator.putImage(target);
  const action = "ModifyImageSharePermission";
  for (const { imageId } of images.slice(0, 2)) {
    workspace.emulator.injectFault({
      kind: "error",
      action,
      imageId,
      code: "UnauthorizedOperation",
      times: "always",
    });
  }
  const file = workspace.stack(images.map((target) => ({ ...target, accounts: [alice] })));
  const run = await cli(["apply", "--yes", "--config", file]);
  expect(run.code).toBe(1);
  for (const { imageId } of images.slice(0, 2)) {
    expect(run.stderr).toMatch(new RegExp(`^${imageId} \\(ap-guangzhou\\): .*UnauthorizedOperation`, "m"));
  }
  expect(run.stdout).toContain("3 images: 1 changed, 2 failed");
});

it("names the images that it did not come to before Ctrl-C", async () => {
  // As many as are carried out at a time wait for an answer; the others have not begun.
  const images = Array.from({ length: 10 }, (_, index) => image(`wait${index}`));
  for (const target of images) workspace.emulator.putImage(target);
  workspace.emulator.injectFault({
    kind: "hang",
    when: "before",
    action: "ModifyImageSharePermission",
    ms: 1_000,
    times: "always",
  });
  const interruption = new AbortController();
  const timer = setInterval(() => {
    if (writes(workspace.emulator).length > 0) interruption.abort();
  }, 20);
  const file = workspace.stack(images.map((target) => ({ ...target, accounts: [alice] })));
  const run = await cli(["apply", "--yes", "--config", file], { interrupted: interruption.signal });
  clearInterval(timer);
  expect(run.code).toBe(130);
  const [, left = ""] = /^not begun: (.*)$/m.exec(run.stderr) ?? [];
  for (const target of images) {
    const isBegun = workspace.emulator.accounts(target).includes(alice);
    expect({ target, isNamed: left.includes(`${target.imageId} (`) }).toEqual({ target, isNamed: !isBegun });
  }
  expect(left).not.toBe("");
});

it("names what is gone, applies the rest, and ends with 1", async () => {
  workspace.emulator.removeImage(base);
  const run = await cli(["apply", "--yes", "--json", "--config", workspace.stack(shares())]);
  expect(run.code).toBe(1);
  expect(JSON.parse(run.stdout).images.map(({ status }: { status: string }) => status)).toEqual([
    "gone",
    "changed",
  ]);
});

it("never takes access from anybody where the share only adds", async () => {
  const run = await cli(["apply", "--yes", "--config", workspace.stack(shares({ exclusive: false }))]);
  expect(run.code).toBe(0);
  expect(run.stdout).toContain(
    `${label}: has access already (foreign, not managed by this share): ${stranger}`,
  );
  expect(run.stdout).not.toContain("Pulumi");
  expect(workspace.emulator.accounts(golden)).toEqual([alice, stranger, bob]);
});

it("ends within seconds of Ctrl-C, with what is true", async () => {
  workspace.emulator.injectFault({
    kind: "hang",
    when: "after",
    action: "ModifyImageSharePermission",
    ms: 1_500,
  });
  const interruption = new AbortController();
  const timer = setInterval(() => {
    if (writes(workspace.emulator).length > 0) interruption.abort();
  }, 20);
  const began = Date.now();
  const run = await cli(["apply", "--yes", "--config", workspace.stack(shares())], {
    interrupted: interruption.signal,
  });
  clearInterval(timer);
  expect(Date.now() - began).toBeLessThan(8_000);
  expect(run.code).toBe(130);
  // The first write was on its way, and is told; the second was not begun.
  expect(run.stdout).toContain(`${label}: gained access: ${bob}`);
  expect(workspace.emulator.accounts(golden)).toEqual([alice, stranger, bob]);
});

it("claims nothing that it could not read back before it ended", async () => {
  const file = workspace.stack(shares({ accounts: [alice] }));
  const interruption = new AbortController();
  const timer = setInterval(() => {
    if (writes(workspace.emulator).length > 0) interruption.abort();
  }, 20);
  workspace.emulator.injectFault({
    kind: "hang",
    when: "after",
    action: "ModifyImageSharePermission",
    ms: 500,
  });
  workspace.emulator.injectFault({
    kind: "hang",
    when: "before",
    action: "DescribeImageSharePermission",
    ms: 60_000,
    skip: 2,
  });
  const run = await cli(["apply", "--yes", "--json", "--config", file], { interrupted: interruption.signal });
  clearInterval(timer);
  expect(run.code).toBe(130);
  expect(run.stderr).toContain(`No read has shown it: ${stranger} may have lost access.`);
  const { images } = JSON.parse(run.stdout) as { images: { imageId: string }[] };
  const image = images.find(({ imageId }) => imageId === golden.imageId);
  expect(image).toMatchObject({ status: "failed", loses: [stranger] });
  expect(image).not.toHaveProperty("lost");
});

it("does no more than what was approved, and says what came up since", async () => {
  const approved = workspace.file("approved.json", {
    format: "pulumi-image-share approval",
    version: 1,
    images: [{ ...golden, gains: [bob], losses: [] }],
  });
  const file = workspace.stack([{ ...golden, accounts: [alice, bob], exclusive: true }]);
  process.env.IMAGE_SHARE_APPROVED = approved;
  try {
    const run = await cli(["apply", "--yes", "--config", file]);
    expect(run.stdout + run.stderr).toContain(
      `it would take access from ${stranger}, which ${approved} does not show`,
    );
    expect(run.code).toBe(3);
    expect(workspace.emulator.calls().filter(({ action }) => action.startsWith("Modify"))).toEqual([]);
  } finally {
    delete process.env.IMAGE_SHARE_APPROVED;
  }
});

it("tells each kind of failure once at the end, with its images, and what is not begun", async () => {
  const [one, two, three] = [image("one"), image("two"), image("three")];
  for (const target of [one, two, three]) workspace.emulator.putImage({ ...target, accounts: [] });
  const action = "ModifyImageSharePermission";
  const codes = {
    one: "UnauthorizedOperation",
    two: "UnauthorizedOperation",
    three: "UnsupportedOperation.EncryptedImagesNotSupported",
  };
  for (const [name, code] of Object.entries(codes)) {
    const { imageId } = image(name);
    workspace.emulator.injectFault({ kind: "error", imageId, action, code, times: "always" });
  }
  const config = workspace.stack([
    ...[one, two, three].map((target) => ({ ...target, accounts: [alice] })),
    { ...golden, accounts: [alice, bob], exclusive: true },
  ]);
  const run = await cli(["apply", "--yes", "--config", config]);
  expect(run.code).toBe(1);
  expect(run.stderr.trimEnd().split("\n").slice(-2)).toEqual([
    "failed (auth): 2 images: img-one00000 (ap-guangzhou), img-two00000 (ap-guangzhou)",
    "failed (permanent): 1 image: img-three000 (ap-guangzhou)",
  ]);
  expect(run.stdout).toMatch(/4 images: 1 changed, 3 failed\n$/);
  const { stdout } = await cli(["apply", "--yes", "--json", "--config", config]);
  expect(JSON.parse(stdout).failures).toEqual([
    {
      topic: "auth",
      message: expect.stringMatching(/^img-one00000 .*UnauthorizedOperation/),
      images: [one, two].map(({ imageId }) => `tencentcloud-cvm/ap-guangzhou/${imageId}`),
    },
    {
      topic: "permanent",
      message: expect.any(String),
      images: [`tencentcloud-cvm/ap-guangzhou/${three.imageId}`],
    },
  ]);
});
