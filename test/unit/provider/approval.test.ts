/** What was approved is what happens, in the provider process. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ApprovedImage, approvalText } from "../../../src/core/approval";
import { type CallRecord, type Emulator, startEmulator } from "../../../src/emulator";
import { handle } from "../../../src/provider/dynamic/handle";

type Properties = Record<string, unknown>;

const image = { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-6pb6lrmy" } as const;
const id = "tencentcloud-cvm/ap-guangzhou/img-6pb6lrmy";
const [alice, bob, carol] = ["100000000001", "100000000002", "100000000003"] as const;

let emulator: Emulator;
let afterCall: (call: CallRecord) => void;
let folder: string;

beforeEach(async () => {
  afterCall = () => undefined;
  emulator = await startEmulator({ onCall: (call) => afterCall(call) });
  emulator.putImage(image);
  folder = mkdtempSync(join(tmpdir(), "image-share-"));
  jest.spyOn(console, "log").mockImplementation(() => undefined);
});

afterEach(async () => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
  await emulator.close();
});

function approve(...images: ApprovedImage[]): string {
  const file = join(folder, "approved.json");
  writeFileSync(file, approvalText(images));
  return file;
}

function provider(approved: string) {
  const rawConfig: Properties = {
    "image-share:endpoint": emulator.url,
    "image-share:tencentcloud": JSON.stringify({ secretId: "emulator", secretKey: "emulator-secret" }),
    "image-share:approved": approved,
  };
  const config = { get: (key: string) => rawConfig[key] as string | undefined, rawConfig };
  return (method: Parameters<typeof handle>[0], ...args: unknown[]) =>
    handle(method, config, args) as Promise<{ outs: Properties; failures: { reason: string }[] }>;
}

const inputs = (...accounts: string[]) => ({ ...image, accounts, exclusive: true });
const writes = () => emulator.calls().filter(({ action }) => action.startsWith("Modify"));

describe("an approval that the run is held to", () => {
  it("lets a create, an update and a delete do what it shows", async () => {
    const creating = provider(approve({ ...image, gains: [alice, bob], losses: [] }));
    const { outs } = await creating("create", inputs(alice, bob));
    const updating = provider(approve({ ...image, gains: [carol], losses: [bob] }));
    const updated = await updating("update", id, outs, inputs(alice, carol));
    expect(emulator.accounts(image)).toEqual([alice, carol]);
    const deleting = provider(approve({ ...image, gains: [], losses: [alice, carol] }));
    await deleting("delete", id, updated.outs);
    expect(emulator.accounts(image)).toEqual([]);
  });

  it("refuses an update before anything is written when an account came up since, and names it", async () => {
    const { outs } = await provider(approve({ ...image, gains: [alice], losses: [] }))(
      "create",
      inputs(alice),
    );
    emulator.share(image, [carol]);
    emulator.clearCalls();
    const file = approve({ ...image, gains: [bob], losses: [] });
    const update = provider(file)("update", id, outs, inputs(alice, bob));
    await expect(update).rejects.toThrow(
      `refused: it would take access from ${carol}, which ${file} does not show: review the preview again`,
    );
    expect(writes()).toEqual([]);
    expect(emulator.accounts(image)).toEqual([alice, carol]);
  });

  it("refuses to revoke an account that is shared while the update is at work, and says who has kept access", async () => {
    const { outs } = await provider(approve({ ...image, gains: [alice], losses: [] }))(
      "create",
      inputs(alice),
    );
    afterCall = ({ action }) => {
      if (action.startsWith("Modify")) emulator.share(image, [carol]);
    };
    emulator.clearCalls();
    const file = approve({ ...image, gains: [bob], losses: [] });
    const update = provider(file)("update", id, outs, inputs(alice, bob));
    await expect(update).rejects.toThrow(`it would take access from ${carol}, which ${file} does not show`);
    expect(writes().map(({ parameters }) => parameters.Permission)).toEqual(["SHARE"]);
    expect(emulator.accounts(image)).toEqual([alice, bob, carol]);
  });

  it("refuses a create that would give access to more, and one of an image that it does not name", async () => {
    const more = provider(approve({ ...image, gains: [alice], losses: [] }))("create", inputs(alice, bob));
    await expect(more).rejects.toThrow(`it would give access to ${bob}`);
    const unnamed = provider(approve())("create", inputs(alice));
    await expect(unnamed).rejects.toThrow(`it would give access to ${alice}`);
    expect(writes()).toEqual([]);
  });

  it("refuses a delete that was not approved", async () => {
    const { outs } = await provider(approve({ ...image, gains: [alice], losses: [] }))(
      "create",
      inputs(alice),
    );
    emulator.clearCalls();
    const deletion = provider(approve())("delete", id, outs);
    await expect(deletion).rejects.toThrow(`it would take access from ${alice}`);
    expect(writes()).toEqual([]);
  });

  it("gives nobody access back beside a refusal who was not approved", async () => {
    const { outs } = await provider(approve({ ...image, gains: [alice, bob], losses: [] }))(
      "create",
      inputs(alice, bob),
    );
    emulator.unshare(image, [alice]);
    emulator.clearCalls();
    const update = provider(approve())("update", id, outs, inputs(alice, bob));
    await expect(update).rejects.toThrow(`it would give access to ${alice}`);
    expect(writes()).toEqual([]);
  });

  it.each([
    [
      "is not there",
      () => join(folder, "nowhere.json"),
      /image-share:approved names the approval .*nowhere\.json.*ENOENT/,
    ],
    [
      "is no approval",
      () => {
        const file = join(folder, "other.json");
        writeFileSync(file, "{}");
        return file;
      },
      /image-share:approved \(.*other\.json\) is not an approval/,
    ],
  ])("an approval that the run is held to that %s stops everything", async (_name, file, reason) => {
    const call = provider(file());
    const { failures } = await call("check", {}, inputs(alice));
    expect(failures.map((failure) => failure.reason).join()).toMatch(reason);
    await expect(call("create", inputs(alice))).rejects.toThrow(reason);
    await expect(call("delete", id, { ...inputs(alice), foreignAccounts: [] })).rejects.toThrow(reason);
    expect(writes()).toEqual([]);
  });

  it("is named by the variable before the key", async () => {
    process.env.IMAGE_SHARE_APPROVED = approve({ ...image, gains: [alice], losses: [] });
    try {
      await provider(join(folder, "nowhere.json"))("create", inputs(alice));
    } finally {
      delete process.env.IMAGE_SHARE_APPROVED;
    }
    expect(emulator.accounts(image)).toEqual([alice]);
  });
});
