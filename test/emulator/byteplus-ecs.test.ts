/** BytePlus's API is Volcengine's, whose tests are its tests; here is what tells the two apart. */

import { Agent } from "node:http";
import { connect } from "node:net";
import Service from "@volcengine/openapi/lib/base/service";
import type { Emulator } from "../../src/emulator";
import { byteplus, numbered, volcengine } from "./support/clients";
import { start } from "./support/start";

const IMAGE = {
  service: "byteplus-ecs",
  region: "ap-southeast-1",
  imageId: "image-ebgy1og99tfct0gw",
} as const;
const NAMESAKE = { ...IMAGE, service: "volcengine-ecs" } as const;
const parameters = { ImageId: IMAGE.imageId, ...numbered("AddAccounts", ["2100051234"]) };

let emulator: Emulator;

beforeEach(async () => {
  emulator = await start();
  emulator.putImage(IMAGE);
  emulator.putImage(NAMESAKE);
});

describe("BytePlus and Volcengine", () => {
  it.each([
    "ecs.ap-southeast-1.byteplusapi.com",
    "open.ap-southeast-1.byteplusapi.com",
    "ecs.ap-southeast-1.byteplus-api.com",
    "ecs.cn-beijing.byteplusapi.com.cn",
    "ecs.ap-southeast-1.byteplusapi.com:443",
  ])("have images of their own, which the host tells apart: %s is BytePlus's", async (host) => {
    expect(await byteplus(emulator, "ModifyImageSharePermission", parameters, { host })).toMatchObject({
      status: 200,
    });
    expect(emulator.accounts(IMAGE)).toEqual(["2100051234"]);
    expect(emulator.accounts(NAMESAKE)).toEqual([]);
    expect(emulator.calls({ service: "byteplus-ecs" })).toMatchObject([
      { cloud: "byteplus", region: IMAGE.region },
    ]);
  });

  it.each(["ecs.ap-southeast-1.volcengineapi.com", "open.volcengineapi.com", undefined])(
    "are told apart by the host: %s is Volcengine's",
    async (host) => {
      const place = host === undefined ? {} : { host };
      await volcengine(emulator, "ModifyImageSharePermission", parameters, {
        region: IMAGE.region,
        ...place,
      });
      expect(emulator.accounts(NAMESAKE)).toEqual(["2100051234"]);
      expect(emulator.accounts(IMAGE)).toEqual([]);
    },
  );

  it("have accounts of their own, one of which a key acts for in each", async () => {
    const owners = emulator.images().map(({ service, owner }) => [service, owner]);
    expect(owners).toEqual([
      ["byteplus-ecs", "2199990011"],
      ["volcengine-ecs", "2199990001"],
    ]);
  });

  it("do not answer for each other's services", async () => {
    const reply = await byteplus(
      emulator,
      "GetCallerIdentity",
      {},
      {
        sts: true,
        host: "ecs.ap-southeast-1.byteplusapi.com",
      },
    );
    expect(reply).toMatchObject({
      status: 404,
      json: { ResponseMetadata: { Error: { Code: "InvalidActionOrVersion" } } },
    });
  });
});

/** Volcengine's SDK: BytePlus has none for Node.js that calls ECS. */
it("BytePlus is called by Volcengine's SDK at BytePlus's host", async () => {
  const httpAgent = Object.assign(new Agent(), {
    createConnection: () => connect(emulator.port, "127.0.0.1"),
  });
  const { id, secret } = emulator.credentials;
  const ecs = new Service({
    accessKeyId: id,
    secretKey: secret,
    region: IMAGE.region,
    host: `ecs.${IMAGE.region}.byteplusapi.com`,
    protocol: "http:",
    serviceName: "ecs",
    defaultVersion: "2020-04-01",
  });
  const call = (Action: string, query: Record<string, string>) =>
    ecs.fetchOpenAPI({ Action, method: "GET", query, httpAgent });
  await call("ModifyImageSharePermission", parameters);
  const shared = await call("DescribeImageSharePermission", { ImageId: IMAGE.imageId });
  expect(shared.Result).toMatchObject({ Accounts: [{ AccountId: "2100051234" }], TotalCount: 1 });
  expect(emulator.accounts(IMAGE)).toEqual(["2100051234"]);
});

it("a role of BytePlus is told from one of Volcengine by what is said of it", async () => {
  const arn = "trn:iam::2199990012:role/deploy";
  const roles = [{ arn, cloud: "byteplus" as const }];
  const user = { id: "user", secret: "s", user: "ci" };
  emulator = await start({ roles, credentials: [user] });
  const asked = { RoleTrn: arn, RoleSessionName: "ci" };
  expect((await byteplus(emulator, "AssumeRole", asked, { sts: true, key: user })).status).toBe(200);
  const elsewhere = await volcengine(emulator, "AssumeRole", asked, { sts: true, key: user });
  expect(elsewhere.json.ResponseMetadata.Error.Code).toBe("RoleNotExist");
});
