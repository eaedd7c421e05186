/** Nothing is good news because it is missing, unknown, or not understood. */
import { readPreview } from "../../../src/cli/review/preview";
import { conclusion } from "../../../src/cli/review/report";
import { review, verdictOn } from "../../../src/cli/review/review";
import { isStateOf, readStackState } from "../../../src/cli/review/stack-state";
import { droppedFromStateLine } from "../../../src/core/result-messages";
import {
  digest,
  exported,
  golden,
  held,
  nowhere,
  other,
  type Parts,
  reviewOf,
  said,
  share,
  stack,
  step,
  urnOf,
  wish,
} from "./preview-documents";
import { alice, bob } from "./support";

type Resource = Readonly<Record<string, unknown>>;

const label = `${golden.imageId} (ap-guangzhou)`;
const before = share("golden", held);
const elsewhere = wish("golden", { ...held, imageId: other.imageId });
const gains = `${other.imageId} (ap-guangzhou): will gain access: ${alice}, ${bob}`;
const moves = `${label}: will lose access (another image takes its place, and is shared first): ${alice}, ${bob}`;

describe("a refresh", () => {
  const refreshed = [step("refresh", { before: stack, after: stack }), step("delete", { before })];
  const only = (steps: readonly Resource[]) =>
    JSON.stringify({ steps, duration: 1, changeSummary: { delete: 1, same: 1 } });

  it("alone takes access from nobody: what it deletes is only forgotten", () => {
    const found = review(readPreview(only(refreshed), "preview"), {
      resources: readStackState(exported([before]), "s"),
    });
    expect(verdictOn(found)).toBe("go");
  });

  it("a refresh that has dropped a share leaves nothing to delete, and one that has not does", () => {
    const steps = [step("refresh", { before, after: before })];
    const lines = droppedFromStateLine(golden, "configuration");
    expect(said({ steps, lines: [lines] }, [before])).toEqual([lines, "go"]);
    expect(said({ steps }, [before]).at(-1)).toBe("stop");
  });

  it("a refresh before a destroy does not hide that the destroy takes access", () => {
    const steps = [...refreshed, step("delete", { before: stack })];
    const found = review(readPreview(only(steps), "preview"), {
      resources: readStackState(exported([before]), "s"),
    });
    expect(verdictOn(found)).toBe("stop");
  });
});

describe("what the provider has said nothing of", () => {
  const line = (why: string) => `${label}: what up will change is not known: ${why}`;
  const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

  it.each([
    ["accounts", { accounts: [alice, unknown] }],
    ["accounts", { accounts: unknown }],
    ["exclusive", { exclusive: unknown }],
    ["protectedAccounts", { protectedAccounts: [unknown] }],
    ["maxRemovals", { maxRemovals: unknown }],
    ["credentials", { credentials: unknown }],
  ])("stops where %s will only be known in the up", (key, change) => {
    const steps = [step("update", { before, after: wish("golden", { ...held, ...change }) })];
    expect(said({ steps }, [before])).toEqual([line(`${key} will only be known in the up`), "stop"]);
  });

  it("stops where the image will only be known in the up, and names the resource", () => {
    const steps = [step("create", { after: wish("fresh", { ...held, imageId: unknown }) })];
    expect(said({ steps }, [])).toEqual([
      "fresh: what up will change is not known: imageId will only be known in the up",
      "stop",
    ]);
  });

  it("stops where a share is to be made and not a word was said of its image", () => {
    const steps = [step("create", { after: wish("golden", held) })];
    expect(said({ steps }, [])).toEqual([
      line("the preview says nothing of the image, although it is to be shared"),
      "stop",
    ]);
  });

  it("stops where configuration keeps the preview from looking", () => {
    const config = { "image-share:liveDiff": "false" };
    const steps = [step("update", { before, after: wish("golden", { ...held, exclusive: false }) })];
    expect(said({ steps, config }, [before])).toEqual([
      line("image-share:liveDiff is false, so current access is not read"),
      "stop",
    ]);
  });

  it("goes on where nothing but a setting changes", () => {
    const steps = [step("update", { before, after: wish("golden", { ...held, timeoutSeconds: 60 }) })];
    expect(said({ steps }, [before])).toEqual(["go"]);
  });
});

describe("a preview that is not understood", () => {
  it.each([
    [
      "an operation of a later engine",
      digest({ steps: [step("evaporate", { before })] }),
      "an operation that this version does not know",
    ],
    ["no end", JSON.stringify({ steps: [] }), "is not what pulumi preview --json prints (duration)"],
    [
      "steps and no summary",
      JSON.stringify({ duration: 1, steps: [step("delete", { before })] }),
      "ends before the preview did",
    ],
    ["nothing", " \n", "is empty"],
    ["a cut", digest({}).slice(0, -3), "is not the JSON of a preview"],
    ["text before it", `warning: a new version\n${digest({})}`, "is not the JSON of a preview"],
    [
      "another command's",
      JSON.stringify({ result: "succeeded", changes: {} }),
      "is not what pulumi preview --json prints",
    ],
    ["only a list", "[]", "is not what pulumi preview --json prints"],
    ["only null", "null", "is not what pulumi preview --json prints"],
  ])("a preview that is not understood with %s is refused", (_, text, reason) => {
    expect(() => readPreview(text, "preview.json")).toThrow(reason);
    expect(() => readPreview(text, "preview.json")).toThrow(/^preview\.json /);
  });

  it("stops where a step does not say what it is about", () => {
    const bare = { op: "delete", urn: urnOf("golden") };
    expect(said({ steps: [bare] }, [before])).toEqual([
      `what becomes of ${urnOf("golden")} is not known: the preview does not show it (delete)`,
      "stop",
    ]);
  });

  it("stops where a resource of state is in no step and is not counted among those that stay", () => {
    const lines = said({}, [before]);
    expect(lines[0]).toMatch(
      /^img-golden00 \(ap-guangzhou\): what becomes of the share "golden" is not known/,
    );
    expect(lines.at(-1)).toBe("stop");
    expect(said({ hidden: 1 }, [before])).toEqual(["go"]);
  });
});

describe("state", () => {
  it.each([
    ["of a later version", exported([], 9), "is state of version 9"],
    ["that is none", "{}", "is not what pulumi stack export prints"],
    ["that is cut", exported([]).slice(0, -2), "is not what pulumi stack export prints"],
  ])("%s is refused", (_, text, reason) => {
    expect(() => readStackState(text, "state.json")).toThrow(`state.json ${reason}`);
  });

  it("is that of the preview, or it is not", () => {
    const preview = readPreview(digest({ steps: [step("delete", { before })] }), "preview");
    const state = (resources: readonly Resource[]) => readStackState(exported(resources), "state");
    expect(isStateOf(state([before]), preview)).toBe(true);
    expect(isStateOf(state([]), preview)).toBe(false);
    expect(isStateOf(state([{ ...before, modified: "2026-01-02T00:00:00Z" }]), preview)).toBe(false);
    const fresh = readPreview(
      JSON.stringify({ duration: 1, steps: [step("create", { after: stack })], changeSummary: {} }),
      "p",
    );
    expect(isStateOf([], fresh)).toBe(true);
    expect(isStateOf(state([]), fresh)).toBe(false);
  });
});

describe("whatever is taken out of a preview that stops", () => {
  const cases: [string, Parts, Resource][] = [
    ["of a deletion", { steps: [step("delete", { before })] }, before],
    [
      "of a replacement",
      { steps: [step("replace", { before, after: elsewhere })], lines: [moves, gains] },
      before,
    ],
    [
      "of an update",
      {
        steps: [step("update", { before, after: wish("golden", { ...held, accounts: [alice] }) })],
        lines: [`${label}: will lose access (no longer listed): ${bob}`],
      },
      before,
    ],
  ];

  it.each(cases)(
    "%s: it does not go on because of it, unless the state says otherwise too",
    (_, parts, recorded) => {
      const whole: unknown = JSON.parse(digest(parts));
      const state = { resources: readStackState(exported([recorded]), "state") };
      // What is said of no image, and in no word, cannot be missed: the diagnostics hold the losses of an update.
      const paths = pathsIn(whole).filter(
        (path) => !(path.startsWith("diagnostics") && parts.steps?.[0]?.op === "update"),
      );
      expect(paths.length).toBeGreaterThan(40);
      const goes = paths.filter((path) => {
        const text = JSON.stringify(withoutPath(whole, path.split("/")));
        try {
          const preview = readPreview(text, "preview");
          return verdictOn(review(preview, isStateOf(state.resources, preview) ? state : nowhere)) === "go";
        } catch {
          return false;
        }
      });
      expect(goes).toEqual([]);
    },
  );
});

function pathsIn(value: unknown, path = ""): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const here = path === "" ? key : `${path}/${key}`;
    return [here, ...pathsIn(inner, here)];
  });
}

function withoutPath(value: unknown, [key = "", ...rest]: readonly string[]): unknown {
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).flatMap(([name, inner]) => {
    if (name !== key) return [[name, inner] as const];
    return rest.length === 0 ? [] : [[name, withoutPath(inner, rest)] as const];
  });
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

it("says in its last line what it found", () => {
  expect(conclusion(reviewOf({ hidden: 1 }, [before]))).toBe("Go: nobody loses access");
});
