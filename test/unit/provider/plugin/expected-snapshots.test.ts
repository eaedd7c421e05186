/** What a preview of the plugin says that the outputs of the snapshots will be. */
import { App } from "../../../../src/app/app";
import { optionsIn } from "../../../../src/core/program-hints";
import { unknownValue } from "../../../../src/provider/inputs";
import { expectedShare } from "../../../../src/provider/plugin/expected-share";
import { alice, bob, exclusive, image, useAmi } from "../ami";

const ami = useAmi();
const [root, data] = ["snap-0aaa", "snap-0bbb"] as const;

function app(): App {
  const config: Readonly<Record<string, string>> = {
    "image-share:endpoint": ami.emulator.url,
    "image-share:aws": JSON.stringify({ accessKeyId: "emulator", secretAccessKey: "emulator-secret" }),
  };
  return new App({ keys: Object.keys(config), get: (key: string) => config[key] }, () => undefined);
}

beforeEach(() => {
  ami.emulator.putImage({ ...image, snapshots: { [root]: { accounts: [bob] }, [data]: {} } });
});

it("are those that the up records", async () => {
  const share = exclusive({ accounts: [alice], snapshots: true });
  const { outputs } = await expectedShare(app(), share, undefined);
  const made = await ami.create(share);
  expect(outputs).toMatchObject({
    snapshots: true,
    snapshotIds: made.snapshotIds,
    snapshotAccounts: [`${root}/${alice}`, `${data}/${alice}`],
  });
  expect(outputs).toEqual(made);
  expect(optionsIn(outputs)).toEqual({});
});

it.each([
  ["an account is not known yet", { accounts: [alice, unknownValue], snapshots: true }],
  ["snapshots is not known yet", { accounts: [alice], snapshots: unknownValue }],
])("are not known where %s", async (_, lists) => {
  const { outputs } = await expectedShare(app(), exclusive(lists), undefined);
  expect(outputs).toMatchObject({ snapshotAccounts: unknownValue, foreignSnapshotAccounts: unknownValue });
});

it("are not there where snapshots are left out", async () => {
  const { outputs } = await expectedShare(app(), exclusive({ accounts: [alice] }), undefined);
  expect(Object.keys(outputs).filter((name) => /snapshot/i.test(name))).toEqual([]);
});
