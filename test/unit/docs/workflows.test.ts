/** What GitHub reads in this repository: workflows name scripts that exist, and ask for no more rights than they need. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import packageJson from "../../../package.json";
import { repository } from "../../docs/pages";

const { projects } = jest.requireActual<{ projects: { displayName: string }[] }>("../../../jest.config.js");
const projectNames = projects.map(({ displayName }) => displayName);

type Members = Readonly<Record<string, unknown>>;

const files = globSync(".github/**/*.yml", { cwd: repository }).map((path) => path.replaceAll("\\", "/"));
const documents = new Map(
  files.map((path) => [path, parse(readFileSync(join(repository, path), "utf8")) as Members]),
);
const workflows = files.filter((path) => path.startsWith(".github/workflows/"));
const withSteps = [...workflows, ".github/actions/setup/action.yml"];
const forms = files.filter((path) => /ISSUE_TEMPLATE\/(?!config)/.test(path));

/** The values of all members with this name, at any depth. */
function valuesOf(name: string, value: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(key === name ? [inner] : []),
    ...valuesOf(name, inner),
  ]);
}

const runsOf = (path: string) =>
  valuesOf("run", documents.get(path)).filter((run) => typeof run === "string");

/** The scripts of package.json that a text runs. */
const scriptsIn = (text: string) =>
  [...text.matchAll(/\bnpm (?:run (?:-s )?)([\w:-]+)/g)].map(([, name = ""]) => name);

const projectsIn = (script: string) =>
  [...script.matchAll(/--selectProjects((?: \w+)+)/g)].flatMap(([, names = ""]) => names.trim().split(" "));

it("has the workflows that a change and a release need", () => {
  expect(workflows.toSorted()).toEqual([".github/workflows/ci.yml", ".github/workflows/release.yml"]);
});

it.each(withSteps)("%s runs only scripts that package.json has", (path) => {
  const runs = runsOf(path);
  expect(runs.length).toBeGreaterThan(0);
  expect(runs.flatMap(scriptsIn).filter((name) => !Object.hasOwn(packageJson.scripts, name))).toEqual([]);
});

it("runs every kind of test in ci.yml", () => {
  const named = runsOf(".github/workflows/ci.yml").flatMap(scriptsIn);
  expect(named).toEqual(
    expect.arrayContaining(["check:static", "test:unit", "test:conformance", "test:e2e"]),
  );
  const scripts: Readonly<Record<string, string>> = packageJson.scripts;
  const run = named.flatMap((name) => projectsIn(scripts[name] ?? ""));
  expect(projectNames.filter((project) => !run.includes(project))).toEqual([]);
});

it("selects in package.json only projects that jest.config.js has", () => {
  const selected = Object.values(packageJson.scripts).flatMap(projectsIn);
  expect(selected.length).toBeGreaterThan(5);
  expect(selected.filter((project) => !projectNames.includes(project))).toEqual([]);
});

it.each(withSteps)("%s pins every action to a major version", (path) => {
  const uses = valuesOf("uses", documents.get(path)).map(String);
  expect(uses.length).toBeGreaterThan(0);
  expect(uses.filter((action) => !/^(\.\/|[\w-]+\/[\w-]+@v\d+$)/.test(action))).toEqual([]);
});

it.each(workflows)("%s may only read, unless a job asks for more", (path) => {
  expect(documents.get(path)?.permissions).toEqual({ contents: "read" });
});

it("tests the oldest @pulumi/pulumi that package.json allows, and the newest", () => {
  const oldest = packageJson.peerDependencies["@pulumi/pulumi"].replace("^", "");
  expect(valuesOf("pulumi", documents.get(".github/workflows/ci.yml"))).toContainEqual([oldest, "latest"]);
});

it.each(forms)("%s is an issue form: a name, a description, and questions with a label", (path) => {
  const { name, description, body } = documents.get(path) ?? {};
  expect([name, description]).toEqual([expect.any(String), expect.any(String)]);
  const questions = (body as readonly Members[]).filter(({ type }) => type !== "markdown");
  expect(questions.length).toBeGreaterThan(1);
  expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length);
  expect(questions.filter(({ attributes }) => typeof (attributes as Members).label !== "string")).toEqual([]);
});

it("asks in the bug form for what an answer needs", () => {
  const bug = readFileSync(join(repository, ".github/ISSUE_TEMPLATE/bug.yml"), "utf8");
  for (const word of ["pulumi about", "pulumi preview", "RequestId"]) expect(bug).toContain(word);
});
