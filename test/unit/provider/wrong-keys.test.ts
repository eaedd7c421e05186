/** Keys of another account than the one that made a share: nothing is dropped, and nothing is called done. */
import type { Emulator } from "../../../src/emulator";
import { clouds, identityAction, isIdentityCall } from "../../support/services";
import {
  idOf,
  ownerOf,
  type Properties,
  providerWith,
  type Sample,
  samples,
  startTwoKeys,
  strangerOf,
} from "./two-keys";

let emulator: Emulator;
let printed: string[];

beforeEach(async () => {
  emulator = await startTwoKeys();
  printed = [];
  jest.spyOn(console, "log").mockImplementation((text: string) => printed.push(...text.split("\n")));
});

afterEach(async () => {
  jest.restoreAllMocks();
  await emulator.close();
});

const inputsOf = ({ image, accounts }: Sample, more: Properties = {}) => ({
  ...image,
  accounts: [accounts[0]],
  exclusive: true,
  ...more,
});

const identityCalls = () => emulator.calls().filter(isIdentityCall);

async function made(sample: Sample): Promise<Properties> {
  const { outs } = await providerWith(emulator, "A")("create", inputsOf(sample));
  emulator.clearCalls();
  return outs;
}

/** What the engine asks, by the command that makes it ask. */
const commands: Readonly<
  Record<
    string,
    (call: ReturnType<typeof providerWith>, sample: Sample, outs: Properties) => Promise<unknown>
  >
> = {
  refresh: (call, sample, outs) => call("read", idOf(sample), outs),
  preview: (call, sample, outs) => call("diff", idOf(sample), outs, inputsOf(sample)),
  "preview of a change": (call, sample, outs) =>
    call("diff", idOf(sample), outs, inputsOf(sample, { accounts: sample.accounts })),
  up: (call, sample, outs) =>
    call("update", idOf(sample), outs, inputsOf(sample, { accounts: sample.accounts })),
  "destroy, and the deletion behind a replacement": (call, sample, outs) =>
    call("delete", idOf(sample), outs),
};

const cases = samples.flatMap((sample) =>
  Object.entries(commands).map(([command, run]) => ({ service: sample.image.service, command, sample, run })),
);

describe.each(samples.map((sample) => ({ service: sample.image.service, sample })))(
  "$service",
  ({ sample }) => {
    const { cloud, accounts, image } = sample;

    it("records the owner when a share is made, with one identity call, and is a no-op without any", async () => {
      const outs = await made(sample);
      expect(outs).toMatchObject({ owner: ownerOf[cloud], accounts: [accounts[0]] });
      const call = providerWith(emulator, "A");
      const { inputs } = await call("check", inputsOf(sample), inputsOf(sample));
      expect(await call("diff", idOf(sample), outs, inputs)).toEqual({ changes: false });
      const { props, inputs: read } = await providerWith(emulator, "A")("read", idOf(sample), outs);
      expect(props).toEqual(outs);
      expect(read).not.toHaveProperty("owner");
      expect(identityCalls()).toEqual([]);
    });

    it("records the owner when the first update finds none, and asks no more after that", async () => {
      const { owner, ...old } = await made(sample);
      const call = providerWith(emulator, "A");
      const { outs } = await call("update", idOf(sample), old, inputsOf(sample, { accounts }));
      expect(outs).toMatchObject({ owner: ownerOf[cloud], accounts });
      const asked = sample.isTold ? 0 : 1;
      expect(identityCalls()).toHaveLength(asked);
      const later = await providerWith(emulator, "A")("update", idOf(sample), outs, inputsOf(sample));
      expect(later.outs).toEqual({ ...old, owner });
      expect(identityCalls()).toHaveLength(asked);
    });

    it("drops what was deleted for the owner's keys, and says whose keys they were", async () => {
      const outs = await made(sample);
      emulator.removeImage(image);
      expect(await providerWith(emulator, "A")("read", idOf(sample), outs)).toEqual({ id: "", props: {} });
      expect(await providerWith(emulator, "A")("diff", idOf(sample), outs, inputsOf(sample))).toMatchObject({
        replaces: ["imageId"],
      });
      await providerWith(emulator, "A")("delete", idOf(sample), outs);
      expect(identityCalls()).toHaveLength(sample.isTold ? 0 : 3);
      const said = printed.filter((line) => line.includes(`of account ${ownerOf[cloud]}`));
      expect(said).toHaveLength(3);
    });

    // Without a login, nothing else is asked either.
    if (sample.isTold) return;
    it("is as before, with a warning, where the identity call is refused", async () => {
      const outs = await made(sample);
      emulator.removeImage(image);
      emulator.injectFault({
        kind: "error",
        code: "NoPermission",
        action: identityAction(clouds[cloud]),
        times: "always",
      });
      expect(await providerWith(emulator, "B")("read", idOf(sample), outs)).toEqual({ id: "", props: {} });
      expect(
        printed.filter((line) => line.includes(`warning: ${identityAction(clouds[cloud])} failed`)),
      ).toHaveLength(1);
      const other = { ...outs, imageId: `${image.imageId}0` };
      emulator.putImage({ ...image, imageId: other.imageId });
      const created = await providerWith(emulator, "A")(
        "create",
        inputsOf(sample, { imageId: other.imageId }),
      );
      expect(created.outs).toMatchObject({ accounts: [accounts[0]] });
      expect(created.outs).not.toHaveProperty("owner");
    });
  },
);

describe.each(cases)("$command of $service", ({ sample, run }) => {
  const { cloud, image, accounts } = sample;

  it("fails with keys of another account, naming both, and goes on with the right ones", async () => {
    const outs = await made(sample);
    const before = await run(providerWith(emulator, "B"), sample, outs).then(
      () => undefined,
      (error: Error) => error.message,
    );
    expect(before).toContain(`, of account ${strangerOf[cloud]}. Account`);
    expect(before).toContain(`Account ${ownerOf[cloud]} owns the image`);
    expect(before).toMatch(
      /Run this again with the credentials of account [0-9a-f]+\. See docs\/errors\.md#wrong-account \(image-share explain wrong-account\)$/,
    );
    expect(printed.filter((line) => /dropped|deleted|lose/.test(line))).toEqual([]);
    expect(emulator.accounts(image)).toEqual([accounts[0]]);
    const asked = sample.isTold ? 0 : 1;
    expect(identityCalls()).toHaveLength(asked);
    await run(providerWith(emulator, "A"), sample, outs);
    expect(identityCalls()).toHaveLength(asked);
  });
});
