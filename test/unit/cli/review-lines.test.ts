/** Lines of the provider, taken apart again: whatever it says of gains and losses, the review counts the same people. */
import fc from "fast-check";
import { Reader } from "../../../src/cli/review/lines";
import { OWN_ECS, sortedUnique } from "../../../src/core/accounts";
import { planShare } from "../../../src/core/plan";
import {
  imageNotFoundLine,
  previewLines,
  previewUnavailableLine,
  replacementLines,
} from "../../../src/core/plan-messages";
import { formatForTerminal } from "../../../src/core/printable";
import { endpointLines, leaveLine, moveLine, VENDOR } from "../../../src/core/recorded-endpoint";

const golden = { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-golden00" };
const ens = { service: "alicloud-ens", imageId: "m-ens" };
const label = "img-golden00 (ap-guangzhou)";

const account = fc.oneof(
  fc.integer({ min: 100_000_000_001, max: 100_000_000_009 }).map(String),
  fc.constantFrom(
    OWN_ECS,
    "93f048e385f744ff9c84236b677ce396",
    "ec470585-cd38-4279-9c18-f1cf56f5aaa3",
    "arn:aws:organizations::100000000009:organization/o-a1b2c3d4e5",
    "arn:aws-cn:organizations::100000000009:ou/o-a1b2c3d4e5/ou-ab12-c3d4e5f6",
  ),
);
const accounts = fc.uniqueArray(account, { maxLength: 6 });
/** Names as people give them, also those that would pass for more than a name. */
const name = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.constantFrom(
    "Acme, Inc.",
    "a (b)",
    "100000000009",
    "will lose access: 100000000009",
    "not known",
    "up will fail",
  ),
);

it("counts those who gain, lose and keep access as the plan has them", () => {
  fc.assert(
    fc.property(
      fc.record({
        live: accounts,
        listed: accounts,
        owned: accounts,
        exclusive: fc.boolean(),
        known: fc.option(accounts, { nil: undefined }),
        names: fc.dictionary(account, name),
        isRefused: fc.boolean(),
      }),
      ({ live, listed, owned, exclusive, known, names, isRefused }) => {
        const goal = { listed, owned, exclusive };
        const plan = planShare(new Set(live), goal);
        const refusals = isRefused ? [{ reason: "it would not do", topic: "max-removals" as const }] : [];
        const outlook = { target: golden, plan, goal, knownForeign: known, refusals };
        const reader = new Reader([golden, ens], names);
        const lines = previewLines(outlook).map((line) => reader.read(formatForTerminal(line, names)));
        const of = (kind: string) =>
          sortedUnique(lines.flatMap((line) => (line.kind === kind ? line.saying.accounts : [])));
        expect(of("gain")).toEqual(sortedUnique(plan.add));
        expect(of("loss")).toEqual(sortedUnique(plan.remove));
        expect(lines.filter(({ kind }) => kind === "blocked")).toHaveLength(refusals.length);
        expect(lines.filter(({ kind }) => kind === "not-known")).toEqual([]);
        expect(lines.every(({ targets }) => targets[0] === golden)).toBe(true);
      },
    ),
  );
});

const read = (line: string) => new Reader([golden, ens], {}).read(line);

it("tells an image that is gone, one that could not be read, and one whose place another takes", () => {
  expect(read(imageNotFoundLine(golden, "configuration"))).toMatchObject({
    kind: "blocked",
    targets: [golden],
  });
  expect(read(previewUnavailableLine(ens))).toMatchObject({ kind: "not-known", targets: [ens] });
  expect(replacementLines(golden, ["1", "2"], { isSharedFirst: true, unless: [] }).map(read)).toMatchObject([
    {
      kind: "loss",
      saying: { accounts: ["1", "2"], what: expect.stringContaining("another image takes its place") },
    },
  ]);
});

it.each([
  [
    "a loss that depends on a value of later",
    "will lose access (no longer listed), unless a value that is not known yet lists it: 100000000001",
  ],
  ["a guard that may refuse", "up may refuse this: maxRemovals is not known yet"],
  ["a loss whose accounts cannot be read", "will lose access (no longer listed): everybody but Bob"],
  ["a loss in other words", "somebody loses access"],
  ["a gain without accounts", "will gain access"],
])("does not take %s for good news", (_, line) => {
  expect(["blocked", "not-known"]).toContain(read(`${label}: ${line}`).kind);
});

it("takes a line about what has been, and a hint, for a note", () => {
  for (const line of [
    "lost access outside of Pulumi: 100000000001",
    "100000000001 and 100000000002 differ by one digit: check that one is not a misspelling of the other",
    "accounts lists 100000000001 more than once; counted once",
  ]) {
    expect(read(`${label}: ${line}`)).toMatchObject({ kind: "note", targets: [golden] });
  }
});

it("says that it does not know the image, or which of two services has it", () => {
  expect(read("img-nowhere0 (ap-guangzhou): will lose access (no longer listed): 1")).toMatchObject({
    targets: [],
  });
  const twin = { ...golden, service: "volcengine-ecs" };
  const line = new Reader([golden, twin, golden], {}).read(`${label}: will gain access: 100000000001`);
  expect(line.targets).toEqual([golden, twin]);
});

it("takes what is said of endpoints for news of nobody's access", () => {
  const keys = { endpointKey: "image-share:endpoint", siteKey: "image-share:tencentcloud.site" };
  const displaced = {
    target: golden,
    recorded: { endpoint: "http://127.0.0.1:7070" },
    now: { endpoint: VENDOR, ...keys },
    owned: ["100000000001", OWN_ECS],
  };
  const url = new URL("http://127.0.0.1:7070");
  const lines = [
    moveLine(displaced),
    leaveLine(displaced),
    ...endpointLines({ url, source: "image-share:endpoint" }, []),
  ];
  const kinds = lines.map((line) => new Reader([golden], {}).read(line).kind);
  expect(kinds).toEqual(["note", "note", "note"]);
});

it("reads the accounts of snapshots, each once, with the names that the configuration gives them", () => {
  const named = { "012345678901": "Acme, on snapshot snap-9" };
  const reader = new Reader([golden], named);
  const list =
    "012345678901; 012345678901, 012345678902 on snapshots snap-0a, snap-0b; 012345678903 on snapshot snap-0c";
  const line = formatForTerminal(`${label}: will lose access (no longer listed): ${list}`, named);
  expect(line).toContain("(Acme, on snapshot snap-9)");
  expect(reader.read(line)).toMatchObject({
    kind: "loss",
    saying: {
      what: "will lose access (no longer listed)",
      accounts: ["012345678901", "012345678902", "012345678903"],
    },
  });
  for (const odd of ["1 on snapshots", "1 on snapshot snap-0a, 2", "1; 2 on snapshot vol-1", "; 1"]) {
    expect(read(`${label}: will gain access: ${odd}`)).toMatchObject({ kind: "not-known" });
  }
});
