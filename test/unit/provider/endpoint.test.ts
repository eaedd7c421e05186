/** A share of every service belongs to the endpoint that it was made at. */
import { type Emulator, startEmulator } from "../../../src/emulator";
import { handle } from "../../../src/provider/dynamic/handle";
import { isEndpointLine } from "../../support/endpoint-line";
import {
  idOf,
  keysOf,
  ownerOf,
  type Properties,
  type Sample,
  samples,
  startTwoKeys,
  strangerOf,
} from "./two-keys";

let here: Emulator;
let there: Emulator;
let printed: string[];

beforeEach(async () => {
  here = await startTwoKeys();
  there = await startTwoKeys();
  printed = [];
  jest.spyOn(console, "log").mockImplementation((text: string) => printed.push(...text.split("\n")));
});

afterEach(async () => {
  jest.restoreAllMocks();
  await Promise.all([here.close(), there.close()]);
});

type Answer = Record<"outs" | "props" | "inputs", Properties> & {
  readonly id: string;
  readonly changes: boolean;
  readonly replaces?: string[];
};

/** A provider process whose calls all go to one emulator, unless more is said. */
function provider(emulator: Emulator | undefined, more: Properties = {}) {
  const rawConfig: Properties = emulator === undefined ? {} : { "image-share:endpoint": emulator.url };
  for (const [cloud, section] of Object.entries({ ...keysOf("A"), ...more })) {
    rawConfig[`image-share:${cloud}`] = typeof section === "string" ? section : JSON.stringify(section);
  }
  const config = { get: (key: string) => rawConfig[key] as string | undefined, rawConfig };
  return (method: Parameters<typeof handle>[0], ...args: unknown[]) =>
    handle(method, config, args) as Promise<Answer>;
}

const moving = { moveEndpoint: "true" };
const inputsOf = ({ image, accounts }: Sample): Properties => ({ ...image, accounts: [...accounts] });
const made = async (sample: Sample, more: Properties = {}) =>
  (await provider(here)("create", { ...inputsOf(sample), ...more })).outs;
const first = samples.find(({ image }) => image.service === "tencentcloud-cvm") as Sample;

describe.each(samples.map((sample) => [sample.image.service, sample] as const))("%s", (_service, sample) => {
  const { image, accounts } = sample;
  const id = idOf(sample);

  it("records the endpoint, and refuses every call that would go to another, before it is sent", async () => {
    const outs = await made(sample);
    expect(outs).toMatchObject({ endpoint: here.url });
    const calls: [Parameters<typeof handle>[0], ...unknown[]][] = [
      ["diff", id, outs, inputsOf(sample)],
      ["update", id, outs, inputsOf(sample)],
      ["read", id, outs],
      ["delete", id, outs],
    ];
    for (const call of calls) {
      const refusal = expect(provider(there)(...call)).rejects;
      await refusal.toThrow(
        `the share was made at ${here.url}, according to state, and this run calls ${there.url}`,
      );
    }
    expect(there.calls()).toEqual([]);
    expect(here.accounts(image)).toEqual(accounts);
    await provider(here)("delete", id, outs);
    expect(here.accounts(image)).toEqual([]);
  });

  it("takes state without an endpoint as it is, and records the endpoint with the next write", async () => {
    const { endpoint: _, site: __, ...before } = await made(sample);
    there.share(image, [...accounts]);
    const call = provider(there);
    expect((await call("diff", id, before, inputsOf(sample))).changes).toBe(false);
    expect((await call("read", id, before)).props).not.toHaveProperty("endpoint");
    const fewer = { ...inputsOf(sample), accounts: accounts.slice(0, 1) };
    const { outs } = await call("update", id, before, fewer);
    expect(outs).toMatchObject({ endpoint: there.url });
  });

  it("moves as a new share where that is meant: nobody is revoked who was not given access there", async () => {
    const [one, two] = accounts;
    const outs = await made(sample, { exclusive: false });
    there.share(image, [two]);
    const fewer = { ...inputsOf(sample), accounts: [one], exclusive: false };
    const call = provider(there, moving);
    expect(await call("diff", id, outs, fewer)).toMatchObject({ changes: true });
    const after = (await call("update", id, outs, fewer)).outs;
    expect(after).toMatchObject({ accounts: [one], foreignAccounts: [two], endpoint: there.url });
    expect(there.accounts(image).toSorted()).toEqual([one, two]);
    expect(here.accounts(image)).toEqual(accounts);
    const line = `at ${here.url}, these keep access, and no share lists them any more: ${one}, ${two}`;
    expect(printed.filter((text) => text.endsWith(line))).toHaveLength(1);
  });

  it("is not refreshed and not revoked while it moves, and loses nothing of its state", async () => {
    const outs = await made(sample);
    there.removeImage(image);
    const call = provider(there, moving);
    const { id: kept, props } = await call("read", id, outs);
    expect([kept, props]).toEqual([id, outs]);
    await call("delete", id, outs);
    expect(here.accounts(image)).toEqual(accounts);
    expect(there.calls()).toEqual([]);
    expect(printed.join("\n")).toMatch(/: not refreshed: state names http/);
    expect(printed.join("\n")).toContain(
      `: nothing is revoked at ${here.url}, since calls go to ${there.url}`,
    );
  });

  it("is told of by no preview line when the engine compares what the refresh found, and nobody is asked", async () => {
    const outs = await made(sample);
    printed = [];
    const call = provider(there, moving);
    const { props, inputs } = await call("read", id, outs);
    await call("diff", id, props, inputs);
    expect(there.calls()).toEqual([]);
    expect(printed.filter((line) => /access/.test(line))).toEqual([]);
    await call("check", inputs, inputsOf(sample));
    await call("diff", id, props, inputsOf(sample));
    expect(printed.filter((line) => /will gain access/.test(line))).toHaveLength(1);
  });

  it("goes where its cloud's own endpoint says, before that of all clouds", async () => {
    const own = { [sample.cloud]: { ...keysOf("A")[sample.cloud], endpoint: there.url } };
    const { outs } = await provider(here, own)("create", inputsOf(sample));
    expect(outs).toMatchObject({ endpoint: there.url });
    expect([here.calls(), there.accounts(image)]).toEqual([[], accounts]);
    const source = `image-share:${sample.cloud}.endpoint`;
    expect(printed.filter(isEndpointLine)).toEqual([
      `image-share: calls go to ${there.url} (${source}); all others to ${here.url} (image-share:endpoint)`,
    ]);
  });
});

describe("a profile", () => {
  const withProfile = (section: Properties, stack: Properties = {}) => ({
    tencentcloud: { ...keysOf("A").tencentcloud, ...stack },
    profiles: { partner: { tencentcloud: { ...keysOf("A").tencentcloud, ...section } } },
  });
  const inputs = { ...inputsOf(first), credentials: "partner" };

  it("a profile has an endpoint of its own, which goes first", async () => {
    const call = provider(undefined, withProfile({ endpoint: there.url }, { endpoint: here.url }));
    expect((await call("create", inputs)).outs).toMatchObject({ endpoint: there.url });
    expect(here.calls()).toEqual([]);
  });

  it("a profile without one goes where its cloud goes", async () => {
    const call = provider(there, withProfile({}, { endpoint: here.url }));
    expect((await call("create", inputs)).outs).toMatchObject({ endpoint: here.url });
    expect(there.calls()).toEqual([]);
  });

  it("a profile with another endpoint than the one that the share was made with is refused", async () => {
    const outs = await made(first);
    const call = provider(here, withProfile({ endpoint: there.url }));
    await expect(call("diff", idOf(first), outs, inputs)).rejects.toThrow(
      `as image-share:profiles.partner.tencentcloud.endpoint says: nothing was changed`,
    );
  });

  it("a profile that is not known yet is compared when it is", async () => {
    const outs = await made(first);
    const call = provider(there, withProfile({}));
    const unknown = { ...inputs, credentials: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" };
    expect((await call("diff", idOf(first), outs, unknown)).changes).toBe(true);
    expect(there.calls()).toEqual([]);
    await expect(call("update", idOf(first), outs, inputs)).rejects.toThrow("the share was made at");
  });
});

describe("a site of ENS", () => {
  const ens = samples.find(({ image }) => image.service === "alicloud-ens") as Sample;
  const at = (site: string) => provider(here, { alicloud: { ...keysOf("A").alicloud, site } });

  it("a site of ENS is part of the place, the usual one where none is written", async () => {
    const outs = await made(ens);
    expect(outs).toMatchObject({ site: "china" });
    expect((await at("china")("diff", idOf(ens), outs, inputsOf(ens))).changes).toBe(false);
    await expect(at("international")("diff", idOf(ens), outs, inputsOf(ens))).rejects.toThrow(
      `made at ${here.url} (site china), according to state, and this run calls ${here.url} (site international)`,
    );
  });

  it("a site of ENS is none of the services that have one for all", async () => {
    for (const sample of samples.filter((each) => each !== ens)) {
      expect(await made(sample)).not.toHaveProperty("site");
    }
  });
});

describe("a move", () => {
  it("records the owner of the image there", async () => {
    const outs = await made(first);
    there.putImage({ ...first.image, owner: strangerOf.tencentcloud });
    const stranger = provider(there, { ...moving, ...keysOf("B") });
    const after = (await stranger("update", idOf(first), outs, inputsOf(first))).outs;
    expect([outs.owner, after.owner]).toEqual([ownerOf.tencentcloud, strangerOf.tencentcloud]);
  });

  it("takes no silence of before for exclusive: strangers there are asked about", async () => {
    const call = provider(here);
    const { inputs } = await call("check", {}, inputsOf(first));
    const { outs } = await call("create", { ...inputs, exclusive: true });
    there.share(first.image, ["100000000099"]);
    const next = provider(there, moving);
    const checked = await next("check", { ...inputs, exclusive: true }, inputsOf(first));
    expect(checked.inputs).not.toHaveProperty("exclusive");
    await expect(next("update", idOf(first), outs, checked.inputs)).rejects.toThrow(
      "exclusive is not written",
    );
    expect(there.accounts(first.image)).toEqual(["100000000099"]);
  });

  it("a move beside a new image lets go of the old one with a line", async () => {
    const outs = await made(first);
    const other = { ...first.image, imageId: "img-othernew" };
    there.putImage(other);
    const call = provider(there, moving);
    const answer = await call("diff", idOf(first), outs, { ...inputsOf(first), ...other });
    expect(answer.replaces).toEqual(["imageId"]);
    expect(printed.join("\n")).toContain(`: nothing is revoked at ${here.url}`);
    expect(printed.join("\n")).not.toContain("lose access");
  });

  it("a move that fails leaves state where it was", async () => {
    const outs = await made(first);
    there.removeImage(first.image);
    const failed: unknown = await provider(there, moving)("update", idOf(first), outs, inputsOf(first)).catch(
      (error: unknown) => error,
    );
    expect(failed).toBeInstanceOf(Error);
    expect(failed).not.toHaveProperty("properties");
  });

  it("changes nothing of a share that is here already", async () => {
    const outs = await made(first);
    expect((await provider(here, moving)("diff", idOf(first), outs, inputsOf(first))).changes).toBe(false);
  });
});

it("says nothing of a look, which is bound to no place", async () => {
  const look = await provider(here)("read", idOf(first), {});
  expect(look.props).not.toHaveProperty("endpoint");
  expect((await provider(there)("read", idOf(first), look.props)).id).toBe(idOf(first));
});

it("keeps the place through a refresh, as an output and no input", async () => {
  const { props, inputs } = await provider(here)("read", idOf(first), await made(first));
  expect(props).toMatchObject({ endpoint: here.url });
  expect(inputs).not.toHaveProperty("endpoint");
});

it("names the endpoint once in a process, before it says anything else", async () => {
  const call = provider(here);
  await call("check", {}, inputsOf(first));
  await call("create", inputsOf(first));
  expect(printed[0]).toBe(`image-share: calls go to ${here.url} (image-share:endpoint)`);
  expect(printed.filter(isEndpointLine)).toHaveLength(1);
});

it("says nothing where no endpoint is set, and nothing of its own where the configuration cannot be read", async () => {
  await provider(undefined)("check", {}, { ...inputsOf(first), accounts: [] });
  await provider(undefined, { endpoint: "nowhere" })("check", {}, inputsOf(first));
  expect(printed).toEqual([]);
});

it("is moved by nothing but a plain yes", async () => {
  const emulator = await startEmulator();
  try {
    const call = provider(emulator, { moveEndpoint: "yes" });
    await expect(call("create", inputsOf(first))).rejects.toThrow(
      "image-share:moveEndpoint must be true or false",
    );
  } finally {
    await emulator.close();
  }
});
