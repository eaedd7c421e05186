/** What came of a run, beside its preview: done, failed with each kind once, not begun. */
import { digest, held, share, step, urnOf, wish } from "./preview-documents";
import { alice, cli, image, useWorkspace } from "./support";

const workspace = useWorkspace();
const names = ["one", "two", "three", "four", "five", "six"];
const label = (name: string) => `${image(name).imageId} (ap-guangzhou)`;
const preview = digest({
  steps: [
    ...names.map((name) => step("create", { after: wish(name, { ...image(name), accounts: [alice] }) })),
    step("same", { before: share("golden", held), after: share("golden", held) }),
  ],
});

type Part = Readonly<Record<string, unknown>>;
const metadata = (name: string, op = "create") => ({ metadata: { op, urn: urnOf(name), type: "x" } });
const begun = (name: string) => ({ resourcePreEvent: metadata(name) });
const ended = (name: string) => ({ resOutputsEvent: metadata(name) });
const failed = (name: string, topic: string) => [
  begun(name),
  {
    diagnosticEvent: {
      urn: urnOf(name),
      prefix: "error: ",
      severity: "error",
      message: `${label(name)}: it failed. See docs/errors.md#${topic} (image-share explain ${topic})\n`,
    },
  },
  { resOpFailedEvent: metadata(name) },
];

async function reviewed(events: readonly Part[], flags: readonly string[] = [], end = "\n") {
  const text = events
    .map((event, sequence) => JSON.stringify({ sequence, timestamp: 1, ...event }))
    .join("\n");
  const files = [workspace.file("preview.json", preview), workspace.file("run.json", text + end)];
  return cli(["review", files[0] ?? "", "--after", files[1] ?? "", ...flags]);
}

const events = [
  ...[begun("one"), ended("one"), begun("golden"), ended("golden")],
  ...[...failed("two", "auth"), ...failed("three", "auth"), ...failed("four", "throttled"), begun("five")],
];

describe("a review of a run", () => {
  it("says what is done, what failed, each kind once, and what is not begun", async () => {
    const run = await reviewed(events);
    expect(run.code).toBe(1);
    expect(run.stdout.trimEnd().split("\n")).toEqual([
      `failed (auth): 2 images: ${label("three")}, ${label("two")}`,
      `${label("three")}: it failed. See docs/errors.md#auth (image-share explain auth)`,
      `failed (throttled): 1 image: ${label("four")}`,
      `${label("four")}: it failed. See docs/errors.md#throttled (image-share explain throttled)`,
      `begun, and how it ended is not known: 1 image: ${label("five")}`,
      `not begun: 1 image: ${label("six")}`,
      "6 images: 1 done, 3 failed, 1 with an end that is not known, 1 not begun",
    ]);
    const { stdout } = await reviewed(events, ["--json"]);
    expect(JSON.parse(stdout)).toEqual({
      done: [label("one")],
      failures: [
        {
          topic: "auth",
          message: expect.stringContaining("it failed"),
          images: [label("three"), label("two")],
        },
        { topic: "throttled", message: expect.stringContaining("it failed"), images: [label("four")] },
      ],
      unfinished: [label("five")],
      notBegun: [label("six")],
    });
  });

  it("ends with 0 where everything is done", async () => {
    const run = await reviewed(names.flatMap((name) => [begun(name), ended(name)]));
    expect(run).toMatchObject({ code: 0, stdout: "6 images: 6 done\n" });
  });

  it("leaves out the preview that the up began with", async () => {
    const ofPreview = [
      ...names.flatMap((name) => [begun(name), ended(name)]),
      { summaryEvent: { isPreview: true } },
    ];
    const run = await reviewed([...ofPreview, begun("one"), ended("one")]);
    expect(run.stdout).toMatch(/6 images: 1 done, 5 not begun\n$/);
  });

  it("reads what a killed engine has left, to the last whole line", async () => {
    const run = await reviewed([begun("one"), ended("one"), begun("two")], [], '\n{"sequence":9,"resOutp');
    expect(run.stdout).toMatch(/6 images: 1 done, 1 with an end that is not known, 4 not begun\n$/);
  });

  it("refuses a file that no run has printed, and options that are for previews", async () => {
    const [file, other] = [workspace.file("preview.json", preview), workspace.file("other.json", "text\n")];
    expect((await cli(["review", file, "--after", other])).code).toBe(1);
    expect((await cli(["review", file, "--after", other, "--markdown"])).code).toBe(64);
  });
});
