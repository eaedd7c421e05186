import { ConfigurationError } from "../../../src/core/errors";
import { PartialFailure } from "../../../src/provider/partial-failure";
import { RunProgress } from "../../../src/provider/run-progress";

const never = () => false;

function ledger(isPreview = false) {
  const lines: string[] = [];
  const made = new RunProgress((line) => lines.push(line));
  made.isPreview = isPreview;
  return { ledger: made, lines };
}

/** A call that ends when it is told to. */
function pending(run: RunProgress, label: string) {
  let end: (failure?: Error) => void = () => undefined;
  const work = new Promise<void>((resolve, reject) => {
    end = (failure) => (failure === undefined ? resolve() : reject(failure));
  });
  const ended = run.track(label, () => work, never).catch(() => undefined);
  return {
    end: (failure?: Error) => {
      end(failure);
      return ended;
    },
  };
}

const failing = (run: RunProgress, label: string) =>
  expect(
    run.track(
      label,
      async () => {
        throw new Error("refused");
      },
      never,
    ),
  ).rejects.toThrow("refused");

describe("a run in which a call fails", () => {
  it("names the images that were asked about and not begun, and not those without a change", async () => {
    const { ledger: run, lines } = ledger();
    run.checked("a", "img-a", true);
    run.checked("b", "img-b", true);
    run.checked("c", "img-c", false);
    run.checked("d", "img-d", false);
    run.checked("e", "img-e", false);
    run.compared("c", true);
    run.compared("d", false);
    run.begun("a");
    await failing(run, "img-a");
    expect(lines).toEqual(["img-a: failed; not begun because of that: img-b, img-c, img-e"]);
  });

  it("waits for what is under way, which is begun, and may fail as well", async () => {
    const { ledger: run, lines } = ledger();
    for (const id of ["a", "b", "c"]) run.checked(id, `img-${id}`, true);
    for (const id of ["a", "b"]) run.begun(id);
    const other = pending(run, "img-b");
    await failing(run, "img-a");
    expect(lines).toEqual([]);
    await other.end(new Error("refused as well"));
    expect(lines).toEqual(["img-a, img-b: failed; not begun because of that: img-c"]);
  });

  it("leaves out what the engine begins in the same moment", async () => {
    const { ledger: run, lines } = ledger();
    for (const id of ["a", "b"]) run.checked(id, `img-${id}`, true);
    run.begun("a");
    const failure = failing(run, "img-a");
    run.begun("b");
    await failure;
    expect(lines).toEqual([]);
  });

  it("names nobody twice, and nobody at all when nothing is left", async () => {
    const { ledger: run, lines } = ledger();
    run.checked("a", "img-a", true);
    run.checked("b", "img-b", true);
    run.begun("a");
    await failing(run, "img-a");
    await failing(run, "img-a");
    expect(lines).toHaveLength(1);
    const { ledger: alone, lines: none } = ledger();
    alone.checked("a", "img-a", true);
    alone.begun("a");
    await failing(alone, "img-a");
    expect(none).toEqual([]);
  });

  it("takes back what it has said of an image that the engine begins later, once", async () => {
    const { ledger: run, lines } = ledger();
    for (const id of ["a", "b", "c"]) run.checked(id, `img-${id}`, true);
    run.begun("a");
    await failing(run, "img-a");
    run.begun("b");
    run.begun("b");
    run.begun("a");
    expect(lines).toEqual([
      "img-a: failed; not begun because of that: img-b, img-c",
      "img-b: started after all",
    ]);
  });

  it("counts an answer with complaints as a failure", async () => {
    const { ledger: run, lines } = ledger();
    run.checked("b", "img-b", true);
    await run.track(
      "img-a",
      async () => "complaint",
      (answer) => answer === "complaint",
    );
    expect(lines).toEqual(["img-a: failed; not begun because of that: img-b"]);
  });

  it("names at a preview only those of which it is not known what would be done", async () => {
    const { ledger: run, lines } = ledger(true);
    run.checked("a", "img-a", false);
    run.checked("b", "img-b", true);
    run.checked("c", "img-c", false);
    run.checked("d", "img-d", false);
    run.compared("c", true);
    await failing(run, "img-a");
    expect(lines).toEqual(["img-a: failed; not compared because of that: img-d"]);
  });
});

it("says nothing of a run in which nothing fails", async () => {
  const { ledger: run, lines } = ledger();
  run.checked("a", "img-a", true);
  run.checked("b", "img-b", true);
  await run.track("img-a", async () => "done", never);
  expect(lines).toEqual([]);
});

it("tells each kind of failure once, with its images, and how many are done", async () => {
  const { ledger: run, lines } = ledger();
  const images = ["a", "b", "c", "d", "e", "f"];
  for (const id of images) run.checked(id, `img-${id}`, true);
  for (const id of images.slice(0, 5)) run.begun(id);
  const others = ["img-a", "img-b", "img-c", "img-d", "img-e"].map((label) => pending(run, label));
  const [a, b, c, d, e] = others;
  const denied = () => new ConfigurationError("denied", "auth");
  void a?.end(denied());
  void b?.end(denied());
  void c?.end(new PartialFailure("slow", "c", {}, "throttled"));
  void d?.end();
  await e?.end();
  expect(lines).toEqual([
    "img-a, img-b: failed (auth); img-c: failed (throttled); 2 images done; not begun because of that: img-f",
  ]);
});

describe("the calls of images that are not begun", () => {
  const calls = (write: number) => ({ service: "model", credentials: undefined, calls: { read: 2, write } });

  it("are those of new shares and of changes, until the image is begun", () => {
    const { ledger: run } = ledger();
    run.checked("a", "img-a", true, calls(1));
    run.checked("b", "img-b", false, calls(9));
    run.checked("c", "img-c", false, calls(9));
    expect(run.upcoming()).toEqual([calls(1)]);
    run.compared("b", true, calls(2));
    run.compared("c", false, calls(0));
    expect(run.upcoming()).toEqual([calls(1), calls(2)]);
    run.begun("a");
    expect(run.upcoming()).toEqual([calls(2)]);
  });

  it("are none in a preview, and none after a failure, because they may not follow", async () => {
    const { ledger: preview } = ledger(true);
    preview.checked("a", "img-a", true, calls(1));
    expect(preview.upcoming()).toEqual([]);
    const { ledger: run } = ledger();
    run.checked("a", "img-a", true, calls(1));
    run.checked("b", "img-b", true, calls(1));
    run.begun("a");
    await failing(run, "img-a");
    expect(run.upcoming()).toEqual([]);
  });
});
