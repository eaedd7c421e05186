/** The programs of README and docs, run: those of Pulumi by the real engine, those of the emulator by Node.js. */
import { sections } from "../support/services";
import { blocksWith, place, textOf } from "./pages";
import { keys, seedFor, useSession } from "./session";

const sessions = useSession();

const { id, secret } = keys;
const tencentcloud = { secretId: id, secretKey: secret };
const configuration = {
  ...sections(keys),
  "image-share:profiles": { staging: { tencentcloud }, prod: { tencentcloud } },
};

const programs = blocksWith("ts");
const named = (found: typeof programs) => found.map((block) => [place(block), block.text] as const);
const tests = programs.filter(({ text }) => text.includes('from "node:test"'));
const others = programs.filter((program) => !tests.includes(program));
const scripts = others.filter(({ text }) => text.includes("pulumi-image-share/emulator"));
const ofPulumi = others.filter((program) => !scripts.includes(program));

it("knows every kind of program", () => {
  expect([ofPulumi, tests, scripts].map(({ length }) => length)).not.toContain(0);
});

describe("a program of Pulumi", () => {
  it.each(named(ofPulumi))("of %s: a preview says what each of its accounts gains", async (_, text) => {
    const { session } = sessions;
    session.config(configuration);
    session.program(text);
    seedFor(session, text);
    const output = await session.sh("pulumi preview");
    expect(output).not.toMatch(/warning|refuse/);
    const accounts = [...text.matchAll(/"(\d{9,}|[\da-f]{32})"/g)].map(([, account]) => account);
    if (accounts.length === 0) expect(text).toContain("getImageShare");
    expect(accounts.filter((account) => !output.includes(String(account)))).toEqual([]);
    expect(session.emulator.calls().filter(({ outcome }) => outcome.kind !== "ok")).toEqual([]);
    expect(session.emulator.calls()).not.toEqual([]);
  });
});

describe("a program of the emulator", () => {
  it.each(named(scripts))("of %s ends well", async (_, text) => {
    const { session } = sessions;
    session.write("program.mts", text);
    // Where it says "run your program", nobody does.
    expect(await session.sh("node program.mts")).toMatch(/\[.*\]/); // who has access
  });
});

describe("a test", () => {
  it.each(tests.map((block) => [place(block), block] as const))(
    "of %s passes as it stands",
    async (_, block) => {
      const { session } = sessions;
      const [, name = ""] = /Save it as `(images\.test\.\w+)`/.exec(textOf(block.page)) ?? [];
      session.write(name, block.text);
      const output = await session.sh("node --test 2>&1");
      expect(output).not.toContain("Warning");
      expect(output).toMatch(/^. pass 3$/m);
      expect(output).toMatch(/^. fail 0$/m);
    },
  );
});
