/** What a cloud or a stranger may write into a report does no harm where it is read. */
import { formatForTerminal } from "../../../src/core/printable";
import { asCsv } from "../../../src/report/csv";
import { linesOf } from "../../../src/report/lines";
import { asMarkdown } from "../../../src/report/markdown";
import type { Report } from "../../../src/report/model";
import { shortMessage, shortName } from "../../../src/report/text";
import { alice, bob, hostile, sampleImage, sampleReport } from "./sample";

/** Control and format characters, but for the ends of lines. */
const obeyed = /(?![\r\n])[\p{Cc}\p{Cf}\u2028\u2029]/u;

/** Every text of a report, as a stranger would have it. */
function hostileReport(text: string): Report {
  const image = sampleImage("one", {
    name: shortName(text),
    state: shortName(text),
    organisations: [shortName(text)],
    error: { message: shortMessage(text), topic: "permanent" },
  });
  const message = `img-one: ${shortMessage(text)}`;
  return sampleReport([image], {
    complete: false,
    findings: [
      { kind: "not-read", id: image.id, message },
      { kind: "public", message: shortMessage(text) },
    ],
    accounts: [{ account: alice, name: shortName(text), clouds: ["tencentcloud"], images: 1 }],
    places: [{ service: "aws-ec2", region: "eu-central-1", error: { message, topic: "auth" } }],
  });
}

/** The cells of a line, as a spreadsheet reads them. */
function cellsOf(line: string): string[] {
  return [...line.matchAll(/"((?:[^"]|"")*)"(?:,|$)/g)].map(([, text = ""]) => text.replaceAll('""', '"'));
}

describe.each(hostile.map((text) => [text.slice(0, 40), text] as const))("%j", (_short, text) => {
  it("is no formula and no other line in CSV", () => {
    const lines = asCsv(hostileReport(text)).split("\r\n");
    expect(lines.pop()).toBe("");
    expect(lines.join("")).not.toMatch(obeyed);
    expect(lines.join("")).not.toMatch(/[\r\n]/);
    const [header = "", ...rows] = lines;
    expect(rows).toHaveLength(2);
    for (const row of rows) {
      expect(cellsOf(row)).toHaveLength(cellsOf(header).length);
      for (const cell of cellsOf(row)) expect(cell).not.toMatch(/^\s*[=+\-@|]/);
    }
  });

  it("is no markup in Markdown: it stands in a fence that it cannot close", () => {
    const markdown = asMarkdown(hostileReport(text));
    expect(markdown).not.toMatch(obeyed);
    let fence = "";
    const outside = markdown.split("\n").filter((line) => {
      const [, ticks] = /^(`{3,})(?:text)?$/.exec(line) ?? [];
      if (ticks === undefined) return fence === "";
      if (fence === "") fence = ticks;
      else if (ticks.length >= fence.length) fence = "";
      return false;
    });
    expect(fence).toBe("");
    expect(outside.join("\n")).not.toMatch(
      /script|img|onerror|everyone|evil|HYPERLINK|xxxx|proto|constructor/i,
    );
    for (const line of markdown.split("\n")) expect(line.length).toBeLessThan(600);
  });

  it("is one line on a terminal, after the last step before it", () => {
    for (const { text: line } of linesOf(hostileReport(text))) {
      expect(formatForTerminal(line, {})).not.toMatch(obeyed);
    }
  });
});

describe("a table", () => {
  it("has a line for each account of each image, with its name and since when", () => {
    const image = sampleImage("one", {
      accounts: [{ account: alice, since: "2026-01-02T03:04:05Z", listed: true }],
      listed: true,
      missing: [bob],
      public: true,
    });
    const other = sampleImage("two", { accounts: [], status: "failed" });
    const accounts = [{ account: alice, name: "acme", clouds: ["tencentcloud"], images: 1 }];
    const rows = asCsv(sampleReport([image, other], { accounts }))
      .trim()
      .split("\r\n")
      .map(cellsOf);
    const place = ["tencentcloud-cvm", "ap-guangzhou"];
    expect(rows.slice(1)).toEqual([
      [
        ...place,
        "img-one",
        "one",
        "usable",
        "read",
        "",
        "yes",
        "yes",
        alice,
        "acme",
        "2026-01-02T03:04:05Z",
        "yes",
      ],
      [...place, "img-one", "one", "usable", "read", "", "yes", "yes", bob, "", "no access", "yes"],
      [...place, "img-two", "two", "usable", "failed", "", "", "", "", "", "", ""],
    ]);
  });
});

describe("a summary", () => {
  it("says first that not everything could be seen", () => {
    const report = sampleReport([sampleImage("one")], {
      complete: false,
      totals: { images: 1, shared: 1, public: 0, accounts: 1, notRead: 2 },
    });
    const [first] = linesOf(report);
    expect(first?.text).toMatch(/^This report is not complete: 2 places or images could not be looked at\./);
    expect(asMarkdown(report).split("\n")[2]).toMatch(/^\*\*This report is not complete/);
  });

  it("shows fifty lines of a kind at most, and says how many more there are", () => {
    const findings = Array.from({ length: 60 }, (_, index) => ({
      kind: "public" as const,
      message: `img-${index}: public`,
    }));
    const markdown = asMarkdown(sampleReport([], { findings }));
    expect(markdown).toContain("| Public images | 60 |");
    expect(markdown).toContain("img-49: public\n… and 10 more\n");
    expect(markdown).not.toContain("img-50");
  });

  it("cuts texts without halving a character", () => {
    expect(shortName("🖼".repeat(500))).toMatch(/^(?:🖼)+…$/u);
    expect(shortName("short")).toBe("short");
  });
});
