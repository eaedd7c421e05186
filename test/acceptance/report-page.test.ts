/** The report's page in a real browser: how fast, how large, how usable, and what a stranger's text can do there. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";

jest.setTimeout(300_000);

interface Measured {
  readonly large: {
    readonly accounts: number;
    readonly images: number;
    readonly loadMs: number;
    readonly memoryMb: number;
    readonly searchMs: number;
    readonly sortMs: number;
    readonly complaints: readonly string[];
  };
  readonly axe: readonly string[];
  readonly use: {
    readonly all: number;
    readonly searched: readonly string[];
    readonly address: string;
    readonly filtered: readonly string[];
    readonly seen: readonly string[];
    readonly sorted: string;
    readonly columns: number;
    readonly whole: number;
    readonly cell: string;
    readonly reachable: readonly string[];
    readonly complaints: readonly string[];
  };
  readonly withoutScript: { readonly text: string };
  readonly attacked: {
    readonly isHit: boolean;
    readonly foreign: number;
    readonly shown: string;
    readonly complaints: readonly string[];
  };
  readonly print: {
    readonly shown: readonly string[];
    readonly controls: number;
    readonly folded: number;
    readonly bytes: number;
  };
}

const repository = join(__dirname, "../..");
let seen: Measured;

beforeAll(() => {
  const script = join(repository, "scripts/browser/measure.mts");
  const options = { cwd: repository, encoding: "utf8", maxBuffer: 1 << 26 } as const;
  // The node of node_modules, as scripts run it.
  seen = JSON.parse(execFileSync(join(repository, "node_modules/.bin/node"), [script], options)) as Measured;
});

describe("a page of 500 accounts and 200 images, each shared with all", () => {
  it("loads from disk in less than a second", () => {
    expect(seen.large).toMatchObject({ accounts: 500, images: 200 });
    expect(seen.large.loadMs).toBeGreaterThan(0);
    expect(seen.large.loadMs).toBeLessThan(1000);
  });

  it("takes less than 100 MB", () => {
    expect(seen.large.memoryMb).toBeLessThan(100);
    if (process.platform === "linux") expect(seen.large.memoryMb).toBeGreaterThan(0);
  });

  it("is searched and sorted in less than 100 ms", () => {
    expect(seen.large.searchMs).toBeLessThan(100);
    expect(seen.large.sortMs).toBeLessThan(100);
  });

  it("says nothing on the console, and asks for no other file", () => {
    expect(seen.large.complaints).toEqual([]);
    expect(seen.use.complaints).toEqual([]);
  });
});

it("has nothing that axe finds, in any view, light and dark, wide and narrow", () => {
  expect(seen.axe).toEqual([]);
});

describe("what a person does", () => {
  it("searches, filters and sorts", () => {
    const { all, searched, filtered, whole } = seen.use;
    expect(all).toBe(40);
    expect(searched.length).toBeGreaterThan(1);
    expect(searched.every((name) => name.startsWith("Acme "))).toBe(true);
    expect([...filtered].sort()).toEqual(searched.filter((name) => filtered.includes(name)).sort());
    expect(filtered.length).toBeGreaterThan(0);
    expect(whole).toBe(all);
  });

  it("sends the address to a colleague, who sees the same", () => {
    const { address, filtered, seen: byColleague, sorted } = seen.use;
    expect(address).toBe("#accounts?q=acme&cloud=aws&sort=images");
    expect(byColleague).toEqual(filtered);
    expect(sorted).toBe("images");
  });

  it("sees in the matrix only the images that the accounts of the search can use", () => {
    expect(seen.use.columns).toBeGreaterThan(0);
    expect(seen.use.columns).toBeLessThan(30);
  });

  it("reaches everything by keyboard, and hears what a cell of the matrix says", () => {
    expect(seen.use.reachable.slice(0, 11).map((stop) => stop.split(" ")[0])).toEqual([
      "a",
      "a",
      "a",
      "a",
      "a",
      "a",
      "input",
      "select",
      "select",
      "button",
      "div",
    ]);
    expect(seen.use.cell).toMatch(/^.+ \d{12}: can(?:not)? use \S+/);
  });
});

it("has every view and every account without its script", () => {
  const { text } = seen.withoutScript;
  for (const title of ["Findings", "Changes", "Accounts", "Images", "Matrix"]) {
    expect(text).toMatch(new RegExp(`^${title}$`, "m"));
  }
  expect(text).toContain("100000000037");
  expect(text).toMatch(/^This report is not complete: /m);
  expect(text).not.toContain("Search");
});

it("takes a stranger's markup for text", () => {
  const { isHit, foreign, shown, complaints } = seen.attacked;
  expect({ isHit, foreign, complaints }).toEqual({ isHit: false, foreign: 0, complaints: [] });
  expect(shown).toContain('</script><script>window.hit=1</script><img src=x onerror="window.hit=1">');
});

it("has every view on paper, unfolded and without its controls", () => {
  const { shown, controls, folded, bytes } = seen.print;
  expect(shown).toEqual(["findings", "changes", "accounts", "images", "matrix"]);
  expect(controls).toBe(0);
  expect(folded).toBeGreaterThan(0);
  expect(bytes).toBeGreaterThan(10_000);
});
