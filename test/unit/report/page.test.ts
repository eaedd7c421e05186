/** The page as text: what a browser makes of it is in test/acceptance/report-page.test.ts. */
import { createHash } from "node:crypto";
import { asHtml } from "../../../src/report/html/page";
import { shortMessage, shortName } from "../../../src/report/text";
import { alice, bob, hostile, sampleImage, sampleReport } from "./sample";

/** Control and format characters, but for the ends of the page's own lines. */
const obeyed = /(?!\n)[\p{Cc}\p{Cf}\u2028\u2029]/u;

/** The page without what is the same in every report. */
function contentOf(page: string): string {
  return page
    .replace(/<style>.*<\/style>\n<script>.*<\/script>\n<\/head>/s, "")
    .replace(/<script>(?:(?!<\/script>).)*<\/script>\n<\/body>/s, "");
}

describe("the page", () => {
  const image = sampleImage("one", { accounts: [{ account: alice }, { account: bob }], public: true });
  const accounts = [
    { account: alice, name: "acme", clouds: ["tencentcloud"], images: 1 },
    { account: bob, clouds: ["tencentcloud"], images: 1 },
  ];
  const page = asHtml(sampleReport([image], { accounts }));

  it("needs no network: it names no address, and its policy allows its own style and script alone", () => {
    expect(page).not.toMatch(/https?:|\/\/[a-z]|@import|url\(|<link|<img|<iframe/i);
    const [, policy = ""] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page) ?? [];
    const hashOf = (text = "") => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    const [, style] = /<style>(.*)<\/style>/s.exec(page) ?? [];
    const [, early] = /<script>(.*)<\/script>\n<\/head>/.exec(page) ?? [];
    const [, script] = /.*<script>(.*)<\/script>\n<\/body>/s.exec(page) ?? [];
    expect(policy.split("; ")).toEqual([
      "default-src 'none'",
      `style-src ${hashOf(style)}`,
      `script-src ${hashOf(early)} ${hashOf(script)}`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(contentOf(page)).not.toMatch(/ style=| on[a-z]+=/);
  });

  it("has each image and each account in a table of its own, and both in the matrix", () => {
    expect(page).toContain(`<th scope="row"><bdi>acme</bdi></th><td class="id">${alice}</td>`);
    expect(page).toContain('<th scope="row"><span class="mark warn">no name</span></th>');
    expect(page).toContain(
      '<th scope="row"><span class="id">img-one</span><small><bdi>one</bdi></small></th>',
    );
    expect(page.match(/aria-label="1 of 1 images"/g)).toHaveLength(2);
    expect(page.match(/d="M2 10h10"/g)).toHaveLength(2);
    expect(page).toContain("2 accounts</summary>");
  });

  it("leaves out what the report does not have: changes, owners, times, a list", () => {
    expect(page).not.toMatch(/id="changes"|>Owner<|>Since<|>Listed</);
  });

  it("says that it is empty", () => {
    const empty = asHtml(sampleReport([]));
    expect(empty).toContain("There is no image in the places that were looked at.");
    expect(empty).toContain("No account has access to an image.");
    expect(empty).toContain("Nothing to point out.");
  });

  it("says first that not everything could be seen", () => {
    const incomplete = asHtml(
      sampleReport([image], {
        complete: false,
        totals: { images: 1, shared: 1, public: 0, accounts: 2, notRead: 1 },
      }),
    );
    expect(incomplete.indexOf("This report is not complete")).toBeLessThan(incomplete.indexOf("<nav"));
    expect(incomplete.indexOf("This report is not complete")).toBeGreaterThan(0);
  });
});

describe.each(hostile.map((text) => [text.slice(0, 40), text] as const))("%j", (_short, text) => {
  const name = shortName(text);
  const page = asHtml(
    sampleReport(
      [
        sampleImage("one", { name, state: name, organisations: [name], listed: true, profile: name }),
        sampleImage("two", { status: "failed", error: { message: shortMessage(text), topic: "auth" } }),
      ],
      {
        file: name,
        accounts: [{ account: alice, name, clouds: ["tencentcloud"], images: 2 }],
        findings: [{ kind: "public", message: shortMessage(text) }],
        changes: {
          since: "2026-02-01T00:00:00.000Z",
          gained: [{ id: name, accounts: [alice, name] }],
          lost: [],
          becamePublic: [name],
          noLongerPublic: [],
          newImages: [],
          goneImages: [],
          notCompared: [],
        },
      },
    ),
  );
  const usual = asHtml(
    sampleReport(
      [
        sampleImage("one", { name: "x", state: "x", organisations: ["x"], listed: true, profile: "x" }),
        sampleImage("two", { status: "failed", error: { message: "x", topic: "auth" } }),
      ],
      {
        file: "x",
        accounts: [{ account: alice, name: "x", clouds: ["tencentcloud"], images: 2 }],
        findings: [{ kind: "public", message: "x" }],
        changes: {
          since: "2026-02-01T00:00:00.000Z",
          gained: [{ id: "x", accounts: [alice, "x"] }],
          lost: [],
          becamePublic: ["x"],
          noLongerPublic: [],
          newImages: [],
          goneImages: [],
          notCompared: [],
        },
      },
    ),
  );
  const tagsOf = (html: string) =>
    [...contentOf(html).matchAll(/<[^>]*>/g)].map(([tag]) => tag.split(/[ >]/)[0]);

  it("makes no element, no attribute and no control character of the page", () => {
    expect(contentOf(page)).not.toMatch(obeyed);
    expect(tagsOf(page)).toEqual(tagsOf(usual));
    expect(page.length).toBeLessThan(usual.length + 40_000);
  });
});
