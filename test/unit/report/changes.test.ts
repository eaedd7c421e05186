import { changesBetween, countOf } from "../../../src/report/changes";
import { alice, bob, sampleImage, sampleReport } from "./sample";

const withAccounts = (...accounts: string[]) => ({ accounts: accounts.map((account) => ({ account })) });
const id = (name: string) => sampleImage(name).id;

describe("what changed between two reports", () => {
  it("is nothing between a report and itself", () => {
    const report = sampleReport([sampleImage("one"), sampleImage("two", { public: true })]);
    const changes = changesBetween(report, report);
    expect(countOf(changes)).toBe(0);
    expect(changes.notCompared).toEqual([]);
    expect(changes.since).toBe(report.createdAt);
  });

  it("names who gained and who lost access, image by image", () => {
    const before = sampleReport([sampleImage("one", withAccounts(alice)), sampleImage("two")]);
    const after = sampleReport([sampleImage("one", withAccounts(bob)), sampleImage("two")]);
    expect(changesBetween(before, after)).toMatchObject({
      gained: [{ id: id("one"), accounts: [bob] }],
      lost: [{ id: id("one"), accounts: [alice] }],
    });
  });

  it("counts organisations and the owner's own ECS", () => {
    const before = sampleReport([sampleImage("one")]);
    const after = sampleReport([sampleImage("one", { organisations: ["arn:o"], shareToEcs: true })]);
    expect(changesBetween(before, after).gained).toEqual([{ id: id("one"), accounts: ["arn:o", "own-ecs"] }]);
  });

  it("names images that became public, and that are so no more", () => {
    const before = sampleReport([
      sampleImage("one", { public: true }),
      sampleImage("two", { public: false }),
    ]);
    const after = sampleReport([sampleImage("one", { public: false }), sampleImage("two", { public: true })]);
    expect(changesBetween(before, after)).toMatchObject({
      becamePublic: [id("two")],
      noLongerPublic: [id("one")],
    });
  });

  it("knows a new image with all of its accounts, and one that is gone with its losses", () => {
    const before = sampleReport([sampleImage("old")]);
    const after = sampleReport([sampleImage("new")]);
    expect(changesBetween(before, after)).toMatchObject({
      newImages: [id("new")],
      goneImages: [id("old")],
      gained: [{ id: id("new"), accounts: [alice] }],
      lost: [{ id: id("old"), accounts: [alice] }],
    });
  });

  it.each(["failed", "not-looked-at"] as const)(
    "does not take an image that is %s for one that lost its accounts",
    (status) => {
      const before = sampleReport([sampleImage("one")]);
      const after = sampleReport([sampleImage("one", { status, accounts: [] })]);
      const changes = changesBetween(before, after);
      expect(countOf(changes)).toBe(0);
      expect(changes.notCompared).toEqual([id("one")]);
    },
  );

  it.each([
    ["was not asked", []],
    [
      "did not answer",
      [
        {
          service: "tencentcloud-cvm",
          region: "ap-guangzhou",
          error: { message: "no", topic: "auth" },
        },
      ],
    ],
    [
      "was asked with other keys",
      [{ service: "tencentcloud-cvm", region: "ap-guangzhou", profile: "b", images: 0 }],
    ],
  ])("does not take the images of a place that %s for gone", (_what, places) => {
    const before = sampleReport([sampleImage("one")]);
    const after = sampleReport([], { places });
    const changes = changesBetween(before, after);
    expect(countOf(changes)).toBe(0);
    expect(changes.notCompared).toEqual([id("one")]);
  });

  it("takes a listed image that is not found for gone", () => {
    const before = sampleReport([sampleImage("one")]);
    const after = sampleReport([sampleImage("one", { status: "not-found", accounts: [] })], { places: [] });
    expect(changesBetween(before, after).goneImages).toEqual([id("one")]);
  });
});
