/** AWS EC2's `snapshots: true`: the snapshots behind an AMI follow the accounts of its list, and nothing else does. */
import { acme, additive, alice, bob, exclusive, id, image, type Properties, useAmi } from "./ami";

const ami = useAmi();
const { provider, create, up, live, actions, said } = ami;

const [root, data] = ["snap-0aaa", "snap-0bbb"] as const;
const at = (snapshot: string) => ({ ...image, imageId: snapshot });
const shared = (snapshot: string) => ami.emulator.accounts(at(snapshot)).toSorted();
const carol = "012345678903";
const both = (accounts: readonly string[], more: Properties = {}) =>
  exclusive({ accounts, snapshots: true, ...more });
const added = (accounts: readonly string[], more: Properties = {}) =>
  additive({ accounts, snapshots: true, ...more });
const ours = (since = 0) =>
  actions()
    .slice(since)
    .filter((action) => action !== "GetCallerIdentity");
const everywhere = () => [live(), shared(root), shared(data)];

beforeEach(() => {
  ami.emulator.putImage({ ...image, snapshots: { [root]: {}, [data]: {} } });
});

/** The error of an update. */
async function refused(olds: Properties, news: Properties, config: Properties = {}): Promise<string> {
  const call = provider(config);
  const { inputs, failures } = await call("check", olds, news);
  expect(failures).toEqual([]);
  return call("update", id, olds, inputs).then(
    () => "it went through",
    (error: Error) => error.message,
  );
}

describe("a share with its snapshots", () => {
  it("is made by the fewest calls: snapshots first, one write each, and every list read back", async () => {
    const outs = await create(both([alice, bob]));
    expect(everywhere()).toEqual([
      [alice, bob],
      [alice, bob],
      [alice, bob],
    ]);
    expect(ours()).toEqual([
      "DescribeImageAttribute",
      "DescribeImages",
      "DescribeSnapshotAttribute",
      "DescribeSnapshotAttribute",
      "ModifySnapshotAttribute",
      "ModifySnapshotAttribute",
      "ModifyImageAttribute",
      "DescribeImageAttribute",
      "DescribeSnapshotAttribute",
      "DescribeSnapshotAttribute",
    ]);
    expect(outs).toMatchObject({
      accounts: [alice, bob],
      snapshots: true,
      snapshotIds: [root, data],
      snapshotAccounts: [`${root}/${alice}`, `${root}/${bob}`, `${data}/${alice}`, `${data}/${bob}`],
    });
    expect(outs).not.toHaveProperty("foreignSnapshotAccounts");
    expect(outs).not.toHaveProperty("listedAccounts");
    expect(said()).toContain(
      `will gain access: ${alice}, ${bob}; ${alice}, ${bob} on snapshots ${root}, ${data}`,
    );
  });

  it("takes one read of the image and one of each snapshot to find nothing to do, and no lookup", async () => {
    const outs = await create(both([alice]));
    const before = actions().length;
    expect(await up(outs, both([alice]))).toBe(outs);
    expect(ours(before)).toEqual([
      "DescribeImageAttribute",
      "DescribeSnapshotAttribute",
      "DescribeSnapshotAttribute",
    ]);
  });

  it("gives access to the snapshots before the image, and takes it from them after the image", async () => {
    const outs = await create(both([alice]));
    const before = ami.emulator.calls().length;
    const after = await up(outs, both([bob]));
    expect(everywhere()).toEqual([[bob], [bob], [bob]]);
    expect(after).toMatchObject({ snapshotAccounts: [`${root}/${bob}`, `${data}/${bob}`] });
    const writes = ami.emulator
      .calls()
      .slice(before)
      .filter(({ action }) => action.startsWith("Modify"));
    const directions = writes.map(({ imageIds, parameters }) => [
      imageIds[0],
      ...(parameters.OperationType === undefined ? ["add", "remove"] : [parameters.OperationType]),
    ]);
    expect(directions).toEqual([
      [root, "add"],
      [data, "add"],
      [image.imageId, "add", "remove"],
      [root, "remove"],
      [data, "remove"],
    ]);
  });

  it("sends 500 accounts of a snapshot in one call, and the rest in another", async () => {
    const many = Array.from({ length: 501 }, (_, index) => String(100_000_000_000 + index));
    await create(both(many));
    const sizes = ami.emulator
      .calls()
      .filter(({ action }) => action === "ModifySnapshotAttribute")
      .map(({ parameters }) => Object.keys(parameters).filter((name) => name.startsWith("UserId.")).length);
    expect(sizes).toEqual([500, 1, 500, 1]);
    expect(shared(data)).toEqual(many);
  });

  it("is revoked by a delete, from the snapshots as well, with everybody else left alone", async () => {
    const outs = await create(added([alice]));
    ami.emulator.share(at(root), [bob]);
    await provider()("delete", id, outs);
    expect(everywhere()).toEqual([[], [bob], []]);
    expect(said()).toContain(`lost access: ${alice}; ${alice} on snapshots ${root}, ${data}`);
    expect(said()).toContain(
      `still shared with accounts that this resource never listed: ${bob} on snapshot ${root}`,
    );
  });

  it("has nothing more to share where no snapshot is behind the image, and says so", async () => {
    ami.emulator.putImage({ ...image, snapshots: {} });
    const outs = await create(both([alice]));
    expect(outs).toMatchObject({ accounts: [alice], snapshots: true, snapshotIds: [], snapshotAccounts: [] });
    expect(said()).toContain("has no snapshots behind it, so snapshots: true shares nothing more");
    expect(ours().filter((action) => action.includes("Snapshot"))).toEqual([]);
  });

  it("tells of a snapshot that is public, and leaves it so", async () => {
    ami.emulator.putImage({ ...image, snapshots: { [root]: { public: true }, [data]: {} } });
    const outs = await create(both([alice]));
    expect(said()).toContain(
      `snapshot ${root} behind it is public: every account can copy it, listed or not; this is not managed`,
    );
    await provider()("delete", id, outs);
    expect(ami.emulator.image(image)?.snapshots?.[root]).toMatchObject({ accounts: [], public: true });
  });
});

describe("drift of a snapshot", () => {
  it("is shown by a preview, snapshot by snapshot, and repaired without a write to the image", async () => {
    const outs = await create(both([alice, bob]));
    ami.emulator.unshare(at(root), [alice]);
    ami.emulator.share(at(data), [carol]);
    ami.forget();
    const before = actions().length;
    const after = await up(outs, both([alice, bob]));
    expect(said()).toContain(
      `will gain access again (removed outside of Pulumi): ${alice} on snapshot ${root}`,
    );
    expect(said()).toContain(
      `will lose access (added outside of Pulumi, not listed): ${carol} on snapshot ${data}`,
    );
    expect(everywhere()).toEqual([
      [alice, bob],
      [alice, bob],
      [alice, bob],
    ]);
    expect(after).toEqual(outs);
    expect(ours(before).filter((action) => action.startsWith("Modify"))).toEqual([
      "ModifySnapshotAttribute",
      "ModifySnapshotAttribute",
    ]);
  });

  it("is recorded by a refresh, which loses no snapshot, and repaired by the next up", async () => {
    const outs = await create(both([alice]));
    ami.emulator.unshare(at(root), [alice]);
    const { props } = await provider()("read", id, outs);
    expect(said()).toContain(`lost access outside of Pulumi: ${alice} on snapshot ${root}`);
    expect(props).toMatchObject({
      accounts: [alice],
      snapshotIds: [root, data],
      snapshotAccounts: [`${data}/${alice}`],
    });
    ami.forget();
    expect(await up(props, both([alice]))).toEqual(outs);
    expect(said()).toContain(
      `will gain access again (removed outside of Pulumi): ${alice} on snapshot ${root}`,
    );
    expect(shared(root)).toEqual([alice]);
  });

  it("that took every snapshot's accounts is repaired as well", async () => {
    const outs = await create(both([alice]));
    for (const snapshot of [root, data]) ami.emulator.unshare(at(snapshot), [alice]);
    const { props } = await provider()("read", id, outs);
    expect(props).toMatchObject({ snapshotAccounts: [], snapshotIds: [root, data] });
    await up(props, both([alice]));
    expect(everywhere()).toEqual([[alice], [alice], [alice]]);
  });
});

describe("an account that the program does not list", () => {
  it("keeps its access to a snapshot with exclusive: false, and is recorded as foreign there", async () => {
    ami.emulator.share(at(root), [bob]);
    const outs = await create(added([alice]));
    expect(outs).toMatchObject({ foreignAccounts: [], foreignSnapshotAccounts: [`${root}/${bob}`] });
    const after = await up(outs, added([carol]));
    expect(everywhere()).toEqual([[carol], [bob, carol], [carol]]);
    expect(after).toMatchObject({ foreignSnapshotAccounts: [`${root}/${bob}`] });
  });

  it("stops a new share that does not write exclusive, although the image itself is shared with nobody", async () => {
    ami.emulator.share(at(root), [bob]);
    const { exclusive: _, ...news } = both([alice]);
    await expect(create(news)).rejects.toThrow(
      `it would revoke ${bob} on snapshot ${root}, found on the image and not listed, and exclusive is not written`,
    );
    expect(shared(root)).toEqual([bob]);
  });

  it("stops an existing share that begins to manage snapshots, until exclusive is written", async () => {
    const { exclusive: _, ...plain } = exclusive({ accounts: [alice] });
    const outs = await create(plain);
    ami.emulator.share(at(root), [bob]);
    expect(await refused(outs, { ...plain, snapshots: true })).toContain(
      `it would revoke ${bob} on snapshot ${root}`,
    );
    expect(everywhere()).toEqual([[alice], [bob], []]);
    await up(outs, both([alice]));
    expect(everywhere()).toEqual([[alice], [alice], [alice]]);
  });

  it("keeps the access to a snapshot that another hand gave, if it was listed before snapshots were managed", async () => {
    const outs = await create(additive({ accounts: [alice, bob] }));
    ami.emulator.share(at(root), [bob]);
    const after = await up(outs, added([alice]));
    expect(everywhere()).toEqual([[alice], [alice, bob], [alice]]);
    expect(after).toMatchObject({ foreignSnapshotAccounts: [`${root}/${bob}`] });
  });
});

describe("guards", () => {
  it("count an account once, however many snapshots it loses", async () => {
    const outs = await create(both([alice, bob, carol]));
    const after = await up(outs, both([alice, bob], { maxRemovals: 1 }));
    expect(everywhere()).toEqual([
      [alice, bob],
      [alice, bob],
      [alice, bob],
    ]);
    expect(await refused(after, both(["012345678909"], { maxRemovals: 1 }))).toContain(
      `it would revoke 2 accounts (${alice}, ${bob}; ${alice}, ${bob} on snapshots ${root}, ${data}) and maxRemovals is 1`,
    );
  });

  it("count an account that loses a snapshot alone", async () => {
    const outs = await create(both([alice]));
    ami.emulator.share(at(root), [bob]);
    ami.emulator.share(at(data), [bob]);
    expect(await refused(outs, both([alice], { maxRemovals: 0 }))).toContain("it would revoke 1 account (");
    expect(await refused(outs, both([alice]), { "image-share:maxRemovals": "0" })).toContain(
      "it would revoke 1 account (",
    );
    expect(shared(data)).toEqual([alice, bob]);
  });

  it("keep a protected account on the snapshots, in an update and in a delete", async () => {
    const outs = await create(both([alice, bob], { protectedAccounts: [bob] }));
    expect(await refused(outs, both([alice], { protectedAccounts: [bob] }))).toContain(
      "protectedAccounts protects",
    );
    await provider()("delete", id, outs);
    expect(everywhere()).toEqual([[bob], [bob], [bob]]);
    expect(said()).toContain(
      `still shared because protectedAccounts protects them: ${bob}; ${bob} on snapshots ${root}, ${data}`,
    );
  });

  it("give access to a snapshot back that was taken outside, although they refuse the rest of the plan", async () => {
    const outs = await create(both([alice, bob]));
    ami.emulator.unshare(at(root), [alice]);
    expect(await refused(outs, both([alice], { maxRemovals: 0 }))).toContain(
      `Given access again, because it was removed outside of Pulumi: ${alice} on snapshot ${root}`,
    );
    expect(shared(root)).toEqual([alice, bob]);
  });
});

describe("snapshots that are left out", () => {
  it.each([
    ["left out", {}],
    ["false", { snapshots: false }],
  ])("are neither read nor changed: %s", async (_, more) => {
    ami.emulator.share(at(root), [bob]);
    const outs = await create(exclusive({ accounts: [alice], ...more }));
    await up(outs, exclusive({ accounts: [bob], ...more }));
    await provider()("delete", id, outs);
    expect(ours().filter((action) => action.includes("Snapshot") || action === "DescribeImages")).toEqual([]);
    expect(shared(root)).toEqual([bob]);
    expect(outs).not.toHaveProperty("snapshotAccounts");
    expect(outs).not.toHaveProperty("snapshotIds");
  });

  it("after they were true, keep whom they were shared with, and say so until the end", async () => {
    const outs = await create(both([alice]));
    ami.forget();
    const before = actions().length;
    const after = await up(outs, exclusive({ accounts: [alice] }));
    const line =
      "has access already (snapshots is not true any more, so this share revokes nobody there; shared before): " +
      `${alice} on snapshots ${root}, ${data}`;
    expect(said()).toContain(line);
    expect(after).toMatchObject({ snapshotAccounts: [`${root}/${alice}`, `${data}/${alice}`] });
    expect(after).not.toHaveProperty("snapshots");
    expect(ours(before).filter((action) => action.includes("Snapshot"))).toEqual([]);
    ami.forget();
    expect(await up(after, exclusive({ accounts: [alice] }))).toBe(after);
    expect(said()).not.toContain(line);
    await provider()("delete", id, after);
    expect(everywhere()).toEqual([[], [alice], [alice]]);
    expect(said()).toContain(line);
  });

  it("and are true again, own whom they were shared with: who is not listed any more is revoked there", async () => {
    const outs = await create(added([alice, bob]));
    const without = await up(outs, additive({ accounts: [alice] }));
    expect(everywhere()).toEqual([[alice], [alice, bob], [alice, bob]]);
    await up(without, added([alice]));
    expect(everywhere()).toEqual([[alice], [alice], [alice]]);
  });
});

describe("what the vendor refuses", () => {
  it("a snapshot under the default key: the snapshot is named with what to do, and nobody gains access", async () => {
    ami.emulator.putImage({
      ...image,
      snapshots: { [root]: { refuses: "OperationNotPermitted" }, [data]: {} },
    });
    await expect(create(both([alice]))).rejects.toThrow(
      /OperationNotPermitted: Encrypted snapshots with EBS default key cannot be shared \(snap-0aaa: a snapshot under the default key of EBS cannot be shared: copy the image under a key of your own, and share that one; or leave snapshots out/,
    );
    expect(live()).toEqual([]);
  });

  it("a snapshot of another account: the error says that only its owner shares it", async () => {
    ami.emulator.putImage({ ...image, snapshots: { [root]: { owner: "999988887777" } } });
    await expect(create(both([alice]))).rejects.toThrow(
      /AuthFailure: .* \(snap-0aaa: the snapshot may belong to another account, and only its owner can share it/,
    );
  });

  it("a snapshot that is not found is no image that is gone: a refresh keeps the share in state", async () => {
    const outs = await create(both([alice]));
    ami.emulator.removeImage(at(root));
    await expect(provider()("read", id, outs)).rejects.toThrow(/InvalidSnapshot.NotFound.*snap-0aaa/s);
  });

  it("an account: it is asked once for all snapshots and the image, the others gain access, and removals wait", async () => {
    const outs = await create(both([alice]));
    ami.emulator.configure({ unknownAccounts: [carol] });
    const message = await refused(outs, both([bob, carol]));
    expect(message).toContain(carol);
    expect(message).toContain(
      `Still with access: ${alice}; ${alice} on snapshots ${root}, ${data}`.replace(
        "Still with access: ",
        "",
      ),
    );
    expect(everywhere()).toEqual([
      [alice, bob],
      [alice, bob],
      [alice, bob],
    ]);
    const alone = ami.emulator.calls().filter(({ outcome }) => outcome.code === "InvalidUserID.Malformed");
    expect(alone.map(({ imageIds }) => imageIds[0])).toEqual([root, root]);
  });
});

it("an image that is gone leaves its snapshots, and a delete names who still has access to them", async () => {
  const outs = await create(both([alice]));
  ami.emulator.removeImage(image);
  await provider()("delete", id, outs);
  expect(said()).toContain(
    `Snapshots outlive their image, and may still be shared: ${alice} on snapshots ${root}, ${data}`,
  );
});

it("an update whose last answer is lost is found out by reading the snapshots, and owned in state", async () => {
  const outs = await create(both([alice]));
  ami.emulator.injectFault({
    kind: "reset",
    when: "after",
    times: 1,
    action: "ModifySnapshotAttribute",
  });
  const after = await up(outs, both([alice, bob]));
  expect(after).toMatchObject({ accounts: [alice, bob] });
  expect(everywhere()).toEqual([
    [alice, bob],
    [alice, bob],
    [alice, bob],
  ]);
});

it("organisations have no access to snapshots: a note says so, and nothing is sent for them", async () => {
  await create(both([alice], { organizationArns: [acme] }));
  expect(said()).toContain(
    "snapshots: true does not reach organizationArns: AWS EC2 shares snapshots with accounts alone",
  );
  expect(everywhere()).toEqual([[alice, acme].toSorted(), [alice], [alice]]);
});
