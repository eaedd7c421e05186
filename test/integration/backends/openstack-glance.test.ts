/** What only this backend does: logins that end, the catalogue, visibility, and whose image it is. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { findService } from "../../../src/backends/registry";
import { VendorError } from "../../../src/core/errors";
import type { Emulator, ImageSeed } from "../../../src/emulator";
import { start } from "../../emulator/support/start";
import { CALL_OPTIONS, SCOPE, startVendor } from "./support";

const imageId = "ec470585-cd38-4279-9c18-f1cf56f5aaa3";
const target = { service: "openstack-glance", region: "RegionOne", imageId } as const;
const [owner, receiver] = ["0e000000000000000000000000000001", "0e000000000000000000000000000002"];
const member = "93f048e385f744ff9c84236b677ce396";

let emulator: Emulator;
let now: number;

beforeEach(async () => {
  now = Date.now();
  emulator = await start({
    rateLimits: false,
    clock: { now: () => now },
    credentials: [
      { id: "emulator", secret: "emulator-secret" },
      { id: "receiver", secret: "receiver-secret", accounts: { openstack: receiver } },
    ],
  });
  emulator.putImage(target);
});

/** The login goes to the emulator by its own address, without `endpoint`, and the calls where its catalogue says. */
async function opened(section: Readonly<Record<string, unknown>> = {}, url = emulator.url) {
  const entry = findService("openstack-glance");
  if (entry === undefined) throw new Error("the registry has no openstack-glance");
  const login = { applicationCredentialId: "emulator", applicationCredentialSecret: "emulator-secret" };
  const credentials = { authUrl: `${url}/identity`, ...login, ...section };
  const backend = await entry.open({ credentials, endpoint: undefined });
  const describe = (region: string = target.region) =>
    backend.describe({ ...target, region }, SCOPE, undefined, CALL_OPTIONS);
  return { backend, describe };
}

async function failureOf(call: Promise<unknown>): Promise<VendorError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof VendorError) return error;
  throw error ?? new Error("the call succeeded");
}

const actions = () => emulator.calls().map(({ action }) => action);

describe("a token", () => {
  it("is used by all calls, and exchanged before it ends", async () => {
    emulator.configure({ tokenSeconds: 2 });
    let machine = Date.now();
    jest.spyOn(Date, "now").mockImplementation(() => machine);
    const { describe } = await opened();
    await describe();
    await describe();
    expect(actions()).toEqual(["CreateToken", "ListImageMembers", "ListImageMembers"]);
    // The last fifth of its life is left unused, by the clock of this machine.
    machine += 1_700;
    emulator.clearCalls();
    await describe();
    expect(actions()).toEqual(["CreateToken", "ListImageMembers"]);
    jest.restoreAllMocks();
  });

  it("that the cloud refuses is exchanged once, and a write that was refused is sent again", async () => {
    const { backend, describe } = await opened();
    await describe();
    now += 2 * 3_600_000;
    emulator.clearCalls();
    await backend.write(target, { add: [member], remove: [] }, CALL_OPTIONS);
    expect(actions()).toEqual(["CreateImageMember", "CreateToken", "CreateImageMember"]);
    expect(emulator.accounts(target)).toEqual([member]);
  });

  it("that is refused again is a failure of the login, and not a loop", async () => {
    const { describe } = await opened();
    await describe();
    emulator.injectFault({ kind: "error", code: "Unauthorized", status: 401, times: "always" });
    emulator.clearCalls();
    expect(await failureOf(describe())).toMatchObject({ meaning: "auth", code: "Unauthorized" });
    expect(actions()).toEqual(["ListImageMembers", "CreateToken", "ListImageMembers"]);
  });
});

describe("the catalogue", () => {
  it("says where each region is, and a region that it does not have is named with those that it has", async () => {
    emulator.putImage({ ...target, region: "GRA11", accounts: [member] });
    const { describe } = await opened();
    expect((await describe("GRA11")).accounts).toEqual([member]);
    expect(await failureOf(describe("eu-central-1"))).toMatchObject({
      meaning: "permanent",
      retryable: false,
      message: expect.stringMatching(
        /no image service in region eu-central-1 .*public; it has .*RegionOne \(public\)/,
      ),
    });
  });

  it.each(["public", "internal", "admin"])("has an address of the interface %s", async (side) => {
    const { describe } = await opened({ interface: side });
    expect((await describe()).accounts).toEqual([]);
  });

  it.each(["", "/v2", "/v2/"])("is not asked where an address is given, with %j behind it", async (end) => {
    const { describe } = await opened({ imageEndpoint: `${emulator.url}/image/RegionOne${end}` });
    expect((await describe("any-region")).accounts).toEqual([]);
  });
});

describe("whose image it is", () => {
  const asReceiver = {
    applicationCredentialId: "receiver",
    applicationCredentialSecret: "receiver-secret",
  };

  it("is looked at where the login's project is a member: the list of another one's image is not believed", async () => {
    emulator.share(target, [receiver, member]);
    const { backend, describe } = await opened(asReceiver);
    const page = await describe();
    expect(page).toMatchObject({ accounts: [receiver], next: "owner" });
    const failure = await failureOf(backend.describe(target, SCOPE, page.next, CALL_OPTIONS));
    expect(failure).toMatchObject({ meaning: "auth", retryable: false });
    expect(failure.message).toContain(`owned by project ${owner}`);
    expect(failure.message).toContain(`Log in to project ${owner}`);
  });

  it("is looked at and found right where the owner is a member of its own image", async () => {
    emulator.share(target, [owner, member]);
    const { backend, describe } = await opened();
    const page = await describe();
    expect(page.accounts).toEqual([owner, member]);
    expect(await backend.describe(target, SCOPE, page.next, CALL_OPTIONS)).toEqual({ accounts: [] });
  });

  it("tells members that are no project IDs apart, which are never sent back", async () => {
    emulator.share(target, ["shop", "own-ecs", "1,2", member]);
    const { describe } = await opened();
    expect(await describe()).toMatchObject({ accounts: [member], others: ["shop", "own-ecs", "1,2"] });
  });
});

describe("visibility", () => {
  it.each<[string, Partial<ImageSeed>]>([
    ["private", { refuses: "private" }],
    ["community", { refuses: "community" }],
    ["public", { public: true }],
  ])("%s is the image's state, and the refusal says what to type", async (visibility, seed) => {
    emulator.putImage({ ...target, ...seed, accounts: [member] });
    const { backend, describe } = await opened();
    const write = backend.write(target, { add: [member], remove: [] }, CALL_OPTIONS);
    for (const call of [describe(), write]) {
      expect(await failureOf(call)).toMatchObject({
        meaning: "unclear",
        code: "Forbidden",
        message: expect.stringContaining(`openstack image set --shared ${imageId}`),
      });
    }
    expect(await backend.imageCondition(target, CALL_OPTIONS)).toEqual({
      kind: "unusable",
      state: `visibility ${visibility}`,
    });
  });
});

describe("answers that are not Glance's", () => {
  it("do not make an image gone: a 404 that does not name it", async () => {
    const vendor = await startVendor({
      status: 404,
      body: "<title>404 Not Found</title><h1>nginx</h1></body>",
    });
    const entry = findService("openstack-glance");
    const credentials = {
      authUrl: "http://k.example/identity",
      applicationCredentialId: "i",
      applicationCredentialSecret: "s",
    };
    const backend = await entry?.open({ credentials, endpoint: vendor.url });
    if (backend === undefined) throw new Error("no backend");
    const reads = [
      () => backend.describe(target, SCOPE, undefined, CALL_OPTIONS),
      () => backend.imageCondition(target, CALL_OPTIONS),
    ];
    for (const read of reads) {
      expect(await failureOf(read())).toMatchObject({
        meaning: "permanent",
        message: expect.stringContaining("does not name the image"),
      });
    }
  });

  it("are read in HTML as well, as older releases write them", async () => {
    const body = `<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1>Image ${imageId} can&#x27;t be found.<br /></body></html>`;
    const vendor = await startVendor({ status: 404, body });
    const credentials = {
      authUrl: "http://k.example/identity",
      applicationCredentialId: "i",
      applicationCredentialSecret: "s",
    };
    const backend = await findService("openstack-glance")?.open({ credentials, endpoint: vendor.url });
    expect(await backend?.imageCondition(target, CALL_OPTIONS)).toEqual({ kind: "gone" });
  });

  it("are refused where a login is for no project", async () => {
    const server: Server = createServer((request, response) => {
      request.resume();
      const body = { token: { issued_at: "2026-01-01T00:00:00Z", expires_at: "2026-01-01T01:00:00Z" } };
      response.writeHead(201, { "x-subject-token": "gAAAA" }).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { describe } = await opened({}, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    expect(await failureOf(describe())).toMatchObject({
      meaning: "permanent",
      message: expect.stringContaining("for no project"),
    });
    server.closeAllConnections();
    server.close();
  });
});
