/** The backend of OpenStack Glance at a real Glance with a real Keystone. */
import { CALL_OPTIONS, SCOPE, failureOf as vendorFailureOf } from "../conformance/bench";
import { accountsOf } from "../support/services";
import { failureOf } from "./provider";
import { glance, QUOTA } from "./servers/glance";
import { behaves, useServer } from "./suite";

const MISSING = {
  service: "openstack-glance",
  region: "RegionOne",
  imageId: "00000000-0000-4000-8000-000000000000",
} as const;

describe("openstack-glance at Glance", () => {
  const world = useServer(glance);
  behaves(world, glance);

  const setVisibility = (imageId: string, value: string) =>
    world.server.ask(
      world.server.owner,
      "PATCH",
      `/images/${imageId}`,
      [{ op: "replace", path: "/visibility", value }],
      "application/openstack-images-v2.1-json-patch",
    );

  it("finds no image where there is none, by the answers to a read and to both writes", async () => {
    const backend = await world.backend();
    const [alice = ""] = world.accounts;
    const read = backend.describe(MISSING, SCOPE, undefined, CALL_OPTIONS);
    expect(await vendorFailureOf(read)).toMatchObject({ code: "NotFound", meaning: "image-gone" });
    for (const write of [
      { add: [alice], remove: [] },
      { add: [], remove: [alice] },
    ]) {
      expect(await vendorFailureOf(backend.write(MISSING, write, CALL_OPTIONS))).toMatchObject({
        code: "NotFound",
        meaning: "unclear",
      });
    }
    expect(await backend.imageCondition(MISSING, CALL_OPTIONS)).toEqual({ kind: "gone" });
  });

  it("refuses a second addition, and a removal of who is no member, in the codes that the loop expects", async () => {
    const target = await world.server.makeImage();
    const [alice = "", bob = ""] = world.accounts;
    const backend = await world.backend();
    await backend.write(target, { add: [alice], remove: [] }, CALL_OPTIONS);
    const again = backend.write(target, { add: [alice], remove: [] }, CALL_OPTIONS);
    expect(await vendorFailureOf(again)).toMatchObject({ code: "Conflict", meaning: "already-shared" });
    const absent = backend.write(target, { add: [], remove: [bob] }, CALL_OPTIONS);
    expect(await vendorFailureOf(absent)).toMatchObject({ code: "NotFound", meaning: "unclear" });
    expect(await world.server.accounts(target)).toEqual([alice]);
  });

  it("takes access from nobody where the operator's quota keeps an addition out, and makes room where it can", async () => {
    const target = await world.server.makeImage();
    const full = accountsOf(glance.subject, 10, 10 + QUOTA);
    const resource = world.resource();
    await resource.up(world.share(target, full));
    const tooMany = accountsOf(glance.subject, 10, 11 + QUOTA);
    expect(await failureOf(resource.up(world.share(target, tooMany)))).toMatch(
      /RequestEntityTooLarge: Image member limit exceeded.*Maximum: 8/,
    );
    expect((await world.server.accounts(target)).sort()).toEqual(full);
    const swapped = accountsOf(glance.subject, 11, 11 + QUOTA);
    await resource.up(world.share(target, swapped));
    expect((await world.server.accounts(target)).sort()).toEqual(swapped);
  });

  it("says which visibility has no members and what to type; members come back with it, and an up removes them", async () => {
    const target = await world.server.makeImage();
    const [alice = "", stranger = ""] = world.accounts;
    const resource = world.resource();
    await resource.up(world.share(target, [alice]));
    await world.server.share(target, [stranger]);
    await setVisibility(target.imageId, "private");
    for (const run of [resource.refresh(), resource.up(world.share(target, [alice])), resource.destroy()]) {
      const said = await failureOf(run);
      expect(said).toContain(`openstack image set --shared ${target.imageId}`);
      expect(said).toContain("visibility private");
    }
    await setVisibility(target.imageId, "shared");
    expect(await world.server.accounts(target)).toEqual([alice, stranger]);
    await resource.up(world.share(target, [alice]));
    expect(await world.server.accounts(target)).toEqual([alice]);
  });

  it("refuses a login of a member, which sees itself alone, and names the owner", async () => {
    const target = await world.server.makeImage();
    const { owner, receiver } = world.server;
    const [alice = ""] = world.accounts;
    await world.server.share(target, [alice, receiver.id]);
    const resource = world.resource({ "image-share:openstack": receiver.section });
    expect(await failureOf(resource.up(world.share(target, [alice])))).toContain(
      `owned by project ${owner.id}, and shared with project ${receiver.id}`,
    );
    expect((await world.server.accounts(target)).sort()).toEqual([alice, receiver.id].sort());
  });

  it("leaves the member's status to the member: one that rejected still finds the image by its ID", async () => {
    const target = await world.server.makeImage();
    const { receiver } = world.server;
    const resource = world.resource();
    await resource.up(world.share(target, [receiver.id]));
    const path = `/images/${target.imageId}/members/${receiver.id}`;
    await world.server.ask(receiver, "PUT", path, { status: "rejected" });
    expect(await resource.up(world.share(target, [receiver.id]))).toBe("unchanged");
    expect((await world.server.ask(receiver, "GET", `/images/${target.imageId}`)).status).toBe(200);
  });

  it("logs in again, once, when its token was revoked, also for a write", async () => {
    const target = await world.server.makeImage();
    const [alice = ""] = world.accounts;
    const backend = await world.backend();
    await backend.describe(target, SCOPE, undefined, CALL_OPTIONS);
    await world.server.revokeLastToken();
    await backend.write(target, { add: [alice], remove: [] }, CALL_OPTIONS);
    expect(await world.server.accounts(target)).toEqual([alice]);
  });

  it("is refused with a wrong secret and an unknown credential, as a login", async () => {
    const target = await world.server.makeImage();
    const { section } = world.server.owner;
    for (const wrong of [{ applicationCredentialSecret: "wrong" }, { applicationCredentialId: "nope" }]) {
      const resource = world.resource({ "image-share:openstack": { ...section, ...wrong } });
      const said = await failureOf(resource.up(world.share(target, world.accounts)));
      expect(said).toMatch(
        /CreateToken failed\. (Unauthorized|NotFound): .*Check the credentials of this cloud/,
      );
    }
  });

  it("reads whose login it is, and the regions, from the token", async () => {
    const backend = await world.backend();
    expect(await backend.callerAccount("RegionOne", CALL_OPTIONS)).toBe(world.server.owner.id);
    expect(await backend.listRegions?.(undefined, CALL_OPTIONS)).toEqual({ regions: ["RegionOne"] });
  });
});
