/** What the servers of AWS have in common, beyond what holds for every service. */
import { CALL_OPTIONS } from "../conformance/bench";
import { accountsOf, subjects } from "../support/services";
import { type Ec2Server, permissionsOf, valuesOf } from "./servers/ec2";
import type { World } from "./suite";

const subject = subjects["aws-ec2"];
const ENTITIES_PER_IMAGE = subject.accountLimit ?? 0;

export function behavesLikeEc2(world: World<Ec2Server>, name: string): void {
  it("keeps the zeros in front of an account, there and back", async () => {
    const target = await world.server.makeImage();
    const fragile = [...(subject.fragileAccounts ?? [])].sort();
    const resource = world.resource();
    await resource.up(world.share(target, fragile));
    expect(await world.server.accounts(target)).toEqual(fragile);
    expect(await resource.up(world.share(target, fragile))).toBe("unchanged");
  });

  it("shares with as many accounts as AWS allows, over several calls, and reads them all back", async () => {
    const target = await world.server.makeImage();
    const many = accountsOf(subject, 0, ENTITIES_PER_IMAGE);
    await world.resource().up(world.share(target, many));
    expect(await world.server.accounts(target)).toEqual(many);
  });

  it("adds and removes in one call", async () => {
    const target = await world.server.makeImage();
    const [alice = "", bob = "", carol = ""] = world.accounts;
    await world.server.share(target, [alice, bob]);
    const backend = await world.backend();
    await backend.write(target, { add: [carol], remove: [alice] }, CALL_OPTIONS);
    expect(await world.server.accounts(target)).toEqual([bob, carol]);
  });

  it("takes an account that has access already, and one that has none to lose", async () => {
    const target = await world.server.makeImage();
    const [alice = "", bob = ""] = world.accounts;
    await world.server.share(target, [alice]);
    const backend = await world.backend();
    await backend.write(target, { add: [alice], remove: [bob] }, CALL_OPTIONS);
    expect(await world.server.accounts(target)).toEqual([alice]);
  });

  it("sees that an image is public, says so, and leaves it public", async () => {
    const target = await world.server.makeImage();
    const [alice = ""] = world.accounts;
    await world.server.ask({
      ...permissionsOf("ModifyImageAttribute", target.imageId),
      "LaunchPermission.Add.1.Group": "all",
    });
    const said = jest.spyOn(console, "log").mockReturnValue();
    const resource = world.resource();
    await resource.up(world.share(target, [alice]));
    expect(said.mock.calls.join("\n")).toMatch(/public/);
    await resource.destroy();
    const { text } = await world.server.ask(permissionsOf("DescribeImageAttribute", target.imageId));
    expect(valuesOf(text, "group")).toEqual(["all"]);
  });

  it("refuses the 1,001st account before any call, unless the configuration raises the limit", async () => {
    const target = await world.server.makeImage();
    const tooMany = world.share(target, accountsOf(subject, 0, ENTITIES_PER_IMAGE + 1));
    await expect(world.resource().up(tooMany)).rejects.toThrow("1000");
    expect(await world.server.accounts(target)).toEqual([]);
  });

  it(`${name} is wrong: it has no quota, and takes the 1,001st account, as AWS does after raising it`, async () => {
    const target = await world.server.makeImage();
    const many = accountsOf(subject, 0, ENTITIES_PER_IMAGE + 1);
    const raised = { "image-share:limits": { "aws-ec2": ENTITIES_PER_IMAGE + 1 } };
    await world.resource(raised).up(world.share(target, many));
    expect(await world.server.accounts(target)).toEqual(many);
  });

  it(`${name} is wrong: it checks no signature, so that a wrong secret works`, async () => {
    const target = await world.server.makeImage();
    const [alice = ""] = world.accounts;
    const wrong = { "image-share:aws": subject.section({ id: "AKIAINDEPENDENT", secret: "not-the-secret" }) };
    await world.resource(wrong).up(world.share(target, [alice]));
    expect(await world.server.accounts(target)).toEqual([alice]);
  });

  it(`${name} is wrong: it lists all images at once, whatever page size is asked for`, async () => {
    const targets = await Promise.all(Array.from({ length: 6 }, () => world.server.makeImage()));
    const { text } = await world.server.ask({ Action: "DescribeImages", "Owner.1": "self", MaxResults: "5" });
    const listed = valuesOf(text, "imageId");
    expect(listed).toEqual(expect.arrayContaining(targets.map(({ imageId }) => imageId)));
  });
}

/** What moto has, and ministack has not: snapshots behind its images. */
export function sharesSnapshots(world: World<Ec2Server>): void {
  it("shares the snapshots behind an image with the same accounts, repairs their drift, and takes it back", async () => {
    const target = await world.server.makeImage();
    const [alice = "", bob = ""] = world.accounts;
    const { text } = await world.server.ask({ Action: "DescribeImages", "ImageId.1": target.imageId });
    const [snapshot = ""] = valuesOf(text, "snapshotId");
    const ask = (action: string, more: Readonly<Record<string, string>> = {}) =>
      world.server.ask({
        Action: action,
        SnapshotId: snapshot,
        Attribute: "createVolumePermission",
        ...more,
      });
    const shared = async () => valuesOf((await ask("DescribeSnapshotAttribute")).text, "userId").sort();
    const resource = world.resource();
    const share = (accounts: string[]) => ({ ...world.share(target, accounts), snapshots: true });
    await resource.up(share([alice]));
    expect([await shared(), await world.server.accounts(target)]).toEqual([[alice], [alice]]);
    expect(await resource.up(share([alice]))).toBe("unchanged");
    await ask("ModifySnapshotAttribute", { OperationType: "remove", "UserId.1": alice });
    await ask("ModifySnapshotAttribute", { OperationType: "add", "UserId.1": bob });
    expect(await shared()).toEqual([bob]);
    await resource.up(share([alice]));
    expect(await shared()).toEqual([alice]);
    await resource.up(share([bob]));
    expect([await shared(), await world.server.accounts(target)]).toEqual([[bob], [bob]]);
    await resource.destroy();
    expect([await shared(), await world.server.accounts(target)]).toEqual([[], []]);
  });
}

export async function deregister({ server }: World<Ec2Server>, imageId: string): Promise<void> {
  const { status } = await server.ask({ Action: "DeregisterImage", ImageId: imageId });
  expect(status).toBe(200);
}

/** Well-formed, and of no image. */
export const MISSING = { ...subject.target, imageId: "ami-00000000000000000" };

export const ORGANIZATION = "arn:aws:organizations::012345678901:organization/o-abcdefghij";
