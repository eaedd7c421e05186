/** Pages that report a run say which commit and which command made it, and scripts/report.mts writes them. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pages, repository, textOf } from "../../docs/pages";

const reports = pages.flatMap((page) =>
  [...textOf(page).matchAll(/<!-- run: ([\w-]+) -->\n\n([\s\S]*?)\n\n<!-- end of run: \1 -->/g)].map(
    ([, name = "", text = ""]) => ({ page, name, text }),
  ),
);

it("finds every page that reports a run", () => {
  expect(reports.map(({ page, name }) => `${page} ${name}`)).toEqual([
    "docs/contributing/fuzzing.md counts",
    "docs/contributing/independent-servers.md independent",
    "docs/contributing/mutation-testing.md scores",
    "docs/contributing/soak.md counts",
    "docs/reference/performance.md bench",
    "docs/reference/performance.md bench-hosts",
    "docs/reference/performance.md bench-plugin",
    "docs/reference/performance.md bench-estate",
    "docs/reference/performance.md bench-estate-dynamic",
    "docs/reference/performance.md bench-shared-limit",
  ]);
});

it.each(reports)("$page says of which commit and by which command its $name are", ({ text }) => {
  expect(text).toMatch(/^Of commit `[0-9a-f]{7,}`[^\n]*, by [^\n`]*`[^`\n]*npm run [^`\n]+`/);
});

it.each(reports)("scripts write the $name of $page", ({ page, name }) => {
  const commands = ["bench", "fuzz", "independent", "mutation-table", "soak"].map((command) =>
    readFileSync(join(repository, `scripts/${command}.mts`), "utf8"),
  );
  expect(commands.filter((text) => text.includes(`"${page}"`) && text.includes(`"${name}"`))).toHaveLength(1);
});

describe("writeRun", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "report-"));
    mkdirSync(join(root, "docs"));
    execFileSync("git", ["init", "-q"], { cwd: root });
    const as = ["-c", "user.name=a", "-c", "user.email=a@localhost"];
    execFileSync("git", [...as, "commit", "-q", "--allow-empty", "-m", "first"], { cwd: root });
  });
  afterEach(() => rmSync(root, { recursive: true }));

  /** @returns the page afterwards */
  function write(page: string): string {
    writeFileSync(join(root, "docs/a.md"), page);
    const script = `
      import { writeRun } from ${JSON.stringify(join(repository, "scripts/report.mts"))};
      writeRun({ page: "docs/a.md", name: "counts", command: "npm run a", text: "| new |" }, ${JSON.stringify(root)});
    `;
    const node = join(repository, "node_modules/.bin/node");
    execFileSync(node, ["--input-type=module", "-e", script], { stdio: "pipe" });
    return readFileSync(join(root, "docs/a.md"), "utf8");
  }

  it("replaces the last run, says of which commit the new one is, and keeps the rest", () => {
    const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], {
      cwd: root,
      encoding: "utf8",
    }).trim();
    const page = write("# A\n\n<!-- run: counts -->\nold\n<!-- end of run: counts -->\n\nEnd.\n");
    expect(page.replace(/\d{4}-\d\d-\d\d/, "TODAY")).toBe(
      `# A\n\n<!-- run: counts -->\n\nOf commit \`${commit}\`, by \`npm run a\`, on TODAY.\n\n| new |\n\n<!-- end of run: counts -->\n\nEnd.\n`,
    );
  });

  it("fails where the page has no place for the run", () => {
    expect(() => write("# A\n")).toThrow('docs/a.md: "<!-- run: counts -->" not found');
  });
});
