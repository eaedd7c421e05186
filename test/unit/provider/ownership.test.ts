/** State forgets nobody whom the product gave access, until the program lets go of the account. */
import { type Emulator, startEmulator } from "../../../src/emulator";
import { handle } from "../../../src/provider/dynamic/handle";

type Properties = Record<string, unknown>;

const image = { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-6pb6lrmy" } as const;
const id = "tencentcloud-cvm/ap-guangzhou/img-6pb6lrmy";
const simple = { service: "alicloud-swas", region: "cn-hangzhou", imageId: "m-saacssasc1234" } as const;
const [one, two, three, four] = ["100000000001", "100000000002", "100000000003", "100000000004"] as const;

let emulator: Emulator;
let printed: string[];

beforeEach(async () => {
  emulator = await startEmulator();
  emulator.putImage(image);
  emulator.putImage(simple);
  printed = [];
  jest.spyOn(console, "log").mockImplementation((text: string) => printed.push(...text.split("\n")));
});

afterEach(async () => {
  jest.restoreAllMocks();
  await emulator.close();
});

interface Answer {
  readonly outs: Properties;
  readonly props: Properties;
  readonly inputs: Properties;
  readonly changes: boolean;
}

/** A provider process: what the engine asks in one command. */
function provider() {
  const keys = { accessKeyId: "emulator", accessKeySecret: "emulator-secret" };
  const rawConfig: Properties = {
    "image-share:endpoint": emulator.url,
    "image-share:tencentcloud": JSON.stringify({ secretId: "emulator", secretKey: "emulator-secret" }),
    "image-share:alicloud": JSON.stringify(keys),
  };
  const config = { get: (key: string) => rawConfig[key] as string | undefined, rawConfig };
  return (method: Parameters<typeof handle>[0], ...args: unknown[]) =>
    handle(method, config, args) as Promise<Answer>;
}

const additive = (...accounts: string[]): Properties => ({ ...image, accounts, exclusive: false });

/** What `up` asks of a resource that is in state. @returns what state holds afterwards */
async function up(
  call: ReturnType<typeof provider>,
  olds: Properties,
  news: Properties,
): Promise<Properties> {
  const { inputs } = await call("check", olds, news);
  const { changes } = await call("diff", id, olds, inputs);
  return changes ? (await call("update", id, olds, inputs)).outs : olds;
}

describe("a refresh", () => {
  it("disowns nobody: an account that is put back by hand is still the resource's to revoke", async () => {
    const { outs } = await provider()("create", additive(one, two));
    emulator.unshare(image, [two]);
    const { props } = await provider()("read", id, outs);
    expect(props).toMatchObject({ accounts: [one], listedAccounts: [one, two] });
    emulator.share(image, [two]);
    const after = await up(provider(), props, additive(one));
    expect(printed.join("\n")).toContain(`will lose access (no longer listed): ${two}`);
    expect(emulator.accounts(image)).toEqual([one]);
    expect(after).toMatchObject({ accounts: [one] });
    expect(after).not.toHaveProperty("listedAccounts");
  });

  it("a refresh of state that an earlier version wrote keeps whom it listed", async () => {
    const state = { ...additive(one, two), foreignAccounts: [] };
    emulator.share(image, [one]);
    const { props, inputs } = await provider()("read", id, state);
    expect(props).toMatchObject({ accounts: [one], listedAccounts: [one, two] });
    expect(inputs).not.toHaveProperty("listedAccounts");
  });

  it("lets go of an account that is unlisted and has no access any more", async () => {
    const { outs } = await provider()("create", additive(one, two));
    emulator.unshare(image, [two]);
    const { props } = await provider()("read", id, outs);
    const after = await up(provider(), props, additive(one));
    expect(after).not.toHaveProperty("listedAccounts");
    emulator.share(image, [two]);
    await up(provider(), after, additive(one));
    expect(emulator.accounts(image)).toEqual([one, two]);
  });
});

describe("a handover", () => {
  const handover = async (isRefused: boolean) => {
    const a = (await provider()("create", additive(one, two))).outs;
    const b = (await provider()("create", additive(three, four))).outs;
    const call = provider();
    const ofB = { ...additive(two, three), ...(isRefused ? { maxRemovals: 0 } : {}) };
    const inputsOfA = (await call("check", a, additive(one))).inputs;
    const inputsOfB = (await call("check", b, ofB)).inputs;
    const after = { a: (await call("update", id, a, inputsOfA)).outs, b };
    const update = call("update", id, b, inputsOfB);
    if (isRefused) await expect(update).rejects.toThrow("maxRemovals is 0");
    else after.b = (await update).outs;
    return { ...after, ofB };
  };

  it("a handover that is half done leaves the account with the giver, whose destroy revokes it", async () => {
    const { a, b } = await handover(true);
    expect(a).toMatchObject({ accounts: [one, two] });
    expect(emulator.accounts(image)).toEqual([one, two, three, four]);
    const destroy = provider();
    await destroy("delete", id, b);
    await destroy("delete", id, a);
    expect(emulator.accounts(image)).toEqual([]);
  });

  it("a handover that is half done is named by the next preview, and revoked when nobody lists the account", async () => {
    const { a } = await handover(true);
    printed = [];
    await up(provider(), a, additive(one));
    expect(printed.join("\n")).toContain(`will lose access (no longer listed): ${two}`);
    expect(emulator.accounts(image)).not.toContain(two);
  });

  it("a handover that has arrived is let go of by the giver", async () => {
    const { a, b, ofB } = await handover(false);
    expect(b).toMatchObject({ accounts: [two, three] });
    const call = provider();
    await call("check", b, ofB);
    await call("diff", id, b, ofB);
    const after = await up(call, a, additive(one));
    expect(after).toMatchObject({ accounts: [one] });
    await provider()("delete", id, after);
    expect(emulator.accounts(image)).toEqual([two, three]);
  });
});

describe("accounts that are left out at SWAS", () => {
  const swasId = "alicloud-swas/cn-hangzhou/m-saacssasc1234";
  const listed = ["1234567890123451", "1234567890123452"];
  const both: Properties = { ...simple, shareToEcs: true, accounts: listed, exclusive: false };
  const { accounts: _, ...ecsAlone } = both;

  it("are named by the preview, kept in state, and named again by a destroy", async () => {
    const { outs } = await provider()("create", both);
    const call = provider();
    const { inputs } = await call("check", outs, ecsAlone);
    expect((await call("diff", swasId, outs, inputs)).changes).toBe(true);
    const line = `has access already (accounts is left out, so this share revokes nobody; listed before): ${listed.join(", ")}`;
    expect(printed.join("\n")).toContain(line);
    const updated = (await call("update", swasId, outs, inputs)).outs;
    expect(updated).toMatchObject({ listedAccounts: listed });
    expect((await provider()("diff", swasId, updated, inputs)).changes).toBe(false);
    printed = [];
    await provider()("delete", swasId, updated);
    expect(printed.join("\n")).toContain(line);
    expect(emulator.accounts(simple)).toEqual(listed);
  });

  it("are the resource's own again when the list comes back", async () => {
    const { outs } = await provider()("create", both);
    const without = (await provider()("update", swasId, outs, ecsAlone)).outs;
    const again = { ...both, accounts: listed.slice(0, 1) };
    const restored = (await provider()("update", swasId, without, again)).outs;
    expect(emulator.accounts(simple)).toEqual(listed.slice(0, 1));
    expect(restored).toMatchObject({ accounts: listed.slice(0, 1) });
  });
});

describe("the own ECS that is left out at SWAS", () => {
  const swasId = "alicloud-swas/cn-hangzhou/m-saacssasc1234";
  const both: Properties = { ...simple, shareToEcs: true, accounts: ["1234567890123451"], exclusive: false };
  const { shareToEcs: _, ...accountsAlone } = both;
  const line =
    "has access already (shareToEcs is left out, so this share revokes nobody; shared before): your own ECS";
  const isShared = () => emulator.image(simple)?.shareToEcs;

  it("is named by the preview, kept in state, and named again by a destroy", async () => {
    const { outs } = await provider()("create", both);
    const call = provider();
    const { inputs } = await call("check", outs, accountsAlone);
    expect((await call("diff", swasId, outs, inputs)).changes).toBe(true);
    expect(printed.join("\n")).toContain(line);
    const updated = (await call("update", swasId, outs, inputs)).outs;
    expect(updated).toMatchObject({ listedShareToEcs: true });
    expect(updated).not.toHaveProperty("shareToEcs");
    printed = [];
    expect((await provider()("diff", swasId, updated, inputs)).changes).toBe(false);
    expect(printed.join("\n")).not.toContain("own ECS");
    await provider()("delete", swasId, updated);
    expect(printed.join("\n")).toContain(line);
    expect([emulator.accounts(simple), isShared()]).toEqual([[], true]);
  });

  it("is still remembered after refreshes, and after updates of other things", async () => {
    const { outs } = await provider()("create", both);
    let state = (await provider()("update", swasId, outs, accountsAlone)).outs;
    const { props, inputs } = await provider()("read", swasId, state);
    expect(props).toMatchObject({ listedShareToEcs: true });
    expect(inputs).not.toHaveProperty("listedShareToEcs");
    const more = { ...accountsAlone, accounts: ["1234567890123451", "1234567890123452"] };
    state = (await provider()("update", swasId, props, more)).outs;
    expect(state).toMatchObject({ listedShareToEcs: true });
  });

  it("is still remembered after an update that the vendor refuses", async () => {
    const { outs } = await provider()("create", both);
    const state = (await provider()("update", swasId, outs, accountsAlone)).outs;
    const more = { ...accountsAlone, accounts: ["1234567890123451", "1234567890123452"] };
    emulator.injectFault({
      kind: "error",
      code: "NoPermission",
      action: "AddCustomImageShareAccount",
      times: "always",
    });
    await expect(provider()("update", swasId, state, more)).rejects.toMatchObject({
      properties: { listedShareToEcs: true, accounts: ["1234567890123451"] },
    });
  });

  it.each([
    ["revoked by shareToEcs: false", false],
    ["taken up again by shareToEcs: true", true],
  ])("is %s, and state says so alone", async (_name, shareToEcs) => {
    const { outs } = await provider()("create", both);
    const state = (await provider()("update", swasId, outs, accountsAlone)).outs;
    const news = { ...both, shareToEcs };
    const call = provider();
    const { inputs } = await call("check", state, news);
    expect((await call("diff", swasId, state, inputs)).changes).toBe(true);
    const after = (await call("update", swasId, state, inputs)).outs;
    expect(isShared()).toBe(shareToEcs);
    expect(after).toMatchObject({ shareToEcs });
    expect(after).not.toHaveProperty("listedShareToEcs");
    await provider()("delete", swasId, after);
    expect(isShared()).toBe(false);
  });

  it("is the resource's to revoke when it is shared by hand after a refresh that did not find it", async () => {
    const { outs } = await provider()("create", both);
    emulator.shareToEcs(simple, false);
    const { props } = await provider()("read", swasId, outs);
    expect(props).toMatchObject({ shareToEcs: false, listedShareToEcs: true });
    emulator.shareToEcs(simple, true);
    await provider()("delete", swasId, props);
    expect(isShared()).toBe(false);
  });

  it("is not named where it had no access", async () => {
    const { outs } = await provider()("create", { ...both, shareToEcs: false });
    await provider()("diff", swasId, outs, accountsAlone);
    expect(printed.join("\n")).not.toContain("own ECS");
  });

  it("keeps its access where another image takes the place, and is not said to lose it", async () => {
    const { outs } = await provider()("create", both);
    const state = (await provider()("update", swasId, outs, accountsAlone)).outs;
    const call = provider();
    const { inputs } = await call("check", state, { ...accountsAlone, imageId: "m-saacssasc9999" });
    expect((await call("diff", swasId, state, inputs)).changes).toBe(true);
    const lines = printed.filter((text) => text.startsWith(simple.imageId));
    expect(lines.filter((text) => text.includes("will lose access")).join("\n")).toMatch(
      /: 1234567890123451$/,
    );
    expect(lines.at(-1)).toContain(line);
  });
});
