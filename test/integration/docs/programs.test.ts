/** What a reader would copy from the pages is correct; test/docs/documented.test.ts runs it. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { parseAllDocuments } from "yaml";
import { type Block, blocks, blocksWith, place, repository } from "../../docs/pages";
import { notUnderstood } from "../../support/pulumis-typescript";

jest.setTimeout(60_000);

const complete = blocksWith("ts");
const fragments = blocksWith("ts fragment");
const named = (found: readonly Block[]) => found.map((block) => [place(block), block] as const);

/** Beside the sources, so that packages are found as from there, and taken for ES modules, as `await` asks. */
const fileOf = (block: Block) =>
  join(repository, `test/docs/${block.page.replace(/\W/g, "_")}_${block.line}.mts`);

/** Complaints of the compiler, by file, about texts that are checked as one program against the built package. */
function complaints(programs: ReadonlyMap<string, string>): Map<string, string[]> {
  const { config } = ts.readConfigFile(
    join(repository, "examples/quickstart/tsconfig.json"),
    ts.sys.readFile,
  );
  const { options } = ts.parseJsonConfigFileContent(
    { ...config, files: [...programs.keys()] },
    ts.sys,
    repository,
  );
  // The pages import the package by its name; without this, the compiler would look for its sources.
  const settings = { ...options, types: ["node"], rootDir: repository };
  const host = ts.createCompilerHost(settings);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (file) => programs.has(file) || fileExists(file);
  host.readFile = (file) => programs.get(file) ?? readFile(file);
  host.getSourceFile = (file, ...rest) => {
    const text = programs.get(file);
    return text === undefined
      ? getSourceFile(file, ...rest)
      : ts.createSourceFile(file, text, { ...Object(rest[0]), impliedNodeFormat: ts.ModuleKind.ESNext });
  };
  const found = new Map<string, string[]>([...programs.keys()].map((file) => [file, []]));
  for (const { file, start = 0, messageText } of ts.getPreEmitDiagnostics(
    ts.createProgram([...programs.keys()], settings, host),
  )) {
    const text = ts.flattenDiagnosticMessageText(messageText, "\n");
    const line = file?.getLineAndCharacterOfPosition(start).line ?? 0;
    const list = found.get(file?.fileName ?? "");
    if (list) list.push(`line ${line + 1}: ${text}`);
    else throw new Error(`${file?.fileName}: ${text}`);
  }
  return found;
}

describe("a program", () => {
  const wrong = join(repository, "test/docs/wrong.mts");
  let found: Map<string, string[]>;
  beforeAll(() => {
    const fakeService =
      'import { ImageShare } from "pulumi-image-share";\nnew ImageShare("x", { service: "moon" });';
    found = complaints(
      new Map([[wrong, fakeService], ...complete.map((block) => [fileOf(block), block.text] as const)]),
    );
  });

  it.each(named(complete))("a program of %s fits the types of the package", (_, block) => {
    expect(found.get(fileOf(block))).toEqual([]);
  });

  it("a program that is wrong would be found out", () => {
    expect(found.get(wrong)).toEqual([expect.stringMatching(/^line 2: .*"moon"/s)]);
  });
});

describe("a project without typescript of its own", () => {
  const programs = globSync("examples/*/index.ts", { cwd: repository });
  /** Those of the emulator and of tests are run by Node.js itself. */
  const ofPulumi = complete.filter(({ text }) => !/"node:test"|pulumi-image-share\/emulator/.test(text));

  it.each(programs)("understands %s", (path) => {
    expect(notUnderstood(readFileSync(join(repository, path), "utf8"))).toEqual([]);
  });

  it.each(named(ofPulumi))("understands the program of %s", (_, { text }) => {
    expect(notUnderstood(text)).toEqual([]);
  });

  it("a project without typescript of its own would not understand what came with TypeScript 4.5", () => {
    expect(programs.length * ofPulumi.length).toBeGreaterThan(10);
    expect(notUnderstood('import { ImageShare, type ImageShareArgs } from "x";')).not.toEqual([]);
  });
});

/** As a file, as entries of a list, or as one expression a line. */
function parses(text: string): boolean {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return [[text], [`[${text}]`], [`({${text}})`], lines.map((line) => `(${line.replace(/,$/, "")})`)].some(
    (readings) =>
      readings.every(
        (source) => ts.transpileModule(source, { reportDiagnostics: true }).diagnostics?.length === 0,
      ),
  );
}

it.each(named(fragments))("a fragment of %s is TypeScript", (_, { text }) => {
  expect(parses(text)).toBe(true);
});

describe("data", () => {
  it.each(named(blocksWith("json")))("data of %s is JSON", (_, { text }) => {
    expect(() => JSON.parse(text)).not.toThrow();
  });

  it.each(named(blocksWith("yaml")))(
    "data of %s is YAML, without a key that is there twice",
    (_, { text }) => {
      expect(parseAllDocuments(text).flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([]);
    },
  );
});

it("says of each block what it is", () => {
  const programs = ["ts", "ts fragment", "sh", "sh fragment", "python", "go"];
  const known = [...programs, "console", "yaml", "yaml fragment", "dockerfile", "json", "text", "mermaid"];
  expect(blocks.filter(({ info }) => !known.includes(info)).map(place)).toEqual([]);
});
