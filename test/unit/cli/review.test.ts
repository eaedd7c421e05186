/** `pulumi-image-share review`: what it prints, what it writes, and how it ends. */
import { existsSync, readFileSync } from "node:fs";
import { parseApproval } from "../../../src/core/approval";
import { digest, exported, golden, held, other, share, step, wish } from "./preview-documents";
import { alice, bob, carol, cli, type Ended, useWorkspace } from "./support";

const workspace = useWorkspace();
const label = `${golden.imageId} (ap-guangzhou)`;

async function reviewed(preview: string, state: string, ...options: string[]): Promise<Ended> {
  const files = [workspace.file("preview.json", preview), workspace.file("state.json", state)];
  return cli(["review", files[0] ?? "", "--state", files[1] ?? "", ...options]);
}

const unchanged = share("golden", held);
const update = (accounts: readonly string[]) =>
  step("update", { before: unchanged, after: wish("golden", { ...held, accounts }) });
const gain = {
  preview: digest({ steps: [update([alice, bob, carol])], lines: [`${label}: will gain access: ${carol}`] }),
  state: exported([unchanged]),
};
const loss = {
  preview: digest({
    steps: [update([alice])],
    lines: [`${label}: will lose access (no longer listed): ${bob}`],
    config: { "image-share:accountNames": JSON.stringify({ [bob]: "Initech (Austin)" }) },
  }),
  state: exported([unchanged]),
};

it("goes on with 0 where nobody loses access and everything is known", async () => {
  expect(await reviewed(gain.preview, gain.state)).toEqual({
    code: 0,
    stdout: `${label}: will gain access: ${carol}\nGo: nobody loses access; 1 account will gain access to 1 image\n`,
    stderr: "",
  });
});

it("stops with 2 where an account loses access, and names the account as configuration does", async () => {
  expect(await reviewed(loss.preview, loss.state)).toEqual({
    code: 2,
    stdout:
      `${label}: will lose access (no longer listed): ${bob} (Initech [Austin])\n` +
      "Stop: 1 account would lose access to 1 image\n",
    stderr: "",
  });
});

it("stops with 2 where up would refuse, or the image is gone", async () => {
  for (const line of [
    "up will refuse this: it would revoke 1 account (100000000002) and maxRemovals is 0. See docs/errors.md#max-removals (image-share explain max-removals)",
    "up may refuse this: maxRemovals is not known yet",
    "image not found, or not owned by these credentials: up will fail. See docs/errors.md#image-gone (image-share explain image-gone)",
  ]) {
    const preview = digest({ steps: [update([alice, bob, carol])], lines: [`${label}: ${line}`] });
    const { code, stdout } = await reviewed(preview, gain.state);
    expect(code).toBe(2);
    expect(stdout).toContain(`${label}: ${line}\n`);
    expect(stdout).toMatch(/^Stop: .*\n$/m);
  }
});

it("fails with 1 where the preview has failed, and shows why and what was seen of it", async () => {
  const preview = digest({
    steps: [update([alice])],
    lines: [`${label}: will lose access (no longer listed): ${bob}`],
    errors: ["boom"],
  });
  const { code, stdout } = await reviewed(preview, loss.state);
  expect(code).toBe(1);
  expect(stdout).toContain("error: boom\n");
  expect(stdout).toContain(`will lose access (no longer listed): ${bob}\n`);
  expect(stdout).toContain("Failed: the preview itself failed");
});

it("reads the preview from standard input, and says so in its errors", async () => {
  const state = workspace.file("state.json", gain.state);
  expect((await cli(["review", "--state", state], { stdin: gain.preview })).code).toBe(0);
  expect((await cli(["review", "-", "--state", state], { stdin: gain.preview })).code).toBe(0);
  const { code, stderr } = await cli(["review", "--state", state], { stdin: "" });
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^standard input is empty: .* See docs\/errors\.md#review \(image-share explain review\)\n$/,
  );
});

it("does not wait for a person to type a preview", async () => {
  const { code, stderr } = await cli(["review"], { typed: "" });
  expect(code).toBe(64);
  expect(stderr).toContain("name the file with the preview");
});

describe("with --markdown", () => {
  it("prints a comment, in which what stops is marked and nothing is taken for Markdown", async () => {
    const preview = digest({
      steps: [update([alice])],
      lines: [
        `${label}: will lose access (no longer listed): ${bob}`,
        "```",
        "@everyone <img src=x> ![](http://example.com) #1",
      ],
    });
    const { code, stdout } = await reviewed(preview, loss.state, "--markdown");
    expect(code).toBe(2);
    expect(stdout.split("\n")).toEqual([
      "### Image access: Stop: 1 account would lose access to 1 image",
      "",
      "````text",
      `! ${label}: will lose access (no longer listed): ${bob}`,
      "  ```",
      "  @everyone <img src=x> ![](http://example.com) #1",
      "````",
      "",
    ]);
  });

  it("prints a comment also where there is nothing to review", async () => {
    const { code, stdout, stderr } = await reviewed("{}", gain.state, "--markdown");
    expect(code).toBe(1);
    expect(stdout).toMatch(/^### Image access: Failed: the preview could not be reviewed\n/);
    expect(stdout).toContain("is not what pulumi preview --json prints");
    expect(stderr).toContain("See docs/errors.md#review (image-share explain review)");
  });
});

describe("with --json", () => {
  it("prints a document with the verdict and who gains and loses access, image by image", async () => {
    const { code, stdout } = await reviewed(loss.preview, loss.state, "--json");
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toEqual({
      verdict: "stop",
      images: [
        {
          id: `tencentcloud-cvm/ap-guangzhou/${golden.imageId}`,
          ...golden,
          gains: [],
          loses: [bob],
          keeps: [],
          blocked: [],
          notKnown: [],
          lines: [`${label}: will lose access (no longer listed): ${bob} (Initech [Austin])`],
        },
      ],
      notKnown: [],
      notes: [],
      errors: [],
      accountNames: { [bob]: "Initech (Austin)" },
    });
  });

  it("prints a document of an error as well", async () => {
    const { code, stdout } = await reviewed("[]", gain.state, "--json");
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({ error: { message: expect.any(String), topic: "review" } });
  });

  it("is not for a pull request", async () => {
    expect((await reviewed(gain.preview, gain.state, "--json", "--markdown")).code).toBe(64);
  });
});

describe("with --approve", () => {
  it("writes who may gain and who may lose access, and goes on", async () => {
    const steps = [
      update([alice]),
      step("create", { after: wish("other", { ...other, accounts: [carol, alice] }) }),
    ];
    const lines = [
      `${label}: will lose access (no longer listed): ${bob}`,
      `${other.imageId} (ap-guangzhou): will gain access: ${carol}, ${alice}`,
    ];
    const file = workspace.path("approved.json");
    const { code, stdout } = await reviewed(digest({ steps, lines }), loss.state, "--approve", file);
    expect(code).toBe(0);
    expect(stdout).toContain(
      `Approved in ${file}: 1 account will lose access to 1 image; 2 accounts will gain access`,
    );
    expect(readFileSync(file, "utf8")).toBe(
      `${JSON.stringify(
        {
          format: "pulumi-image-share approval",
          version: 1,
          images: [
            { ...golden, gains: [], losses: [bob] },
            { ...other, gains: [alice, carol], losses: [] },
          ],
        },
        undefined,
        2,
      )}\n`,
    );
    expect(parseApproval(readFileSync(file, "utf8")).size).toBe(2);
  });

  it.each([
    ["is not known", digest({ steps: [update([alice, "04da6b54-80e4-46f7-96ec-b56ff0331ba9"])] }), 2],
    [
      "will be refused",
      digest({ steps: [update([alice])], lines: [`${label}: up will refuse this: no`] }),
      2,
    ],
    ["is of a failed preview", digest({ steps: [update([alice])], errors: ["boom"] }), 1],
  ])("writes nothing where something %s", async (_, preview, expected) => {
    const file = workspace.path("never.json");
    const { code, stdout, stderr } = await reviewed(preview, loss.state, "--approve", file, "--json");
    expect(code).toBe(expected);
    expect(existsSync(file)).toBe(false);
    expect(stderr).toContain(`${file} was not written`);
    expect(JSON.parse(stdout)).toMatchObject({ approved: false });
  });

  it("says which file it cannot write", async () => {
    const file = workspace.path("no/such/folder.json");
    const { code, stderr } = await reviewed(gain.preview, gain.state, "--approve", file);
    expect(code).toBe(1);
    expect(stderr).toBe(
      `${file} cannot be written (ENOENT). See docs/errors.md#approval (image-share explain approval)\n`,
    );
  });
});

it("names losses first, by account and by image, then what is refused, then gains, and all of it in JSON", async () => {
  const images = Array.from({ length: 30 }, (_, index) => ({
    ...golden,
    imageId: `img-many${String(index).padStart(4, "0")}`,
  }));
  const names = images.map(({ imageId }) => `${imageId} (ap-guangzhou)`);
  const many = Array.from({ length: 25 }, (_, index) => String(200_000_000_000 + index));
  const steps = images.map((image) => {
    const before = share(image.imageId, { ...held, ...image });
    return step("update", {
      before,
      after: wish(image.imageId, { ...held, ...image, accounts: [alice, ...many] }),
    });
  });
  const lines = names.flatMap((name, index) => [
    `${name}: will gain access: ${many.join(", ")}`,
    ...(index === 3 ? [`${name}: up will refuse this: it is protected`] : []),
    ...(index > 9 ? [`${name}: will lose access (no longer listed): ${bob}`] : []),
  ]);
  const config = { "image-share:accountNames": JSON.stringify({ [bob]: "Initech" }) };
  const preview = digest({ steps, lines, config });
  const state = exported(images.map((image) => share(image.imageId, { ...held, ...image })));
  const { code, stdout } = await reviewed(preview, state);
  expect(code).toBe(2);
  const said = stdout.split("\n");
  expect(said[0]).toBe(`${bob} (Initech) would lose access to 20 images`);
  expect(said.slice(1, 21)).toEqual(
    names.slice(10).map((name) => `${name}: will lose access (no longer listed): ${bob} (Initech)`),
  );
  expect(said[21]).toBe(`${names[3]}: up will refuse this: it is protected`);
  expect(said.slice(22, 42)).toEqual(many.slice(0, 20).map((one) => `${one} would gain access to 30 images`));
  expect(said[42]).toBe("5 more accounts would gain access to several images");
  // A review is what gets approved, so the lines of its images name everybody.
  expect(said.filter((line) => line.endsWith(`: will gain access: ${many.join(", ")}`))).toHaveLength(30);
  const { stdout: json } = await reviewed(preview, state, "--json");
  const document = JSON.parse(json) as { images: { gains: string[] }[] };
  for (const image of document.images) expect(image.gains).toEqual(many);
});
