/** Guards over the grantees of AWS EC2: organisations and their units count as accounts do. */
import { acme, alice, bob, exclusive, id, image, initech, type Properties, sales, useAmi } from "./ami";

const ami = useAmi();
const { provider, create, up, live, said } = ami;

describe("guards", () => {
  it("count organisations among the removals, and name them", async () => {
    const outs = await create(exclusive({ accounts: [alice], organizationArns: [acme, initech] }));
    const news = exclusive({ accounts: [alice], organizationArns: [], allowEmpty: true, maxRemovals: 1 });
    const call = provider();
    const { inputs } = await call("check", outs, news);
    await call("diff", id, outs, inputs);
    expect(said()).toContain(`it would revoke 2 grantees (${acme}, ${initech}) and maxRemovals is 1`);
    await expect(call("update", id, outs, inputs)).rejects.toThrow("maxRemovals is 1");
    expect(live()).toEqual([alice, acme, initech].toSorted());
  });

  it("keep a protected organisation", async () => {
    const outs = await create(exclusive({ organizationArns: [acme, initech] }));
    const news = exclusive({ organizationArns: [initech], protectedAccounts: [acme] });
    const call = provider();
    const { inputs } = await call("check", outs, news);
    await expect(call("update", id, outs, inputs)).rejects.toThrow(
      `it would revoke ${acme}, which protectedAccounts`,
    );
    await provider()("delete", id, { ...outs, protectedAccounts: [acme] });
    expect(live()).toEqual([acme]);
  });

  it.each([
    ["organizationArns", "organisation"],
    ["organizationalUnitArns", "organisational unit"],
  ])("refuse an empty %s, unless it says that it is meant", async (name, what) => {
    const news = exclusive({ accounts: [alice], [name]: [] });
    const { failures } = await provider()("check", {}, news);
    expect(failures.map(({ reason }) => reason).join()).toContain(
      `${name} is empty, which would revoke every ${what}: list at least one, or set allowEmpty: true`,
    );
    expect((await provider()("check", {}, { ...news, allowEmpty: true })).failures).toEqual([]);
  });

  it("count all kinds towards the limit of an AMI: what is listed, and what is not managed", async () => {
    const limits = { "image-share:limits": JSON.stringify({ "aws-ec2": 3 }) };
    const lists = { accounts: [alice, bob], organizationArns: [acme], organizationalUnitArns: [sales] };
    const { failures } = await provider(limits)("check", {}, exclusive(lists));
    expect(failures[0]?.reason).toContain(
      "accounts, organizationArns and organizationalUnitArns list 4 grantees together",
    );
    ami.emulator.share(image, [acme, sales]);
    await expect(create(exclusive({ accounts: [alice, bob] }), provider(limits))).rejects.toThrow(
      "4 accounts would have access (2 of them foreign) and image-share:limits.aws-ec2 is 3",
    );
    expect(live()).toEqual([acme, sales].toSorted());
    await create(exclusive({ accounts: [alice] }), provider(limits));
    expect(live()).toEqual([alice, acme, sales].toSorted());
  });

  it("refuse an organisation without a name, where only known accounts may be listed", async () => {
    const settings = (names: Properties) => ({
      "image-share:knownAccountsOnly": "true",
      "image-share:accountNames": JSON.stringify(names),
    });
    const news = exclusive({ accounts: [alice], organizationArns: [acme] });
    const { failures } = await provider(settings({ [alice]: "Alice" }))("check", {}, news);
    expect(failures.map(({ reason }) => reason).join()).toContain(
      `organizationArns lists ${acme} without a name under image-share:accountNames`,
    );
    const named = await provider(settings({ [alice]: "Alice", [acme]: "Acme" }))("check", {}, news);
    expect(named.failures).toEqual([]);
  });

  it("make room for what is added by what is removed, of whatever kind", async () => {
    const limits = { "image-share:limits": JSON.stringify({ "aws-ec2": 2 }) };
    ami.emulator.configure({ quotas: { "aws-ec2": 2 } });
    const outs = await create(exclusive({ accounts: [alice], organizationArns: [acme] }), provider(limits));
    const news = exclusive({ accounts: [alice, bob], organizationArns: [], allowEmpty: true });
    await up(outs, news, provider(limits));
    expect(live()).toEqual([alice, bob]);
  });
});
