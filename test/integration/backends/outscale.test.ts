import { sign } from "../../../src/backends/outscale/sign";
import { findService } from "../../../src/backends/registry";
import type { VendorError } from "../../../src/core/errors";
import { start } from "../../emulator/support/start";
import { CALL_OPTIONS, SCOPE, startVendor, useCleanEnvironment } from "./support";

useCleanEnvironment(/^(OSC_|OUTSCALE_|HOME$|(https?|no|all)_proxy$)/i);

const imageId = "ami-12345678";
const target = { service: "outscale", region: "eu-west-2", imageId } as const;
const credentials = { accessKey: "id", secretKey: "the-secret" };

async function open(endpoint: URL, section: object = credentials) {
  const entry = findService("outscale");
  if (entry === undefined) throw new Error("the registry has no outscale");
  return entry.open({ credentials: section, endpoint });
}

async function describeWith(body: unknown) {
  const backend = await open((await startVendor({ body: JSON.stringify(body) })).url);
  return backend.describe(target, SCOPE, undefined, CALL_OPTIONS);
}

const answer = (permissions: unknown) => ({
  ResponseContext: { RequestId: "R-1" },
  Images: [{ ImageId: imageId, State: "available", PermissionsToLaunch: permissions }],
});

it("the signature is the one that the vendor's own mock takes", () => {
  jest.useFakeTimers({ now: new Date("2024-03-12T00:00:00Z") });
  try {
    const parameters = {
      ImageId: imageId,
      PermissionsToLaunch: { Additions: { AccountIds: ["012345678901"] } },
    };
    const request = {
      host: "api.eu-west-2.outscale.com",
      region: "eu-west-2",
      action: "UpdateImage",
      parameters,
    };
    const signed = sign(request, { version: "v1", errors: {} }, { id: "AKEXAMPLE", secret: "SKEXAMPLE" });
    expect(signed).toMatchObject({
      method: "POST",
      path: "/api/v1/UpdateImage",
      body: JSON.stringify(parameters),
    });
    expect(signed.headers.authorization).toBe(
      "OSC4-HMAC-SHA256 Credential=AKEXAMPLE/20240312/eu-west-2/api/osc4_request, " +
        "SignedHeaders=content-type;host;x-osc-date, " +
        "Signature=07745bbc834dbdd27586de44af231931b6d6df2c30b7ed28cea2c7de9cfb4e98",
    );
  } finally {
    jest.useRealTimers();
  }
});

it("calls go to the host of the region, also by way of an endpoint", async () => {
  const vendor = await startVendor({ body: JSON.stringify(answer({ AccountIds: [] })) });
  const backend = await open(vendor.url);
  await backend.describe({ ...target, region: "cloudgouv-eu-west-1" }, SCOPE, undefined, CALL_OPTIONS);
  expect(vendor.requests[0]?.headers.host).toBe("api.cloudgouv-eu-west-1.outscale.com");
  expect(vendor.requests[0]?.url).toBe("/api/v1/ReadImages");
});

describe("OUTSCALE's answers", () => {
  it("tell accounts with their zeros, and who may use a public image", async () => {
    expect(await describeWith(answer({ AccountIds: ["000000000001"], GlobalPermission: true }))).toEqual({
      accounts: ["000000000001"],
      isPublic: true,
    });
  });

  it.each([
    ["no list", answer({})],
    ["no permissions", answer(undefined)],
    ["an account that is a number", answer({ AccountIds: [12345678901] })],
    ["an account of eleven digits", answer({ AccountIds: ["12345678901"] })],
    ["no context", { Images: [] }],
    ["an error without a code", { Errors: [{ Details: "Image not found" }] }],
  ])("are none with %s", async (_what, body) => {
    await expect(describeWith(body)).rejects.toMatchObject({ meaning: "ambiguous" });
  });

  it("name the type and the details of an error, and a quota by its type", async () => {
    const error = { Type: "TooManyResources (QuotaExceded)", Details: "No room.", Code: "10042" };
    await expect(
      describeWith({ Errors: [error], ResponseContext: { RequestId: "R-2" } }),
    ).rejects.toMatchObject({
      code: "10042.QuotaExceeded",
      meaning: "quota",
      message: "TooManyResources (QuotaExceded): No room.",
      requestId: "R-2",
    });
  });
});

describe("keys that are refused", () => {
  const meaning = (call: Promise<unknown>) =>
    call.then(
      () => "success",
      (error: VendorError) => `${error.meaning} ${error.code}`,
    );
  /** Many calls at once: reads of different images and regions, the question whose keys these are, a write. */
  const manyCalls = (backend: Awaited<ReturnType<typeof open>>) => [
    ...Array.from({ length: 20 }, (_, index) =>
      backend.describe({ ...target, imageId: `ami-0000000${index % 10}` }, SCOPE, undefined, CALL_OPTIONS),
    ),
    backend.describe({ ...target, region: "us-east-2" }, SCOPE, undefined, CALL_OPTIONS),
    backend.callerAccount("eu-west-2", CALL_OPTIONS),
    backend.listImages("eu-west-2", undefined, CALL_OPTIONS),
    backend.write(target, { add: ["012345678901"], remove: [] }, CALL_OPTIONS),
  ];

  it.each<[string, object]>([
    ["an unknown key", { accessKey: "nobody", secretKey: "the-secret" }],
    ["a wrong secret", { accessKey: "id", secretKey: "another-secret" }],
  ])("by %s are sent once, however many calls are made at once and later", async (_what, section) => {
    const emulator = await start({ credentials: [{ id: "id", secret: "the-secret" }] });
    emulator.putImage(target);
    const backend = await open(new URL(emulator.url), section);
    const ends = await Promise.all(manyCalls(backend).map(meaning));
    expect(new Set(ends)).toEqual(new Set(["auth 1"]));
    expect(emulator.calls()).toHaveLength(1);
    const later = backend.describe(target, SCOPE, undefined, CALL_OPTIONS);
    await expect(later).rejects.toThrow("Not sent again: the vendor has refused these keys in this run");
    expect(emulator.calls()).toHaveLength(1);
  });

  it("only for one action leave the others free", async () => {
    const emulator = await start({ credentials: [{ id: "id", secret: "the-secret" }] });
    emulator.putImage(target);
    emulator.injectFault({ kind: "error", code: "4", status: 401 });
    const backend = await open(new URL(emulator.url));
    expect(await meaning(backend.describe(target, SCOPE, undefined, CALL_OPTIONS))).toBe("auth 4");
    expect(await meaning(backend.describe(target, SCOPE, undefined, CALL_OPTIONS))).toBe("success");
  });

  it("are not refused by an answer that does not come: the next call goes alone", async () => {
    const emulator = await start({ credentials: [{ id: "id", secret: "the-secret" }] });
    emulator.putImage(target);
    emulator.injectFault({ kind: "reset", when: "after" });
    const backend = await open(new URL(emulator.url));
    const ends = await Promise.all(manyCalls(backend).map(meaning));
    expect(ends.filter((end) => end === "ambiguous undefined")).toHaveLength(1);
    expect(ends).toContain("success");
  });
});
