import { alice, bob, carol, cli, credential, image, stranger, useWorkspace, writes } from "./support";

const workspace = useWorkspace();
const golden = image("golden");
const base = image("base");
const label = `${golden.imageId} (ap-guangzhou)`;

beforeEach(() => {
  workspace.emulator.putImage({ ...golden, accounts: [alice, bob] });
  workspace.emulator.putImage({ ...base, accounts: [carol] });
});

const listed = () => [
  { ...golden, accounts: [alice, bob] },
  { ...base, accounts: [carol] },
];

it("ends with 0 when all is as listed, and writes nothing", async () => {
  const run = await cli(["check", "--config", workspace.stack(listed())]);
  expect(run).toEqual({ code: 0, stdout: "2 images: 2 as listed\n", stderr: "" });
  expect(writes(workspace.emulator)).toEqual([]);
});

it("ends with 2 on drift, and names each account, with its name, by image", async () => {
  workspace.emulator.unshare(golden, [bob]);
  workspace.emulator.share(golden, [stranger]);
  const names = { "image-share:accountNames": { [bob]: "bob's shop" } };
  const run = await cli(["check", "--config", workspace.stack(listed(), names)]);
  expect(run.code).toBe(2);
  expect(run.stdout.split("\n")).toEqual([
    `${label}: has access and is not listed: ${stranger}`,
    `${label}: is listed and has no access: ${bob} (bob's shop)`,
    "2 images: 1 as listed, 1 drifted",
    "",
  ]);
});

it("takes an image that is gone for drift, and says so", async () => {
  workspace.emulator.removeImage(golden);
  const run = await cli(["check", "--config", workspace.stack(listed())]);
  expect(run.code).toBe(2);
  expect(run.stdout).toMatch(new RegExp(`^${golden.imageId} .* image not found`));
  expect(run.stdout).toContain(
    "remove it from the file. Keys: image-share:tencentcloud, key ID …Line, of account 100099990001. See docs/errors.md#image-gone (image-share explain image-gone)\n",
  );
  expect(run.stdout).toContain("2 images: 1 as listed, 1 gone\n");
  expect(run.stdout).not.toContain("Pulumi");
});

it("does not mind accounts of others where the share only adds", async () => {
  const shares = [{ ...golden, accounts: [alice], exclusive: false }];
  const run = await cli(["check", "--config", workspace.stack(shares), "--json"]);
  expect(run.code).toBe(0);
  expect(JSON.parse(run.stdout).images).toEqual([
    expect.objectContaining({ status: "as-listed", missing: [], unlisted: [], foreign: [bob] }),
  ]);
});

it("ends with 1 when an image could not be read, and still tells of the others", async () => {
  workspace.emulator.unshare(golden, [bob]);
  const code = "UnauthorizedOperation";
  const message = "no\u001b[31m\nentry";
  workspace.emulator.injectFault({ kind: "error", code, message, imageId: base.imageId, times: 9 });
  const run = await cli(["check", "--config", workspace.stack(listed())]);
  expect(run.code).toBe(1);
  expect(run.stdout).toContain(`${label}: is listed and has no access: ${bob}`);
  expect(run.stdout).toContain("2 images: 1 drifted, 1 could not be read");
  expect(run.stderr).toMatch(
    /^img-base0000 .*UnauthorizedOperation: no \[31m entry.*docs\/errors.md#auth \(image-share explain auth\)\n$/,
  );
});

it("says the same as one JSON document", async () => {
  workspace.emulator.unshare(golden, [bob]);
  workspace.emulator.removeImage(base);
  const run = await cli(["check", "--json", "--config", workspace.stack(listed())]);
  expect(run).toMatchObject({ code: 2, stderr: "" });
  expect(JSON.parse(run.stdout)).toEqual({
    drift: true,
    images: [
      { ...base, id: `tencentcloud-cvm/ap-guangzhou/${base.imageId}`, status: "gone" },
      {
        ...golden,
        id: `tencentcloud-cvm/ap-guangzhou/${golden.imageId}`,
        status: "drift",
        missing: [bob],
        unlisted: [],
        foreign: [],
      },
    ],
  });
});

it("compares the owner's own ECS as well", async () => {
  const swas = { service: "alicloud-swas", region: "cn-hangzhou", imageId: "m-swas000001" } as const;
  workspace.emulator.putImage(swas);
  const run = await cli(["check", "--config", workspace.stack([{ ...swas, shareToEcs: true }])]);
  expect(run.code).toBe(2);
  expect(run.stdout).toContain("is listed and has no access: your own ECS (shareToEcs)");
});

it("says once what hinders many images, and names them", async () => {
  const shares = listed().map((share) => ({ ...share, credentials: "partner" }));
  const tencentcloud = { secretId: credential.id, secretKey: credential.secret };
  const config = workspace.stack(shares, { "image-share:profiles": { others: { tencentcloud } } });
  const run = await cli(["check", "--config", config]);
  expect(run).toMatchObject({ code: 1, stdout: "2 images: 2 could not be read\n" });
  expect(run.stderr).toMatch(
    /^credentials names the profile "partner".*#profile \(image-share explain profile\)\ncould not read img-base0000 \(ap-guangzhou\), img-golden00 .*\n$/,
  );
});

it("names each image that wrong keys keep it from, and no key", async () => {
  const wrong = { secretId: credential.id, secretKey: "another-secret" };
  const run = await cli([
    "check",
    "--config",
    workspace.stack(listed(), { "image-share:tencentcloud": wrong }),
  ]);
  expect(run).toMatchObject({ code: 1, stdout: "2 images: 2 could not be read\n" });
  expect(
    run.stderr.match(
      /^img-(base0000|golden00) .*AuthFailure\.SignatureFailure.*#auth \(image-share explain auth\)$/gm,
    ),
  ).toHaveLength(2);
  expect(run.stderr).not.toContain("another-secret");
});

describe("Ctrl-C", () => {
  it("ends it with 130 and what is known by then", async () => {
    workspace.emulator.injectFault({ kind: "hang", when: "before", imageId: base.imageId, times: 1 });
    const interruption = new AbortController();
    let began = Date.now();
    const timer = setInterval(() => {
      // The other image was answered by then.
      if (workspace.emulator.calls({ imageId: golden.imageId }).length === 0 || Date.now() - began < 1_000)
        return;
      clearInterval(timer);
      began = Date.now();
      interruption.abort();
    }, 50);
    const run = await cli(["check", "--config", workspace.stack(listed())], {
      interrupted: interruption.signal,
    });
    expect(Date.now() - began).toBeLessThan(5_000);
    expect(run.code).toBe(130);
    expect(run.stdout).toBe("2 images: 1 as listed, 1 not looked at\n");
    expect(run.stderr).toContain("not looked at: img-base0000 (ap-guangzhou)\n");
  });
});
