import { Connections } from "../../../src/app/connections";
import { type Emulator, startEmulator } from "../../../src/emulator";

const key = { id: "LTAIconnections", secret: "secret-of-the-connections", user: "ci" };
const roleArn = "acs:ram::199000000000000001:role/deploy";
const services = ["alicloud-ecs", "alicloud-ens", "alicloud-swas"];

let emulator: Emulator;
let time = 0;
afterEach(() => emulator.close());

function connections(role: string): Connections {
  const section = { accessKeyId: key.id, accessKeySecret: key.secret, roleArn: role };
  const values: Record<string, string> = {
    "image-share:endpoint": emulator.url,
    "image-share:alicloud": JSON.stringify(section),
    "image-share:profiles": JSON.stringify({ prod: { alicloud: section } }),
  };
  return new Connections({ keys: Object.keys(values), get: (name) => values[name] }, () => time);
}

beforeEach(async () => {
  time = 0;
  emulator = await startEmulator({ credentials: [key], roles: [{ arn: roleArn }] });
});

const searches = () => emulator.calls({ action: "AssumeRole" }).length;

it("find keys once for all services of a cloud, and once for each profile", async () => {
  const opened = connections(roleArn);
  const keys = await Promise.all(
    services.map(async (service) => (await opened.open(service, undefined)).keys),
  );
  expect(new Set(keys).size).toBe(1);
  expect(searches()).toBe(1);
  await Promise.all(services.map((service) => opened.open(service, "prod")));
  expect(searches()).toBe(2);
});

it("do not repeat a search that failed for every image of a stack, and repeat it after some seconds", async () => {
  const opened = connections(roleArn.replace("deploy", "none"));
  const refused = expect.objectContaining({ topic: "credentials" });
  for (const service of [...services, ...services]) {
    await expect(opened.open(service, undefined)).rejects.toEqual(refused);
  }
  expect(searches()).toBe(1);
  time = 5_000;
  await expect(opened.open("alicloud-ecs", undefined)).rejects.toEqual(refused);
  expect(searches()).toBe(2);
});

it("count the calls of the same keys together, wherever their endpoint is written, and those of another place apart", async () => {
  const keys = { accessKeyId: key.id, accessKeySecret: key.secret };
  const values: Record<string, string> = {
    "image-share:endpoint": emulator.url,
    "image-share:alicloud": JSON.stringify(keys),
    "image-share:profiles": JSON.stringify({
      same: { alicloud: { ...keys, endpoint: emulator.url } },
      other: { alicloud: { ...keys, endpoint: "http://127.0.0.1:1" } },
      others: { alicloud: { ...keys, accessKeyId: "LTAIothers" } },
    }),
  };
  const opened = new Connections({ keys: [], get: (name) => values[name] });
  const principal = async (profile?: string) => (await opened.open("alicloud-ecs", profile)).principal;
  const [stack, same, other, others] = await Promise.all([
    principal(),
    principal("same"),
    principal("other"),
    principal("others"),
  ]);
  expect(same).toBe(stack);
  expect(new Set([stack, other, others]).size).toBe(3);
});

it("name accounts from one table, which is not made again for every line", () => {
  const values: Record<string, string> = {
    "image-share:accountNames": JSON.stringify({ "100000000001": "acme", nobody: "not an account" }),
  };
  const named = new Connections({ keys: Object.keys(values), get: (name) => values[name] });
  expect(named.accountLabels).toEqual({ "100000000001": "acme" });
  expect(named.accountLabels).toBe(named.accountLabels);
});
