/** Lines about many accounts are cut in a preview, and whole in its review: the program's lists have the rest. */
import fc from "fast-check";
import { document } from "../../../src/cli/review/report";
import { formatGains, mostNames } from "../../../src/core/accounts";
import { planShare } from "../../../src/core/plan";
import { type PlanReport, previewLines } from "../../../src/core/plan-messages";
import { seed } from "../../support/seed";
import { golden, reviewOf, said, share, step, wish } from "./preview-documents";

const label = `${golden.imageId} (ap-guangzhou)`;
const many = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => String(100_000_000_000 + from + index));

interface Scene {
  readonly live: readonly string[];
  readonly listed: readonly string[];
  /** What state records; undefined where the share is new. */
  readonly state: { readonly owned: readonly string[]; readonly foreign: readonly string[] } | undefined;
  readonly exclusive: boolean;
}

/** What the provider says of the scene, and the step that the engine prints beside it. */
function previewOf({ live, listed, state, exclusive }: Scene) {
  const { owned, foreign } = state ?? { owned: [], foreign: [] };
  const goal = { listed, owned, exclusive };
  const plan = planShare(new Set(live), goal);
  const report: PlanReport = {
    target: golden,
    plan,
    goal,
    knownForeign: state?.foreign,
    refusals: [],
    listing: { listed, owned, foreign },
  };
  const after = wish("golden", { ...golden, accounts: listed, exclusive });
  const before =
    state &&
    share(
      "golden",
      { ...golden, accounts: owned, exclusive },
      { outputs: { ...golden, accounts: owned, foreignAccounts: foreign, exclusive } },
    );
  const steps = [step(state === undefined ? "create" : "update", { before, after })];
  return { plan, lines: previewLines(report), parts: { steps, lines: previewLines(report) }, before };
}

function reviewed(scene: Scene) {
  const { plan, lines, parts, before } = previewOf(scene);
  const found = reviewOf(parts, before === undefined ? [] : [before]);
  const [image] = document(found).images as { gains: string[]; loses: string[]; keeps: string[] }[];
  return { plan, lines, image, found };
}

describe("a line about more accounts than twenty", () => {
  it("that gain access names twenty and counts the rest, and the review names everybody", () => {
    const listed = many(300);
    const { lines, image, found } = reviewed({ live: [], listed, state: undefined, exclusive: true });
    expect(lines).toEqual([`${label}: will gain access: ${listed.slice(0, 20).join(", ")} and 280 more`]);
    expect(image?.gains).toEqual(listed);
    expect(found.notKnown).toEqual([]);
    const { parts } = previewOf({ live: [], listed, state: undefined, exclusive: true });
    expect(said(parts, [])).toEqual([`${label}: will gain access: ${listed.join(", ")}`, "go"]);
  });

  it("that lose access names every one", () => {
    const owned = many(300);
    const { lines } = reviewed({ live: owned, listed: [], state: { owned, foreign: [] }, exclusive: true });
    expect(lines).toEqual([`${label}: will lose access (no longer listed): ${owned.join(", ")}`]);
  });

  it("that have access already names twenty, and the few that gain it beside them are named", () => {
    const listed = many(300);
    const { lines, image } = reviewed({ live: listed.slice(3), listed, state: undefined, exclusive: true });
    expect(lines).toEqual([
      `${label}: will gain access: ${listed.slice(0, 3).join(", ")}`,
      `${label}: has access already (listed, managed from now on): ${formatGains(listed.slice(3))}`,
    ]);
    expect(image).toMatchObject({ gains: listed.slice(0, 3), keeps: listed.slice(3) });
  });

  it("is never cut where nobody can complete it: the engine hides the list", () => {
    const listed = many(300);
    const goal = { listed, owned: [], exclusive: true };
    const plan = planShare(new Set(), goal);
    const report = { target: golden, plan, goal, knownForeign: undefined, refusals: [] };
    expect(previewLines(report)).toEqual([`${label}: will gain access: ${listed.join(", ")}`]);
  });

  it("never makes the review say less than the plan, whatever the cloud and state hold", () => {
    const accounts = fc.subarray(many(70));
    fc.assert(
      fc.property(
        accounts,
        accounts,
        fc.option(fc.record({ owned: accounts, foreign: accounts }), { nil: undefined }),
        fc.boolean(),
        (live, listed, state, exclusive) => {
          fc.pre(listed.length > 0);
          const foreign = (state?.foreign ?? []).filter((account) => !state?.owned.includes(account));
          const scene = { live, listed, state: state && { owned: state.owned, foreign }, exclusive };
          const { plan, lines, image, found } = reviewed(scene);
          expect(image?.gains ?? []).toEqual([...plan.add].sort());
          expect(image?.loses ?? []).toEqual([...plan.remove].sort());
          expect(found.images.flatMap(({ notKnown }) => notKnown)).toEqual([]);
          for (const line of lines.filter((one) => one.includes("lose access")))
            expect(line).not.toMatch(/ more$/);
        },
      ),
      { seed, numRuns: 2_000 },
    );
  });
});

describe("a cut line that the program's list does not complete", () => {
  const line = `${label}: will gain access: ${formatGains(many(300))}`;
  const notKnown = `${line}, and who they are is not known, because the preview does not show what the program lists. Run pulumi preview --json with --show-secrets`;

  it.each<[string, unknown]>([
    ["is a secret", "[secret]"],
    ["has one account less", many(299)],
    ["has one account more", many(301)],
    ["has another account among the first ones", many(300, 1)],
  ])("is not known, and stops the pipeline, where the list %s", (_what, accounts) => {
    const steps = [step("create", { after: wish("golden", { ...golden, accounts }) })];
    expect(said({ steps, lines: [line] }, [])).toEqual([notKnown, "stop"]);
  });

  it("of losses keeps the losses that it names", () => {
    const steps = [step("create", { after: wish("golden", { ...golden, accounts: many(300) }) })];
    const lost = `${label}: will lose access (no longer listed): ${formatGains(many(30))}`;
    const found = said({ steps, lines: [lost] }, []);
    expect(found[0]).toBe(`${label}: will lose access (no longer listed): ${many(mostNames).join(", ")}`);
    expect(found.at(-1)).toBe("stop");
    expect(found.some((text) => text.startsWith(`${lost}, and who they are is not known`))).toBe(true);
  });
});
