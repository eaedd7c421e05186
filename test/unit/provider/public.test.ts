/** An image that every account can use: a preview says so, from the read that it makes anyway, and plans the rest. */
import type { Emulator } from "../../../src/emulator";
import { linesOf } from "../../support/endpoint-line";
import { idOf, providerWith, type Sample, samples, startTwoKeys } from "./two-keys";

const sample = samples.find(({ image }) => image.service === "alicloud-ecs") as Sample;
const { image, accounts } = sample;
const [listed, other] = accounts;
const state = { ...image, accounts: [listed], foreignAccounts: [], exclusive: true };
const label = `${image.imageId} (${image.region}): `;

let emulator: Emulator;
let printed: string[];

beforeEach(async () => {
  emulator = await startTwoKeys();
  printed = [];
  jest.spyOn(console, "log").mockImplementation((text: string) => printed.push(...linesOf(text)));
});

afterEach(async () => {
  jest.restoreAllMocks();
  await emulator.close();
});

it.each([true, false])(
  "a preview of an image that is public (%s) says so, after one read",
  async (isPublic) => {
    emulator.putImage({ ...image, accounts: [listed, other], public: isPublic });
    const call = providerWith(emulator, "A");
    const { inputs } = await call("check", state, { ...image, accounts: [listed], exclusive: true });
    expect(await call("diff", idOf(sample), state, inputs)).toMatchObject({ changes: true });
    const line = `${label}is public: every account can use it, listed or not; this is not managed`;
    expect(printed.filter((text) => text === line)).toHaveLength(isPublic ? 1 : 0);
    expect(printed.join("\n")).toContain(`will lose access`);
    expect(emulator.calls().map(({ action }) => action)).toEqual(["DescribeImageSharePermission"]);
  },
);
