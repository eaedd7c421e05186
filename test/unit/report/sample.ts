/** Reports for tests, small and large. */
import type { Report, ReportImage } from "../../../src/report/model";

export const [alice, bob] = ["100000000001", "100000000002"] as const;

/** What a stranger may call an image, an account or an error. */
export const hostile = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "</script><script>alert(1)</script>",
  "<!--",
  "]]>",
  '=HYPERLINK("http://evil","x")',
  "+1+cmd|' /C calc'!A0",
  "-2+3",
  "@SUM(1)",
  "\t=1+1",
  "\u001b[31mred\u0007\r\nsecond line",
  "\u202etxt.exe\u2066\u200b\ufeff",
  "```\n# heading\n@everyone [x](http://evil)",
  "|a|b|\n|---|---|",
  "&lt;b&gt;",
  "{{constructor.constructor(1)}}",
  "x".repeat(10_000),
  "🖼️".repeat(5_000),
  "__proto__",
] as const;

export function sampleImage(name: string, more: Partial<ReportImage> = {}): ReportImage {
  const target = { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: `img-${name}` };
  return {
    id: `${target.service}/${target.region}/${target.imageId}`,
    ...target,
    status: "read",
    name,
    state: "usable",
    accounts: [{ account: alice }],
    organisations: [],
    ...more,
  };
}

export function sampleReport(images: readonly ReportImage[], more: Partial<Report> = {}): Report {
  const accounts = [...new Set(images.flatMap((image) => image.accounts.map(({ account }) => account)))];
  return {
    format: "pulumi-image-share report",
    version: 1,
    createdAt: "2026-03-01T08:00:00.000Z",
    complete: true,
    totals: {
      images: images.length,
      shared: images.length,
      public: 0,
      accounts: accounts.length,
      notRead: 0,
    },
    findings: [],
    places: [{ service: "tencentcloud-cvm", region: "ap-guangzhou", images: images.length }],
    images: [...images],
    accounts: accounts.map((account) => ({ account, clouds: ["tencentcloud"], images: 1 })),
    ...more,
  };
}
