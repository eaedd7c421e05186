/** AWS EC2's `snapshots: true` on the real engine, in both hosts: create, no change, drift, refresh, edit, destroy. */
import { hosts } from "../../e2e/plugin/hosts";

const golden = { service: "aws-ec2", region: "eu-central-1", imageId: "ami-0123456789abcdef0" } as const;
const [root, data] = ["snap-0aaa", "snap-0bbb"] as const;
const [alice, bob] = ["012345678901", "012345678902"] as const;
/** One read of every list. */
const reads = ["DescribeImageAttribute", "DescribeSnapshotAttribute", "DescribeSnapshotAttribute"];

describe.each(hosts)("$name", ({ useWorld, setShares }) => {
  const world = useWorld();
  const who = (imageId: string) => world.emulator.accounts({ ...golden, imageId }).toSorted();
  const everywhere = () => [golden.imageId, root, data].map(who);
  const share = (
    accounts: readonly string[],
    more: Readonly<Record<string, unknown>> = { snapshots: true },
  ) => setShares(world, { golden: { ...golden, accounts, exclusive: true, ...more } });
  /** The actions of a run that are about images and snapshots. */
  const ours = (calls: readonly string[]) =>
    calls.map((call) => call.split(" ", 1)[0] ?? "").filter((action) => action !== "GetCallerIdentity");
  const outputs = async () => (await world.stack.state()).golden?.outputs;

  beforeAll(() => {
    const { id, secret } = world.emulator.credentials;
    world.stack.setConfig({ "image-share:aws": { accessKeyId: id, secretAccessKey: secret } });
    world.emulator.putImage({ ...golden, snapshots: { [root]: {}, [data]: {} } });
  });

  it("shares the snapshots before the image, and reads every list back", async () => {
    const { stack } = world;
    share([alice]);
    const preview = await stack.preview();
    expect(preview.output).toContain(`will gain access: ${alice}; ${alice} on snapshots ${root}, ${data}`);
    expect(ours(preview.calls)).toEqual([reads[0], "DescribeImages", ...reads.slice(1)]);
    const made = await stack.up();
    expect(everywhere()).toEqual([[alice], [alice], [alice]]);
    expect(ours(made.calls).filter((action) => action.startsWith("Modify"))).toEqual([
      "ModifySnapshotAttribute",
      "ModifySnapshotAttribute",
      "ModifyImageAttribute",
    ]);
    expect(ours(made.calls).slice(-3)).toEqual(reads);
    expect(await outputs()).toMatchObject({
      snapshots: true,
      snapshotIds: [root, data],
      snapshotAccounts: [`${root}/${alice}`, `${data}/${alice}`],
    });
  });

  it("finds nothing to do by one read of every list", async () => {
    const { calls } = await world.stack.preview("--expect-no-changes");
    expect(ours(calls)).toEqual(reads);
  });

  it("shows the drift of a snapshot in a preview and in a refresh, and repairs that snapshot by one write", async () => {
    const { emulator, stack } = world;
    emulator.unshare({ ...golden, imageId: root }, [alice]);
    const line = `will gain access again (removed outside of Pulumi): ${alice} on snapshot ${root}`;
    const preview = await stack.preview("--diff");
    expect(preview.output).toContain(line);
    expect(preview.output).toContain("1 to update");
    const refresh = await stack.refresh("--diff");
    expect(refresh.output).toContain(`lost access outside of Pulumi: ${alice} on snapshot ${root}`);
    expect(refresh.output).toContain("snapshotAccounts");
    expect(await outputs()).toMatchObject({
      snapshotAccounts: [`${data}/${alice}`],
      snapshotIds: [root, data],
    });
    const run = await stack.up();
    expect(run.output).toContain(line);
    expect(everywhere()).toEqual([[alice], [alice], [alice]]);
    expect(ours(run.calls).filter((action) => action.startsWith("Modify"))).toEqual([
      "ModifySnapshotAttribute",
    ]);
  });

  it("changes the list: access to the snapshots is given first and taken last", async () => {
    share([bob]);
    const { calls } = await world.stack.up();
    expect(everywhere()).toEqual([[bob], [bob], [bob]]);
    expect(ours(calls).filter((action) => action.startsWith("Modify"))).toEqual([
      "ModifySnapshotAttribute",
      "ModifySnapshotAttribute",
      "ModifyImageAttribute",
      "ModifySnapshotAttribute",
      "ModifySnapshotAttribute",
    ]);
  });

  it("leaves the snapshots alone when the program leaves them out, and says so; then manages them again", async () => {
    share([bob], {});
    const { output, calls } = await world.stack.up();
    expect(output).toContain(
      `has access already (snapshots is not true any more, so this share revokes nobody there; shared before): ${bob} on snapshots ${root}, ${data}`,
    );
    expect(ours(calls).filter((action) => action.includes("Snapshot"))).toEqual([]);
    await world.stack.preview("--expect-no-changes");
    share([bob]);
    await world.stack.up();
    await world.stack.preview("--expect-no-changes");
    expect(await outputs()).toMatchObject({ snapshotAccounts: [`${root}/${bob}`, `${data}/${bob}`] });
  });

  it("revokes the image first and the snapshots last in a destroy", async () => {
    const { calls } = await world.stack.destroy();
    expect(everywhere()).toEqual([[], [], []]);
    expect(ours(calls)).toEqual([
      ...reads,
      "ModifyImageAttribute",
      "ModifySnapshotAttribute",
      "ModifySnapshotAttribute",
      ...reads,
    ]);
  });
});
