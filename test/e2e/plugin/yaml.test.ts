/** What only the plugin does: known outputs at a preview, a detailed diff, import and get. */
import { image } from "../harness/world";
import { setProgram, shares, useYamlWorld } from "./yaml-world";

const world = useYamlWorld();
const [alice, bob, carol, stranger] = [
  "100000000001",
  "100000000002",
  "100000000003",
  "100000000099",
] as const;
const golden = image("golden");
const id = `tencentcloud-cvm/ap-guangzhou/${golden.imageId}`;

/** The part of an output from one line to another, without indentation. */
function excerpt(output: string, from: RegExp, lines: number): string[] {
  const all = output.split("\n").map((line) => line.trim());
  const begin = all.findIndex((line) => from.test(line));
  return begin < 0 ? [] : all.slice(begin, begin + lines);
}

it("knows the id and the outputs of a share before it is made", async () => {
  world.emulator.putImage({ ...golden, accounts: [alice] });
  setProgram(world.stack, {
    ...shares({ golden: { ...golden, accounts: [bob, alice] } }),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: YAML's own interpolation
    outputs: { id: "${golden.id}", who: "${golden.accounts}" },
  });
  const { output } = await world.stack.preview("--diff");
  expect(excerpt(output, /^id *: /, 1)[0]).toContain(id);
  expect(excerpt(output, /^who *: /, 3)).toEqual([
    expect.stringMatching(/^who *: \[$/),
    `[0]: "${alice}"`,
    `[1]: "${bob}"`,
  ]);
  await world.stack.up();
});

it("shows each account that gains or loses access at its place in the list", async () => {
  setProgram(world.stack, shares({ golden: { ...golden, accounts: [alice, carol] } }));
  world.emulator.share(golden, [stranger]);
  const { output } = await world.stack.preview("--diff");
  expect(excerpt(output, /^~ accounts/, 4)).toEqual([
    expect.stringMatching(/^~ accounts *: \[$/),
    `~ [1]: "${bob}" => "${carol}"`,
    "]",
    "- foreignAccounts: []",
  ]);
});

it("shows drift in a refresh, account by account", async () => {
  const { output } = await world.stack.refresh("--diff");
  expect(excerpt(output, /^~ foreignAccounts/, 2)).toEqual(["~ foreignAccounts: [", `+ [0]: "${stranger}"`]);
  await world.stack.up();
  expect(world.emulator.accounts(golden)).toEqual([alice, carol]);
});

it("looks at an image by get, without managing it", async () => {
  const looked = image("looked");
  world.emulator.putImage({ ...looked, accounts: [stranger] });
  setProgram(world.stack, {
    resources: {
      golden: { properties: { ...golden, accounts: [alice, carol] } },
      looked: { get: { id: `tencentcloud-cvm/ap-guangzhou/${looked.imageId}` } },
    },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: YAML's own interpolation
    outputs: { who: "${looked.accounts}" },
  });
  const run = await world.stack.up();
  expect(excerpt(run.output, /who *: \[/, 2)[1]).toContain(`[0]: "${stranger}"`);
  expect(run.writes).toEqual([]);
});

it("asks by getImageShare who has access", async () => {
  setProgram(world.stack, {
    ...shares({ golden: { ...golden, accounts: [alice, carol] } }),
    variables: { found: { "fn::invoke": { function: "image-share:getImageShare", arguments: golden } } },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: YAML's own interpolation
    outputs: { found: "${found.accounts}" },
  });
  const run = await world.stack.up();
  expect(excerpt(run.output, /found *: \[/, 3).slice(1)).toEqual([
    expect.stringContaining(`[0]: "${alice}"`),
    expect.stringContaining(`[1]: "${carol}"`),
  ]);
});

it("imports a share with the code that stands for it, and goes on without a change", async () => {
  const found = image("imported");
  world.emulator.putImage({ ...found, accounts: [bob] });
  setProgram(world.stack, shares({ golden: { ...golden, accounts: [alice, carol] } }));
  const resource = "image-share:index:ImageShare";
  const flags = ["--yes", "--protect=false", "--skip-preview"];
  const shareOf = `tencentcloud-cvm/ap-guangzhou/${found.imageId}`;
  const run = await world.stack.run(["import", resource, "imported", shareOf, ...flags]);
  expect(excerpt(run.output, /^imported:$/, 6)).toEqual([
    "imported:",
    "type: image-share:ImageShare",
    "properties:",
    "accounts:",
    `- '${bob}'`,
    `imageId: ${found.imageId}`,
  ]);
  const both = { golden: { ...golden, accounts: [alice, carol] }, imported: { ...found, accounts: [bob] } };
  setProgram(world.stack, shares(both));
  const next = await world.stack.up();
  expect(next.writes).toEqual([]);
  expect(next.resources).toEqual(["3 unchanged"]);
});

it("keeps the keys of an explicit provider out of state, and its change replaces nothing", async () => {
  const { id: secretId, secret: secretKey } = world.emulator.credentials;
  const provider = (more: Readonly<Record<string, unknown>>) =>
    setProgram(world.stack, {
      resources: {
        keys: {
          type: "pulumi:providers:image-share",
          properties: { endpoint: world.emulator.url, tencentcloud: { secretId, secretKey }, ...more },
        },
        golden: {
          properties: { ...golden, accounts: [alice, carol] },
          // biome-ignore lint/suspicious/noTemplateCurlyInString: YAML's own interpolation
          options: { provider: "${keys}" },
        },
      },
    });
  provider({});
  await world.stack.up();
  const exported = (await world.stack.run(["stack", "export"])).stdout;
  expect(exported).not.toContain(secretKey);
  provider({ liveDiff: true });
  const run = await world.stack.up();
  expect(run.writes).toEqual([]);
  expect(world.emulator.accounts(golden)).toEqual([alice, carol]);
});

it("refuses a configuration that cannot be before anything is called", async () => {
  setProgram(world.stack, shares({ golden: { ...golden, accounts: [alice, carol] } }));
  world.stack.setConfig({ "image-share:liveDiff": "maybe" });
  const run = await world.stack.failing("up");
  expect(run.output).toContain("image-share:liveDiff must be true or false");
  expect(run.calls).toEqual([]);
  world.stack.setConfig({});
});
