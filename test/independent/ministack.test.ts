/** The backend of AWS EC2 at ministack. */
import { CALL_OPTIONS, failureOf as vendorFailureOf } from "../conformance/bench";
import { behavesLikeEc2, deregister, MISSING, ORGANIZATION } from "./aws";
import { failureOf } from "./provider";
import { permissionsOf, valuesOf } from "./servers/ec2";
import { ministack } from "./servers/ministack";
import { behaves, useServer } from "./suite";

describe("aws-ec2 at ministack", () => {
  const world = useServer(ministack);
  behaves(world, ministack);
  behavesLikeEc2(world, "ministack");

  it("says of an image that is not there that it was not found", async () => {
    const run = world.resource().up(world.share(MISSING, world.accounts));
    expect(await failureOf(run)).toMatch(/InvalidAMIID\.NotFound/);
  });

  it("drops a share from state once its image was deregistered, and has nothing left to destroy", async () => {
    const target = await world.server.makeImage();
    const resource = world.resource();
    await resource.up(world.share(target, world.accounts));
    await deregister(world, target.imageId);
    const backend = await world.backend();
    expect(await backend.imageCondition(target, CALL_OPTIONS)).toEqual({ kind: "gone" });
    await resource.destroy();
    expect(await resource.refresh()).toBe(false);
  });

  it("finds no image where there is none, by the answer to a write", async () => {
    const backend = await world.backend();
    const write = backend.write(MISSING, { add: world.accounts.slice(0, 1), remove: [] }, CALL_OPTIONS);
    expect(await vendorFailureOf(write)).toMatchObject({
      code: "InvalidAMIID.NotFound",
      meaning: "image-gone",
    });
  });

  it("ministack is wrong: its images have no snapshots, so snapshots: true shares the image alone", async () => {
    const target = await world.server.makeImage();
    const said = jest.spyOn(console, "log").mockReturnValue();
    const share = { ...world.share(target, world.accounts), snapshots: true };
    const resource = world.resource();
    await resource.up(share);
    expect(said.mock.calls.join("\n")).toContain("has no snapshots behind it");
    expect(await resource.up(share)).toBe("unchanged");
    expect(await world.server.accounts(target)).toEqual(world.accounts);
  });

  it("ministack is wrong: it takes whatever stands in the place of an account", async () => {
    const target = await world.server.makeImage();
    const backend = await world.backend();
    await backend.write(target, { add: ["12345"], remove: [] }, CALL_OPTIONS);
    expect(await world.server.accounts(target)).toEqual(["12345"]);
  });

  it("ministack is wrong: it stops at the first organisation, and loses the accounts after it", async () => {
    const target = await world.server.makeImage();
    const [alice = ""] = world.accounts;
    await world.server.ask({
      ...permissionsOf("ModifyImageAttribute", target.imageId),
      "LaunchPermission.Add.1.UserId": alice,
      "LaunchPermission.Add.2.OrganizationArn": ORGANIZATION,
      "LaunchPermission.Add.3.UserId": "999999999999",
    });
    const { text } = await world.server.ask(permissionsOf("DescribeImageAttribute", target.imageId));
    expect({ accounts: valuesOf(text, "userId"), organisations: valuesOf(text, "organizationArn") }).toEqual({
      accounts: [alice],
      organisations: [],
    });
  });
});
