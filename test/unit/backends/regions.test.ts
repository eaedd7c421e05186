import { regionsIn, sinceIn } from "../../../src/backends/regions";

describe("regions in an answer", () => {
  it("are names, in the order of the list", () => {
    const list = [{ RegionId: "cn-hangzhou" }, { RegionId: "ap-southeast-1" }];
    expect(regionsIn("DescribeRegions", list, "RegionId")).toEqual(["cn-hangzhou", "ap-southeast-1"]);
  });

  it.each<[string, unknown]>([
    ["no list", undefined],
    ["null", null],
    ["an empty list, which would hide every image", []],
    ["an entry without a name", [{}]],
    ["a name that is a number", [{ RegionId: 1 }]],
    ["a name that would make another host", [{ RegionId: "evil.example/" }]],
    ["a name in capitals", [{ RegionId: "CN-HANGZHOU" }]],
  ])("are refused for %s", (_what, list) => {
    expect(() => regionsIn("DescribeRegions", list, "RegionId")).toThrow(/the vendor answered with/);
  });
});

describe("the time of a share", () => {
  it("is the vendor's, in UTC and to the second", () => {
    const list = [
      { AccountId: "1", CreatedTime: "2026-03-01T08:00:05Z" },
      { AccountId: 2, CreatedTime: "2026-03-01T08:00:05.123+08:00" },
    ];
    expect(sinceIn(list, "AccountId", "CreatedTime")).toEqual({
      since: { "1": "2026-03-01T08:00:05Z", "2": "2026-03-01T00:00:05Z" },
    });
  });

  it.each<[string, unknown]>([
    ["no list", undefined],
    [
      "a time without a zone, which could be of another day",
      [{ AccountId: "1", CreatedTime: "2026-03-01 08:00" }],
    ],
    ["a text that is no time", [{ AccountId: "1", CreatedTime: "yesterday" }]],
    ["a day that does not exist", [{ AccountId: "1", CreatedTime: "2026-13-01T08:00:05Z" }]],
    ["a number", [{ AccountId: "1", CreatedTime: 1 }]],
    ["an entry without a time", [{ AccountId: "1" }]],
  ])("is left out for %s", (_what, list) => {
    expect(sinceIn(list, "AccountId", "CreatedTime")).toEqual({});
  });
});
