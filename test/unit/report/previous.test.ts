import { ConfigurationError } from "../../../src/core/errors";
import { parseReport, readReport } from "../../../src/report/previous";
import { sampleImage, sampleReport } from "./sample";

const report = sampleReport([sampleImage("one")]);
const refusalOf = (text: string) => {
  try {
    parseReport(text, "last.json");
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error("the file was taken");
};

describe("the report that --since names", () => {
  it("is read as it was written, also behind a byte order mark", () => {
    expect(parseReport(JSON.stringify(report), "last.json")).toEqual(report);
    expect(parseReport(`\uFEFF${JSON.stringify(report)}`, "last.json")).toEqual(report);
  });

  it.each<[string, string, string]>([
    ["an empty file", "", "is not JSON, or was cut short"],
    ["half a report", JSON.stringify(report).slice(0, -9), "is not JSON, or was cut short"],
    ["a page", "<!doctype html>", "is not JSON, or was cut short"],
    ["null", "null", "is not a report of image-share"],
    ["a list", "[]", "is not a report of image-share"],
    ["what check prints", '{"drift":false,"images":[]}', "is not a report of image-share"],
    ["a report of the future", JSON.stringify({ ...report, version: 2 }), "has the version 2"],
    ["a report without images", JSON.stringify({ ...report, images: undefined }), "(at images)"],
    [
      "a report whose account is a number",
      JSON.stringify({ ...report, images: [{ ...report.images[0], accounts: [{ account: 1 }] }] }),
      "(at images.0.accounts.0.account)",
    ],
  ])("is refused if it is %s, by its name and with what to write instead", (_what, text, why) => {
    const { message, topic } = refusalOf(text);
    expect(message).toMatch(/^--since last\.json: /);
    expect(message).toContain(why);
    expect(message).toContain("--output <name>.json");
    expect(topic).toBe("report");
  });

  it("is refused if it is not there", async () => {
    await expect(readReport("/nowhere/last.json")).rejects.toThrow(
      "--since /nowhere/last.json cannot be read (ENOENT)",
    );
  });
});
