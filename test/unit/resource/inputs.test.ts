/** What a program hands to the engine of the shares that it makes. */
import * as pulumi from "@pulumi/pulumi";
import { ImageShare } from "../../../src/resource/image-share";
import { ImageShareSet } from "../../../src/resource/image-share-set";

const place = { service: "tencentcloud-cvm", region: "ap-guangzhou" } as const;

/**
 * Runs a program with mocks.
 *
 * @param state the outputs that state holds, by name
 * @returns the inputs of every share, by name
 */
async function inputsOf(
  program: () => void,
  isPreview: boolean,
  state: Readonly<Record<string, unknown>> = {},
): Promise<Record<string, Record<string, unknown>>> {
  const urn = "urn:pulumi:stack::program::pulumi-nodejs:dynamic/image-share:ImageShare::";
  const outputs = Object.fromEntries(
    Object.entries(state).map(([name, outs]) => [`${urn}${name}`, { outputs: outs }]),
  );
  const inputs: Record<string, Record<string, unknown>> = {};
  await pulumi.runtime.setMocks(
    {
      newResource: (args) => {
        inputs[args.name] = Object.fromEntries(Object.entries(args.inputs).map(unwrapped));
        return { id: args.name, state: { foreignAccounts: [], ...args.inputs } };
      },
      call: (args) => (args.token === "pulumi:pulumi:readStackResourceOutputs" ? { outputs } : args.inputs),
    },
    "program",
    "stack",
    isPreview,
  );
  program();
  await pulumi.runtime.disconnect();
  return inputs;
}

/** The engine hands a secret over in clear. */
function unwrapped([key, value]: [string, unknown]): [string, unknown] {
  return [key, key === "__told" ? (value as { value: unknown }).value : value];
}

it("tells of a preview, which the engine does not, and of nothing at an up", async () => {
  const make = (imageId: string) => () =>
    new ImageShare("golden", { ...place, imageId, accounts: ["100000000001"] });
  expect((await inputsOf(make("img-preview0"), true)).golden).toHaveProperty("__preview", true);
  expect((await inputsOf(make("img-real0000"), false)).golden).not.toHaveProperty("__preview");
});

it("keeps the known accounts of a set known beside one that is not, each once", async () => {
  const account = "100000000001";
  const later = pulumi.output(pulumi.unknown as string);
  const inputs = await inputsOf(() => {
    new ImageShareSet("release", {
      accounts: [account, "100000000002"],
      images: { gz: { ...place, imageId: "img-setsets0", additionalAccounts: [account, later] } },
    });
  }, true);
  expect(inputs["release-gz"]).toMatchObject({
    accounts: [account, "100000000002", pulumi.unknown],
  });
});

describe("a program at a preview", () => {
  const [alice, bob] = ["100000000001", "100000000002"];
  let programs = 0;
  /** No other program has claimed it: they all run outside of any stack, and so in one run. */
  const image = (name: string) => ({ ...place, imageId: `img-${name}${100 + programs}` });
  const state = () => ({ latest: { ...image("older"), accounts: [alice, bob], __provider: "exports…" } });

  beforeEach(() => {
    programs += 1;
  });

  const latest = (opts?: pulumi.CustomResourceOptions) =>
    new ImageShare("latest", { ...image("newer"), accounts: [alice] }, opts);
  const previous = (accounts: pulumi.Input<pulumi.Input<string>[]>, imageId?: pulumi.Input<string>) =>
    new ImageShare("previous", { ...image("older"), ...(imageId ? { imageId } : {}), accounts });
  const toldOf = async (program: () => void) => (await inputsOf(program, true, state())).latest?.__told;

  it("tells what state holds of a share, and who lists the accounts of its image, also if that comes later", async () => {
    const told = await toldOf(() => {
      latest();
      previous([bob]);
    });
    expect(told).toEqual({
      before: { ...image("older"), accounts: [alice, bob] },
      elsewhere: { [bob]: "previous" },
      mayListMore: false,
      deletesFirst: false,
      areListsShown: true,
    });
  });

  it.each<[string, pulumi.Input<pulumi.Input<string>[]>, pulumi.Input<string> | undefined]>([
    ["a list that is an output", pulumi.output([bob]), undefined],
    ["a secret account", [pulumi.secret(bob)], undefined],
    ["an image that is not known yet", [bob], pulumi.output(pulumi.unknown as string)],
  ])("tells of %s that more may be listed, and nothing of it", async (_, accounts, imageId) => {
    const told = await toldOf(() => {
      latest({ deleteBeforeReplace: true });
      previous(accounts, imageId);
    });
    expect(told).toMatchObject({ elsewhere: {}, mayListMore: true, deletesFirst: true });
  });

  it("tells nothing of a share that is not in state", async () => {
    const { previous: other } = await inputsOf(() => previous([bob]), true, state());
    expect(other?.__told).toEqual({
      elsewhere: {},
      mayListMore: false,
      deletesFirst: false,
      areListsShown: true,
    });
  });
});

it("hands over the options that decide what the end of a share does, also at an up", async () => {
  const inputs = await inputsOf(() => {
    const share = (name: string, opts?: pulumi.CustomResourceOptions) =>
      new ImageShare(name, { ...place, imageId: `img-${name}`, accounts: ["100000000001"] }, opts);
    const plain = share("plain000");
    share("retained", { retainOnDelete: true });
    share("together", { deletedWith: plain });
  }, false);
  expect(inputs.plain000).not.toHaveProperty("__options");
  expect(inputs.retained).toHaveProperty("__options", { retainOnDelete: true });
  expect(inputs.together).toHaveProperty("__options", { deletedWith: "plain000" });
});

it("hands over those options of a set for each of its shares", async () => {
  const accounts = ["100000000001"];
  const inputs = await inputsOf(() => {
    const plain = new ImageShare("plain111", { ...place, imageId: "img-plain111", accounts });
    const set = (name: string, opts: pulumi.ComponentResourceOptions) =>
      new ImageShareSet(name, { accounts, images: { gz: { ...place, imageId: `img-${name}` } } }, opts);
    set("retained1", { retainOnDelete: true });
    set("together1", { deletedWith: plain });
  }, false);
  expect(inputs["retained1-gz"]).toHaveProperty("__options", { retainOnDelete: true });
  expect(inputs["together1-gz"]).toHaveProperty("__options", { deletedWith: "plain111" });
});
