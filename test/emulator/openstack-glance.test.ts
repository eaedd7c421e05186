/** Glance and Keystone as a real Glance 33.0.0 and a real Keystone 30.0.0 answered: statuses, bodies, and who sees what. */
import type { Emulator } from "../../src/emulator";
import { glance, logIn, tokenOf } from "./support/openstack";
import { start } from "./support/start";

const imageId = "ec470585-cd38-4279-9c18-f1cf56f5aaa3";
const target = { service: "openstack-glance", region: "RegionOne", imageId } as const;
const members = `/images/${imageId}/members`;
const [owner, receiver] = ["0e000000000000000000000000000001", "0e000000000000000000000000000002"];
const theirs = { id: "receiver", secret: "receiver-secret" };

let emulator: Emulator;
let now = Date.now();

beforeEach(async () => {
  now = Date.now();
  emulator = await start({
    rateLimits: false,
    strict: true,
    clock: { now: () => now },
    credentials: [
      { id: "emulator", secret: "emulator-secret" },
      { ...theirs, accounts: { openstack: receiver } },
      { id: "bearer", secret: "unused", token: "a-token" },
    ],
  });
  emulator.putImage(target);
});

const add = (member: unknown) => glance(emulator, "POST", members, { member });
const listed = async (options?: Parameters<typeof glance>[4]) =>
  JSON.parse((await glance(emulator, "GET", members, undefined, options)).body);
const said = ({ status, body }: { status: number; body: string }) => [status, JSON.parse(body).message];

describe("members", () => {
  it("of any text are added one by one, and are pending", async () => {
    for (const member of [receiver, owner, "a name", "x".repeat(300)]) {
      expect((await add(member)).status).toBe(200);
    }
    const { members: all } = await listed();
    expect(all).toMatchObject([{ member_id: receiver, image_id: imageId, status: "pending" }, {}, {}, {}]);
    expect((await glance(emulator, "DELETE", `${members}/a%20name`)).status).toBe(204);
    expect(emulator.accounts(target)).toHaveLength(3);
  });

  it("are refused twice, empty, absent, and beyond the operator's quota", async () => {
    await add(receiver);
    expect(said(await add(receiver))).toEqual([
      409,
      `Member ${receiver} is duplicated for image ${imageId}<br /><br />\n\n\n`,
    ]);
    expect(said(await add(""))[0]).toBe(400);
    expect(said(await glance(emulator, "DELETE", `${members}/p2`))).toEqual([
      404,
      `p2 not found in the member list of the image ${imageId}.<br /><br />\n\n\n`,
    ]);
    emulator.configure({ quotas: { "openstack-glance": 1 } });
    expect(said(await add(owner))).toEqual([413, expect.stringContaining("Attempted: 2, Maximum: 1")]);
  });

  it("are 128 at most, unless the operator says otherwise", async () => {
    emulator.share(
      target,
      Array.from({ length: 128 }, (_, index) => `p${index}`),
    );
    expect(said(await add("p128"))).toEqual([413, expect.stringContaining("Attempted: 129, Maximum: 128")]);
  });

  it("see themselves alone, and manage nobody", async () => {
    emulator.share(target, [receiver, "p2"]);
    expect((await listed({ key: theirs })).members).toMatchObject([{ member_id: receiver }]);
    const asReceiver = { key: theirs };
    const refused = [
      await glance(emulator, "POST", members, { member: "p3" }, asReceiver),
      await glance(emulator, "DELETE", `${members}/${receiver}`, undefined, asReceiver),
    ];
    expect(refused.map(said)).toEqual([
      [403, expect.stringContaining("not authorized to complete add_member action")],
      [403, expect.stringContaining("not authorized to complete delete_member action")],
    ]);
    emulator.unshare(target, [receiver]);
    expect((await glance(emulator, "GET", members, undefined, asReceiver)).status).toBe(404);
  });

  it.each([{ refuses: "private" }, { refuses: "community" }, { public: true }])(
    "are neither listed nor changed while the image is %j, and are there again when it is shared",
    async (visibility) => {
      emulator.putImage({ ...target, ...visibility, accounts: [receiver] });
      expect(said(await glance(emulator, "GET", members))).toEqual([
        403,
        expect.stringContaining("Only shared images have members"),
      ]);
      expect(said(await add("p2"))).toEqual([403, expect.stringContaining("Not allowed to create members")]);
      expect(said(await glance(emulator, "DELETE", `${members}/${receiver}`))[0]).toBe(403);
      expect(emulator.accounts(target)).toEqual([receiver]);
    },
  );
});

describe("images", () => {
  it("that are not there are named, in JSON for those who ask for it and in HTML for all others", async () => {
    const path = "/images/00000000-0000-4000-8000-000000000000/members";
    const [json, html] = [
      await glance(emulator, "GET", path),
      await glance(emulator, "GET", path, undefined, { accept: "*/*" }),
    ];
    expect(JSON.parse(json.body)).toEqual({
      message: "Image 00000000-0000-4000-8000-000000000000 not found.<br /><br />\n\n\n",
      code: "404 Not Found",
      title: "Not Found",
    });
    expect(html.body).toContain(
      "<h1>404 Not Found</h1>\n  Image 00000000-0000-4000-8000-000000000000 not found.",
    );
    expect(html.headers["x-openstack-request-id"]).toMatch(/^req-/);
  });

  it("of another region, and paths that are none of the API's, are not found", async () => {
    expect((await glance(emulator, "GET", members, undefined, { region: "RegionTwo" })).status).toBe(404);
    for (const path of ["/nothing", `/images/${imageId}/nothing`, `${members}/a/b`]) {
      expect(said(await glance(emulator, "GET", path))).toEqual([
        404,
        expect.stringContaining("The resource could not be found."),
      ]);
    }
  });
});

describe("a login", () => {
  const password = (secret: string, project: unknown) =>
    logIn(
      emulator,
      {
        methods: ["password"],
        password: { user: { name: "receiver", domain: { id: "default" }, password: secret } },
      },
      { project },
    );

  it("by password, application credential or token is for the project of the key", async () => {
    const byPassword = await password(theirs.secret, { id: receiver });
    expect(byPassword.status).toBe(201);
    expect(JSON.parse(byPassword.body).token).toMatchObject({
      project: { id: receiver },
      catalog: [{ type: "identity" }, { type: "image" }],
    });
    const byToken = await logIn(emulator, { methods: ["token"], token: { id: "a-token" } });
    expect(JSON.parse(byToken.body).token.project.id).toBe(owner);
    const token = await tokenOf(emulator, theirs);
    expect((await glance(emulator, "GET", "/images", undefined, { token })).status).toBe(200);
  });

  it("is refused with a wrong secret, for another project, and with an unknown credential", async () => {
    const message = "The request you have made requires authentication.";
    expect(JSON.parse((await password("wrong", { id: receiver })).body)).toEqual({
      error: { code: 401, message, title: "Unauthorized" },
    });
    expect((await password(theirs.secret, { id: owner })).status).toBe(401);
    const unknown = await logIn(emulator, {
      methods: ["application_credential"],
      application_credential: { id: "nope", secret: "x" },
    });
    expect(JSON.parse(unknown.body).error).toMatchObject({
      code: 404,
      message: "Could not find Application Credential: nope.",
    });
    expect((await logIn(emulator, {})).status).toBe(400);
  });

  it("gives a token that ends, and that nobody can make or change", async () => {
    emulator.configure({ tokenSeconds: 60 });
    const token = await tokenOf(emulator, theirs);
    const statusOf = async (one: string) =>
      (await glance(emulator, "GET", "/images", undefined, { token: one })).status;
    expect(await statusOf(token)).toBe(200);
    expect(await statusOf(`${token.slice(0, -1)}_`)).toBe(401);
    expect(await statusOf("gAAAAAB")).toBe(401);
    now += 61_000;
    expect(await statusOf(token)).toBe(401);
  });
});
