import {
  decidesAccess,
  describeUnknown,
  isAllKnown,
  isTargetUnknown,
  knownPart,
  partialLabel,
  unknownList,
} from "../../../src/core/unknown-values";

const unknown = "unknown-sentinel";
const place = { service: "moon-vm", region: "moon-1", imageId: "img-1" };

const nothing = {
  accounts: 0,
  organizationArns: 0,
  organizationalUnitArns: 0,
  protectedAccounts: 0,
  region: false,
  imageId: false,
  shareToEcs: false,
  snapshots: false,
  exclusive: false,
  maxRemovals: false,
  allowEmpty: false,
  credentials: false,
  timeoutSeconds: false,
};

describe("the known part of what a program says", () => {
  it("is all of it where everything is known", () => {
    const args = { ...place, accounts: ["11", "22"], exclusive: false, maxRemovals: 3, shareToEcs: true };
    expect(knownPart(args, unknown)).toEqual({ args, unknown: nothing });
    expect(isAllKnown(nothing)).toBe(true);
  });

  it("leaves out accounts that are not known, in either list, and sorts the others", () => {
    const args = { ...place, accounts: ["22", unknown, "11", unknown], protectedAccounts: [unknown] };
    expect(knownPart(args, unknown)).toEqual({
      args: { ...place, accounts: ["11", "22"], protectedAccounts: [] },
      unknown: { ...nothing, accounts: 2, protectedAccounts: 1 },
    });
  });

  it("takes whole lists that are not known for empty ones of any number", () => {
    const { args, unknown: doubts } = knownPart(
      { ...place, accounts: unknown, protectedAccounts: unknown },
      unknown,
    );
    expect(args).toEqual({ ...place, accounts: [] });
    expect(doubts).toMatchObject({ accounts: Infinity, protectedAccounts: Infinity });
  });

  it("keeps the place of an image that is not known, which messages leave out", () => {
    for (const key of ["region", "imageId"]) {
      const args = { ...place, [key]: unknown };
      expect(knownPart(args, unknown)).toEqual({ args, unknown: { ...nothing, [key]: true } });
    }
  });

  it("assumes of everything else what revokes most and refuses least, and lets other keys be", () => {
    const lists = { __proto__: null, odd: [unknown, "1"] };
    const every = Object.fromEntries(
      ["exclusive", "shareToEcs", "maxRemovals", "allowEmpty", "credentials", "timeoutSeconds"].map((key) => [
        key,
        unknown,
      ]),
    );
    const { args, unknown: doubts } = knownPart({ ...place, ...every, ...lists }, unknown);
    expect(args).toEqual({
      ...place,
      exclusive: true,
      shareToEcs: false,
      maxRemovals: Number.MAX_SAFE_INTEGER,
      odd: [unknown, "1"],
    });
    expect(doubts).toEqual({
      ...nothing,
      exclusive: true,
      shareToEcs: true,
      maxRemovals: true,
      allowEmpty: true,
      credentials: true,
      timeoutSeconds: true,
    });
    expect(isAllKnown(doubts)).toBe(false);
  });
});

describe("a value that is not known", () => {
  const alone = (key: string, value: boolean | number = true) => ({ ...nothing, [key]: value });

  it.each([
    ["accounts", 1, true],
    ["accounts", Infinity, true],
    ["region", true, true],
    ["imageId", true, true],
    ["shareToEcs", true, true],
    ["exclusive", true, true],
    ["credentials", true, true],
    ["protectedAccounts", 1, false],
    ["maxRemovals", true, false],
    ["allowEmpty", true, false],
    ["timeoutSeconds", true, false],
  ])("a value that is not known of %s (%s) decides who has access: %s", (key, value, decides) => {
    expect(decidesAccess(alone(key, value))).toBe(decides);
    expect(isAllKnown(alone(key, value))).toBe(false);
  });

  it("names an image as far as it is known", () => {
    expect(isTargetUnknown(nothing)).toBe(false);
    const labels = (["region", "imageId"] as const).map((key) => {
      expect(isTargetUnknown(alone(key))).toBe(true);
      return partialLabel(place, alone(key));
    });
    expect(labels).toEqual(["img-1 (region not known yet)", "an image not known yet (moon-vm, moon-1)"]);
    expect(partialLabel(place, nothing)).toBe("img-1 (moon-1)");
    const { region: _, ...noRegion } = place;
    expect(partialLabel(noRegion, nothing)).toBe("img-1");
    expect(partialLabel(noRegion, alone("imageId"))).toBe("an image not known yet (moon-vm)");
  });

  it("is named, with how many there are of it", () => {
    expect(unknownList("accounts", 0)).toBe("");
    expect(unknownList("accounts", 1)).toBe("accounts has 1 value that is not known yet");
    expect(unknownList("accounts", 2)).toBe("accounts has 2 values that are not known yet");
    expect(unknownList("accounts", Infinity)).toBe("accounts is not known yet");
    const all = { ...nothing, accounts: 1, imageId: true, region: true, credentials: true };
    expect(describeUnknown({ ...all, shareToEcs: true, exclusive: true, maxRemovals: true })).toBe(
      "imageId is not known yet, region is not known yet, credentials is not known yet, accounts has 1 value that is " +
        "not known yet, shareToEcs is not known yet, exclusive is not known yet",
    );
    expect(describeUnknown(nothing)).toBe("");
  });
});
