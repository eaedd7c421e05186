/** AWS EC2's organisations and organisational units: planned, guarded, recorded and revoked as accounts are. */
import { acme, additive, alice, bob, exclusive, id, image, initech, sales, support, useAmi } from "./ami";

const ami = useAmi();
const { provider, create, up, live, actions, said } = ami;

describe("a share of all kinds", () => {
  const lists = { accounts: [alice], organizationArns: [acme], organizationalUnitArns: [sales] };

  it("is made by one read, one write and one read, in one call for all kinds", async () => {
    const outs = await create(exclusive(lists));
    expect(live()).toEqual([alice, acme, sales].toSorted());
    expect(outs).toMatchObject({ ...lists, foreignAccounts: [] });
    expect(Object.keys(outs).filter((key) => /^(listed|foreignO)/.test(key))).toEqual([]);
    const ours = actions().filter((action) => action !== "GetCallerIdentity");
    expect(ours.filter((action) => action.startsWith("Modify"))).toHaveLength(1);
    expect(ours).toEqual(["DescribeImageAttribute", "ModifyImageAttribute", "DescribeImageAttribute"]);
  });

  it("is not written again, and takes one read to find nothing to do", async () => {
    const outs = await create(exclusive(lists));
    const before = actions().length;
    expect(await up(outs, exclusive(lists))).toBe(outs);
    expect(actions().slice(before)).toEqual(["DescribeImageAttribute"]);
  });

  it("adds and removes of all kinds in one call", async () => {
    const outs = await create(exclusive(lists));
    const before = ami.emulator.calls().length;
    const news = { accounts: [bob], organizationArns: [initech], organizationalUnitArns: [support] };
    const after = await up(outs, exclusive({ ...news, maxRemovals: 3 }));
    expect(live()).toEqual([bob, initech, support].toSorted());
    expect(after).toMatchObject(news);
    const calls = ami.emulator.calls().slice(before);
    expect(calls.map(({ action }) => action)).toEqual([
      "DescribeImageAttribute",
      "ModifyImageAttribute",
      "DescribeImageAttribute",
    ]);
    expect(said()).toContain(`will lose access (no longer listed): ${alice}, ${acme}, ${sales}`);
    expect(said()).toContain(`will gain access: ${bob}, ${initech}, ${support}`);
  });

  it("takes two calls where the vendor refuses additions and removals together, and loses nobody", async () => {
    const outs = await create(exclusive(lists));
    ami.emulator.configure({ oneDirection: true });
    const before = ami.emulator.calls().length;
    await up(outs, exclusive({ ...lists, organizationArns: [initech] }));
    expect(live()).toEqual([alice, initech, sales].toSorted());
    const writes = ami.emulator
      .calls()
      .slice(before)
      .filter(({ action }) => action.startsWith("Modify"));
    expect(writes.map(({ outcome }) => outcome.code)).toEqual([
      "InvalidParameterCombination",
      undefined,
      undefined,
    ]);
  });

  it("is revoked by a delete, with everybody else left alone", async () => {
    const outs = await create(additive(lists));
    ami.emulator.share(image, [bob, initech]);
    await provider()("delete", id, outs);
    expect(live()).toEqual([bob, initech].toSorted());
    expect(said()).toContain(
      `still shared with accounts that this resource never listed: ${bob}, ${initech}`,
    );
  });

  it("is read back by a refresh, which names what changed outside, and repaired by the next up", async () => {
    const outs = await create(exclusive(lists));
    ami.emulator.unshare(image, [acme]);
    ami.emulator.share(image, [support]);
    const { props } = await provider()("read", id, outs);
    expect(props).toMatchObject({
      accounts: [alice],
      organizationArns: [],
      listedOrganizationArns: [acme],
      organizationalUnitArns: [sales],
      foreignOrganizationalUnitArns: [support],
    });
    expect(said()).toContain(`lost access outside of Pulumi: ${acme}`);
    expect(said()).toContain(`gained access outside of Pulumi: ${support}`);
    const after = await up(props, exclusive(lists));
    expect(live()).toEqual([alice, acme, sales].toSorted());
    expect(after).toEqual(outs);
  });

  it("is imported with every list that is not empty", async () => {
    ami.emulator.share(image, [alice, acme]);
    const { props, inputs } = await provider()("read", id, {});
    expect(inputs).toEqual({ ...image, accounts: [alice], organizationArns: [acme] });
    expect(props).toMatchObject({ ...inputs, foreignAccounts: [], isLookup: true });
  });
});

describe("a kind that is left out", () => {
  it("is said and never touched, by create, update and delete", async () => {
    ami.emulator.putImage({ ...image, public: true });
    ami.emulator.share(image, [acme, sales]);
    const outs = await create(exclusive({ accounts: [alice] }));
    expect(live()).toEqual([alice, acme, sales].toSorted());
    expect(said()).toContain(`also shared with ${acme}, ${sales}; this is not managed`);
    expect(said()).toContain("is public: every account can use it");
    expect(outs).not.toHaveProperty("organizationArns");
    await up(outs, exclusive({ accounts: [bob] }));
    await provider()("delete", id, { ...outs, accounts: [bob] });
    expect(live()).toEqual([acme, sales].toSorted());
    expect(ami.emulator.image(image)).toMatchObject({ public: true });
  });

  it("may be the accounts, where organisations are managed", async () => {
    ami.emulator.share(image, [bob, sales]);
    const outs = await create(exclusive({ organizationArns: [acme] }));
    expect(live()).toEqual([bob, acme, sales].toSorted());
    expect(said()).toContain(`also shared with ${bob}, ${sales}; this is not managed`);
    await provider()("delete", id, outs);
    expect(live()).toEqual([bob, sales].toSorted());
  });

  it("keeps whom it listed when the program stops managing it, says so, and remembers them until the end", async () => {
    const outs = await create(exclusive({ accounts: [alice], organizationArns: [acme] }));
    const line = `has access already (organizationArns is left out, so this share revokes nobody; listed before): ${acme}`;
    const after = await up(outs, exclusive({ accounts: [alice] }));
    expect(said()).toContain(line);
    expect(after).toMatchObject({ accounts: [alice], listedOrganizationArns: [acme] });
    expect(after).not.toHaveProperty("organizationArns");
    ami.forget();
    await provider()("delete", id, after);
    expect(said()).toContain(line);
    expect(live()).toEqual([acme]);
  });

  it("is adopted by state from before there were organisations, which takes access from none by default", async () => {
    ami.emulator.share(image, [alice, acme, initech]);
    // As a version wrote it that managed accounts alone.
    const old = { ...image, accounts: [alice], foreignAccounts: [], exclusive: true };
    const news = { ...image, accounts: [alice], organizationArns: [acme] };
    const call = provider();
    const { inputs } = await call("check", { ...image, accounts: [alice], exclusive: true }, news);
    await expect(call("update", id, old, inputs)).rejects.toThrow(
      `it would revoke ${initech}, found on the image and not listed, and exclusive is not written`,
    );
    expect(live()).toEqual([alice, acme, initech].toSorted());
    const after = await up(old, { ...news, exclusive: false });
    expect(after).toMatchObject({ organizationArns: [acme], foreignOrganizationArns: [initech] });
    expect(live()).toEqual([alice, acme, initech].toSorted());
  });
});

it("another image takes over all kinds: it is shared first, and the old one is unshared by the delete", async () => {
  const other = { ...image, imageId: "ami-0123456789abcdef1" } as const;
  ami.emulator.putImage(other);
  const lists = { accounts: [alice], organizationArns: [acme] };
  const outs = await create(exclusive(lists));
  const call = provider();
  const news = { ...exclusive(lists), imageId: other.imageId };
  const { inputs } = await call("check", outs, news);
  await call("diff", id, outs, inputs);
  expect(said()).toContain(`${acme}`);
  await call("create", inputs);
  await call("delete", id, outs);
  expect([live(), ami.emulator.accounts(other).toSorted()]).toEqual([[], [alice, acme].toSorted()]);
});

it("an addition of a strange organisation is refused alone, and removals of every kind wait", async () => {
  const outs = await create(exclusive({ accounts: [alice], organizationArns: [acme] }));
  ami.emulator.configure({ unknownAccounts: [initech] });
  const news = exclusive({ accounts: [bob], organizationArns: [acme, initech] });
  const call = provider();
  const { inputs } = await call("check", outs, news);
  await expect(call("update", id, outs, inputs)).rejects.toThrow(initech);
  expect(live()).toEqual([alice, bob, acme].toSorted());
});
