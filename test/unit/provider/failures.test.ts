/** Every failure is told, each with its image, also when the engine shows one of several; and what it keeps from being done. */
import { ConfigurationError } from "../../../src/core/errors";
import { toEngineError } from "../../../src/provider/dynamic/errors";
import { MemoryCloud } from "./memory-cloud";
import { type Answer, collectLines, newProcess, type Properties, unknown } from "./preview-process";

const place = { service: "tencentcloud-cvm", region: "ap-guangzhou" };
const [alice, bob] = ["100000000001", "100000002222"];
const imageOf = (name: string) => ({ ...place, imageId: `img-${name.padEnd(8, "0")}` });
const idOf = (name: string) => `tencentcloud-cvm/ap-guangzhou/img-${name.padEnd(8, "0")}`;
const labelOf = (name: string) => `img-${name.padEnd(8, "0")} (ap-guangzhou)`;

let cloud: MemoryCloud;
let printed: string[];

beforeEach(() => {
  cloud = new MemoryCloud();
  cloud.install();
  printed = collectLines();
});

afterEach(() => jest.restoreAllMocks());

const state = (name: string, accounts: string[]) => ({
  ...imageOf(name),
  accounts,
  foreignAccounts: [],
  exclusive: true,
});

const inputs = (name: string, accounts: unknown[]) => ({ ...imageOf(name), accounts, exclusive: true });

/** What the SDK prints of an error that check, diff, read or delete throw. */
async function printedBySdk(call: Promise<Answer>): Promise<string> {
  const error = await call.then(
    () => undefined,
    (thrown: Error) => thrown,
  );
  return `${error}: ${error?.stack}`;
}

describe("a comparison that fails", () => {
  it("alone is shown by the engine, and its image is named where the SDK prints it again", async () => {
    cloud.refuse(imageOf("one"));
    const call = newProcess();
    await call("check", state("one", [alice]), inputs("one", [alice]));
    const said = await printedBySdk(call("diff", idOf("one"), state("one", [alice]), inputs("one", [alice])));
    expect(said).toBe(`${labelOf("one")}: failed; the engine shows the error`);
  });

  it("a comparison that fails beside others is printed in full, each with its image, since the engine shows one of them", async () => {
    for (const name of ["one", "two"]) cloud.refuse(imageOf(name));
    const call = newProcess();
    const failures = ["one", "two"].map((name) =>
      printedBySdk(call("diff", idOf(name), state(name, [alice]), inputs(name, [alice]))),
    );
    for (const [index, said] of (await Promise.all(failures)).entries()) {
      const label = labelOf(["one", "two"][index] ?? "");
      expect(said).toMatch(
        /^img-\w+ \(ap-guangzhou\): Tencent Cloud CVM Describe failed\. .*errors\.md#auth \(image-share explain auth\)$/,
      );
      expect(said.startsWith(label)).toBe(true);
      expect(said.split(label)).toHaveLength(2);
    }
  });

  it("keeps others from being compared at a preview, and from being begun at an up, and says so", async () => {
    for (const mark of [{ __preview: true }, {}]) {
      printed.length = 0;
      cloud.refuse(imageOf("one"));
      for (const name of ["two", "three", "four"]) cloud.put(imageOf(name), [alice]);
      const call = newProcess();
      const news: Record<string, unknown[]> = {
        one: [alice],
        two: [alice],
        three: [alice, bob],
        four: [alice],
      };
      for (const [name, accounts] of Object.entries(news)) {
        await call("check", state(name, [alice]), { ...inputs(name, accounts), ...mark });
      }
      const ask = (name: string) =>
        call("diff", idOf(name), state(name, [alice]), inputs(name, news[name] ?? []));
      await Promise.allSettled([ask("two"), ask("three"), ask("one")]);
      expect(printed).toContain(`${labelOf("three")}: will gain access: ${bob}`);
      expect(printed.filter((line) => line.startsWith(labelOf("one")))).toEqual([
        "__preview" in mark
          ? `${labelOf("one")}: failed (auth); not compared because of that: ${labelOf("four")}`
          : `${labelOf("one")}: failed (auth); not begun because of that: ${labelOf("four")}, ${labelOf("three")}`,
      ]);
    }
  });
});

it("names, when a create fails, the images that were checked and are not begun", async () => {
  for (const name of ["one", "two", "three"]) cloud.put(imageOf(name), []);
  const call = newProcess();
  for (const name of ["one", "two", "three"]) await call("check", {}, inputs(name, [alice]));
  cloud.refuse(imageOf("one"));
  const [failure] = await Promise.allSettled([
    call("create", inputs("one", [alice, bob])),
    call("create", inputs("two", [alice])),
  ]);
  expect(failure).toMatchObject({ status: "rejected" });
  expect(printed).toContain(
    `${labelOf("one")}: failed (auth); 1 image done; not begun because of that: ${labelOf("three")}`,
  );
});

it("names what an error is about where its message does not begin with it", () => {
  const app = { explain: (error: Error) => error.message } as unknown as Parameters<typeof toEngineError>[1];
  const error = new ConfigurationError("no credentials for Tencent Cloud");
  const shown = toEngineError(error, app, { label: "img-1 (moon)", mayBeDropped: true });
  if (!(shown instanceof Error)) throw new Error("not an error");
  expect(`${shown}: ${shown.stack}`).toBe("img-1 (moon): no credentials for Tencent Cloud");
});

describe("a strict preview", () => {
  const strict = { "image-share:strictPreview": "true" };

  async function failureOf(olds: Properties | undefined, news: Properties, settings: Properties = strict) {
    const call = newProcess(settings);
    const { inputs: checked, failures } = await call("check", olds ?? {}, { ...news, __preview: true });
    expect(checked).not.toHaveProperty("__preview");
    if (olds === undefined || failures.length > 0) return failures[0]?.reason;
    const error = await call("diff", idOf("one"), olds, checked).then(
      () => undefined,
      (thrown: Error) => thrown.message,
    );
    return error;
  }

  it("fails where up would be refused by a guard, of a new share and of one that exists", async () => {
    cloud.put(imageOf("one"), [alice, bob]);
    const reason = new RegExp(
      `^img-one00000 \\(ap-guangzhou\\): image-share:strictPreview ends this preview: up will refuse this: it would ` +
        `revoke ${bob}, .*See docs/errors.md#protected-accounts .*. See docs/errors.md#strict-preview .*`,
    );
    const news = { ...inputs("one", [alice]), protectedAccounts: [bob] };
    expect(await failureOf(undefined, news)).toMatch(reason);
    expect(await failureOf(state("one", [alice, bob]), news)).toMatch(reason);
    // All that there is to say is said before.
    expect(printed).toContain(`${labelOf("one")}: would lose access (no longer listed): ${bob}`);
  });

  it("fails where the image is gone, cannot be read, or is not known", async () => {
    expect(await failureOf(undefined, inputs("one", [alice]))).toMatch(
      /up will fail\..*#strict-preview \(image-share explain strict-preview\)$/,
    );
    expect(await failureOf(state("one", [alice]), inputs("one", [alice]))).toMatch(
      /up will fail\..*#strict-preview \(image-share explain strict-preview\)$/,
    );
    cloud.refuse(imageOf("one"));
    expect(await failureOf(undefined, inputs("one", [alice]))).toMatch(
      /failed\..*is not known.*#strict-preview \(image-share explain strict-preview\)$/,
    );
    expect(await failureOf(undefined, { ...inputs("one", [alice]), imageId: unknown })).toMatch(
      /^an image not known yet \(tencentcloud-cvm, ap-guangzhou\): .*not known until the up: imageId/,
    );
  });

  it("fails where a value that decides who has access is not known, and not for another", async () => {
    cloud.put(imageOf("one"), [alice]);
    const olds = state("one", [alice]);
    expect(await failureOf(olds, inputs("one", [alice, unknown]))).toMatch(
      /not known until the up: accounts has 1/,
    );
    expect(await failureOf(olds, { ...inputs("one", [alice]), timeoutSeconds: unknown })).toBeUndefined();
  });

  it("passes where up would do its work, losses included", async () => {
    cloud.put(imageOf("one"), [alice, bob]);
    expect(await failureOf(state("one", [alice, bob]), inputs("one", [alice]))).toBeUndefined();
    expect(await failureOf(undefined, inputs("one", [alice]))).toBeUndefined();
  });

  it("a strict preview is asked for by the configuration, and holds for previews alone", async () => {
    cloud.put(imageOf("one"), [alice, bob]);
    const news = { ...inputs("one", [alice]), protectedAccounts: [bob] };
    expect(await failureOf(undefined, news, {})).toBeUndefined();
    const call = newProcess(strict);
    expect(await call("check", {}, news)).toMatchObject({ failures: [] });
  });
});
