/** The backend of AWS EC2 at moto. */
import { CALL_OPTIONS, failureOf as vendorFailureOf } from "../conformance/bench";
import { behavesLikeEc2, deregister, MISSING, ORGANIZATION, sharesSnapshots } from "./aws";
import { liveAt } from "./live";
import { failureOf } from "./provider";
import { permissionsOf, valuesOf } from "./servers/ec2";
import { moto } from "./servers/moto";
import { behaves, useServer } from "./suite";

describe("aws-ec2 at moto", () => {
  const world = useServer(moto);
  behaves(world, moto);
  behavesLikeEc2(world, "moto");
  sharesSnapshots(world);

  it("reads organisations beside accounts, and never touches them, also exclusively and on destroy", async () => {
    const target = await world.server.makeImage();
    const [alice = "", stranger = ""] = world.accounts;
    await world.server.ask({
      ...permissionsOf("ModifyImageAttribute", target.imageId),
      "LaunchPermission.Add.1.OrganizationArn": ORGANIZATION,
      "LaunchPermission.Add.2.UserId": stranger,
    });
    const resource = world.resource();
    await resource.up(world.share(target, [alice]));
    await resource.destroy();
    const { text } = await world.server.ask(permissionsOf("DescribeImageAttribute", target.imageId));
    expect(valuesOf(text, "organizationArn")).toEqual([ORGANIZATION]);
    expect(valuesOf(text, "userId")).toEqual([]);
  });

  it("refuses a whole call because of one account, with the code that means just that", async () => {
    const target = await world.server.makeImage();
    const [alice = ""] = world.accounts;
    const backend = await world.backend();
    const write = backend.write(target, { add: [alice, "12345"], remove: [] }, CALL_OPTIONS);
    expect(await vendorFailureOf(write)).toMatchObject({
      code: "InvalidAMIAttributeItemValue",
      meaning: "account-refused",
    });
    expect(await world.server.accounts(target)).toEqual([]);
  });

  it("lives through the live run, which finds what moto does otherwise, and is left as it was", async () => {
    const target = await world.server.makeImage();
    const customer = world.accounts.slice(3);
    await world.server.share(target, customer);
    const { lifeCycle, assumptions, notRestored } = await liveAt(world, target);
    expect(lifeCycle.filter(({ isDone }) => !isDone)).toEqual([]);
    expect(notRestored).toBeUndefined();
    expect(await world.server.accounts(target)).toEqual(customer);
    const tried = assumptions.filter(({ verdict }) => verdict !== "not tried");
    // The page of HTML with 500: an outage, which says nothing of what AWS would answer.
    const undecided = tried.filter(({ verdict }) => verdict === "undecided").map(({ id }) => id);
    expect(undecided).toEqual(["missing-image-read"]);
    expect(tried.filter(({ verdict }) => verdict === "does not hold")).toEqual([]);
    expect(tried.length).toBeGreaterThan(8);
  });

  it("finds no image where there is none, by the answer to a write and by the list", async () => {
    const backend = await world.backend();
    const write = backend.write(MISSING, { add: world.accounts.slice(0, 1), remove: [] }, CALL_OPTIONS);
    expect(await vendorFailureOf(write)).toMatchObject({
      code: "InvalidAMIID.NotFound",
      meaning: "image-gone",
    });
    expect(await backend.imageCondition(MISSING, CALL_OPTIONS)).toEqual({ kind: "gone" });
  });

  it("moto is wrong: a read of a missing image is a page of HTML with 500, so it is no image that is gone", async () => {
    const { status, text } = await world.server.ask(permissionsOf("DescribeImageAttribute", MISSING.imageId));
    expect({ status, text }).toEqual({ status: 500, text: expect.stringContaining("<!doctype html>") });
    // An outage must not be taken for an image that is gone: the run fails, and says what was answered.
    const run = world.resource().up({ ...world.share(MISSING, world.accounts), timeoutSeconds: 2 });
    expect(await failureOf(run)).toMatch(/DescribeImageAttribute[\s\S]*500/);
  });

  it("moto is wrong: it acknowledges the other form of ModifySnapshotAttribute, and does nothing", async () => {
    const target = await world.server.makeImage();
    const { text } = await world.server.ask({ Action: "DescribeImages", "ImageId.1": target.imageId });
    const [SnapshotId = ""] = valuesOf(text, "snapshotId");
    const permission = { SnapshotId, Attribute: "createVolumePermission" };
    const { status } = await world.server.ask({
      Action: "ModifySnapshotAttribute",
      ...permission,
      "CreateVolumePermission.Add.1.UserId": world.accounts[0] ?? "",
    });
    const read = await world.server.ask({ Action: "DescribeSnapshotAttribute", ...permission });
    expect({ status, accounts: valuesOf(read.text, "userId") }).toEqual({ status: 200, accounts: [] });
  });

  it("moto is wrong: so is the read of an image that was deregistered, and state is kept", async () => {
    const target = await world.server.makeImage();
    const resource = world.resource();
    const share = { ...world.share(target, world.accounts), timeoutSeconds: 2 };
    await resource.up(share);
    await deregister(world, target.imageId);
    expect(await failureOf(resource.refresh())).toMatch(/500/);
    expect(await failureOf(resource.destroy())).toMatch(/500/);
  });
});
