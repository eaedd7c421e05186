/** The commands and jobs of docs/guide/report.md, run as they stand there, and the chat that the example posts to. */
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { parse } from "yaml";
import { reportSchema } from "../../src/report/model";
import { commands, toRun } from "./commands";
import { blocksOf, repository } from "./pages";
import { environment, golden } from "./pipelines";
import { useSession } from "./session";

const sessions = useSession();
const [alice, bob] = ["100000000001", "100000000002"] as const;
const page = "docs/guide/report.md";

/** What the chat was sent. */
const posted: { text: string }[] = [];
const chat = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk) => {
    body += chunk;
  });
  request.on("end", () => {
    posted.push(JSON.parse(body) as { text: string });
    response.end("ok");
  });
});
beforeAll(() => new Promise<void>((resolve) => chat.listen(0, "127.0.0.1", resolve)));
afterAll(() => new Promise((resolve) => chat.close(resolve)));

beforeEach(() => {
  posted.length = 0;
  const { session } = sessions;
  session.emulator.putImage({ ...golden, accounts: [alice] });
  session.config({
    "image-share:accountNames": { [alice]: "acme" },
    "image-share:shares": [{ ...golden, accounts: [alice], exclusive: true }],
  });
});

const read = (name: string) => readFileSync(join(sessions.session.folder, name), "utf8");

/** In the session's project, as a CI runs it. */
function run(script: string): Promise<string> {
  const webhook = { WEBHOOK_URL: `http://127.0.0.1:${(chat.address() as AddressInfo).port}/hook` };
  const summary = { GITHUB_STEP_SUMMARY: join(sessions.session.folder, "step-summary.md") };
  return sessions.session.sh(script, { ...environment, ...webhook, ...summary });
}

const jobs = blocksOf(page)
  .filter(({ info }) => info === "yaml")
  .map(({ text }) => parse(text) as unknown);
const [github, gitlab] = jobs as [
  { jobs: { report: { steps: readonly { run?: string }[] } } } | undefined,
  Record<string, { script: readonly string[] }> | undefined,
];
const steps = (github?.jobs.report.steps ?? []).flatMap(({ run: script = "" }) =>
  toRun(script).trim() === "" ? [] : [script],
);
const gitlabScript = (gitlab?.["image access"]?.script ?? []).join("\n");

it("are found on the page", () => {
  expect(steps).toHaveLength(2);
  expect(gitlabScript).not.toBe("");
});

it("makes a page and a document", async () => {
  const [first] = commands.filter(({ under }) => under === `${page} > A page to open and to send`);
  const output = await run(first?.script ?? "");
  expect(output).toContain("1 image, 1 of them shared, with 1 account\n");
  expect(read("report.html")).toContain(`<bdi>acme</bdi></th><td class="id">${alice}</td>`);
  expect(reportSchema.parse(JSON.parse(read("report.json"))).complete).toBe(true);
});

describe.each([
  ["GitHub", () => steps.map((script) => script)],
  ["GitLab", () => [gitlabScript]],
] as const)("the job of %s", (name, scripts) => {
  it("is green and quiet at first, says what changed since, and stops at drift", async () => {
    const { session } = sessions;
    await run("rm -f report.json report.html summary.md step-summary.md");
    for (const script of scripts()) await run(script);
    expect(posted).toEqual([]);
    expect(read("summary.md")).toContain("Nothing found.");

    session.emulator.share(golden, [bob]);
    const [first = "", ...others] = scripts();
    await expect(run(first)).rejects.toThrow("ended with 2");
    for (const script of others) await run(script);
    expect(reportSchema.parse(JSON.parse(read("report.json"))).changes?.gained).toMatchObject([
      { accounts: [bob] },
    ]);
    expect(posted.map(({ text }) => text.split("\n"))).toEqual([
      [
        "Image access",
        "1 images, 2 accounts. unnamed-account: 1, unlisted-access: 1",
        `tencentcloud-cvm/ap-guangzhou/${golden.imageId}: gained access: ${bob}`,
      ],
    ]);
    if (name === "GitHub") expect(read("step-summary.md")).toContain(`gained access: ${bob}`);
  });
});

describe("the example that posts to a chat", () => {
  const script = join(repository, "examples/report-webhook/post.mts");

  it("mentions nobody and links nowhere, whatever an image is called", async () => {
    sessions.session.write(
      "hostile.json",
      JSON.stringify({
        complete: false,
        totals: { images: 1, accounts: 1, notRead: 1 },
        findings: [],
        changes: { gained: [{ id: "<!channel> <https://evil|x>", accounts: ["&"] }], lost: [] },
      }),
    );
    await run(`node ${script} hostile.json`);
    expect(posted[0]?.text).toContain("&lt;!channel&gt; &lt;https://evil|x&gt;: gained access: &amp;");
    expect(posted[0]?.text).toMatch(/^Image access: not complete, 1 could not be looked at\n/);
  });

  it("fails without an address, and where the chat refuses, without repeating the address", async () => {
    await expect(run(`WEBHOOK_URL= node ${script} report.json`)).rejects.toThrow("WEBHOOK_URL is not set");
    expect(existsSync(script)).toBe(true);
  });
});
