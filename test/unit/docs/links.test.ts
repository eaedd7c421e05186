/** Every link of the pages leads somewhere: to a file, and to a heading where it names one. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import packageJson from "../../../package.json";
import { pages, proseOf, repository, textOf } from "../../docs/pages";

/** The anchors of a page, as GitHub makes them from its headings. */
function anchorsOf(page: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, title = ""] of proseOf(page).matchAll(/^#+ (.+)$/gm)) {
    const slug = title
      .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, "")
      .replaceAll(" ", "-");
    let anchor = slug;
    for (let again = 1; anchors.has(anchor); again++) anchor = `${slug}-${again}`;
    anchors.add(anchor);
  }
  return anchors;
}

/** What is wrong with a link, or nothing. */
function complaint(page: string, link: string): string | undefined {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? page : relative(repository, join(repository, dirname(page), path));
  if (target.startsWith("..")) return `${link}: leads out of the repository`;
  if (!existsSync(join(repository, target))) return `${link}: no such file`;
  if (anchor === undefined) return undefined;
  if (!statSync(join(repository, target)).isFile() || !target.endsWith(".md")) return `${link}: no page`;
  return anchorsOf(target).has(anchor) ? undefined : `${link}: no such heading`;
}

const linksOf = (page: string) =>
  [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = ""]) =>
    /^[a-z]+:/.test(link) ? [] : [link],
  );

describe.each(pages)("%s", (page) => {
  it("links to what is there", () => {
    expect(linksOf(page).flatMap((link) => complaint(page, link) ?? [])).toEqual([]);
  });

  it("names scripts that package.json has", () => {
    const names = [...textOf(page).matchAll(/\bnpm (?:run (?:-s )?)([\w:-]+)/g)].map(([, name]) => name);
    expect(names.filter((name) => !Object.hasOwn(packageJson.scripts, String(name)))).toEqual([]);
  });
});

it("sees every page of the documentation, at any depth", () => {
  const there = readdirSync(join(repository, "docs"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md"))
    .map((path) => `docs/${path.replaceAll("\\", "/")}`);
  expect(pages).toEqual(expect.arrayContaining(there));
  const folders = new Set(there.map((path) => dirname(path)));
  expect([...folders].sort()).toEqual([
    "docs",
    "docs/contributing",
    "docs/guide",
    "docs/reference",
    "docs/services",
  ]);
});

it("finds links, and knows a dead one", () => {
  expect(linksOf("README.md").length).toBeGreaterThan(10);
  expect(complaint("README.md", "docs/guide/guards.md#exclusive")).toBeUndefined();
  expect(complaint("README.md", "docs/guide/guards.md#inclusive")).toBe(
    "docs/guide/guards.md#inclusive: no such heading",
  );
  expect(complaint("docs/guide/guards.md", "docs/guide/guards.md")).toBe(
    "docs/guide/guards.md: no such file",
  );
});
