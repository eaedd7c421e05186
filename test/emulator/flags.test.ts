/** The flags of the command, in its process: what users of other languages have instead of options. */
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serviceNames } from "../../src/emulator/names";
import { selfSigned } from "./support/certificate";
import { type Options, someAccounts, tencent } from "./support/clients";
import { running, spawned } from "./support/process";

const IMAGE = "tencentcloud-cvm/ap-guangzhou/img-6pb6lrmy";
const ImageId = "img-6pb6lrmy";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "emulator-flags-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

async function share(port: number, AccountIds: readonly string[], options: Options = {}): Promise<string> {
  const parameters = { ImageId, AccountIds, Permission: "SHARE" };
  const { json } = await tencent({ port }, "ModifyImageSharePermission", parameters, options);
  return json.Response.Error?.Code ?? "ok";
}

it("--key: lets in these keys alone, each for its account, and gives the first one the images", async () => {
  const { output, port } = await running(
    "--image",
    IMAGE,
    "--key",
    "id=first,secret=s1=x,token=t1,tencentcloud=100077770001",
    "--key",
    "id=second,secret=s2,user=ci,tencentcloud=100088880001,alicloud=1888888888888888",
  );
  expect(output.stdout).toContain("image-share:tencentcloud.secretId first\n");
  expect(output.stdout).toContain("image-share:volcengine.sessionToken t1\n");
  const accounts = someAccounts(1);
  expect(await share(port, accounts, { key: { id: "first", secret: "s1=x", token: "t1" } })).toBe("ok");
  expect(await share(port, accounts, { key: { id: "second", secret: "s2" } })).toBe(
    "UnauthorizedOperation.ImageNotBelongToAccount",
  );
  expect(await share(port, accounts)).toBe("AuthFailure.SecretIdNotFound");
});

it("--quota: takes the vendor's figure away for a service, and for one image", async () => {
  const args = ["--quota", "tencentcloud-cvm=1", "--quota", "tencentcloud-cvm/ap-guangzhou/img-6pb6lrmy=2"];
  const { port } = await running(...args);
  expect(await share(port, someAccounts(3))).toBe("OverQuota");
  expect(await share(port, someAccounts(2))).toBe("ok");
});

it("--state: keeps the images from one run to the next, and seeds only what is not there", async () => {
  const state = join(folder, "state.json");
  const first = await running("--state", state);
  expect(await share(first.port, someAccounts(1))).toBe("ok");
  first.child.kill("SIGKILL");
  await once(first.child, "exit");
  const other = "alicloud-ens/m-other";
  const second = await running("--state", state, "--image", IMAGE, "--image", other);
  expect(second.output.stdout).toContain("  volcengine-ecs/cn-beijing/image-ebgy1og99tfct0gw  available\n");
  expect(second.output.stdout).toContain(`  ${other}  Available\n`);
  const { images } = JSON.parse(readFileSync(state, "utf8"));
  expect(images).toHaveLength(serviceNames.length + 1);
  expect(images).toContainEqual(expect.objectContaining({ imageId: ImageId, accounts: someAccounts(1) }));
});

it("--tls-port: listens by TLS as well, and says where", async () => {
  const { cert, key } = selfSigned();
  const files = [join(folder, "cert.pem"), join(folder, "key.pem")] as const;
  writeFileSync(files[0], cert);
  writeFileSync(files[1], key);
  const flags = ["--tls-port", "0", "--tls-cert", files[0], "--tls-key", files[1]];
  const { output } = await running(...flags);
  expect(output.stdout).toMatch(/^and, by TLS, on https:\/\/127\.0\.0\.1:\d+$/m);
});

it.each([
  [["--key", "id=a"], "both id=<id> and secret=<secret>"],
  [["--key", "id=a,secret=b,c"], "each once"],
  [["--key", "id=a,secret=b,id=c"], "each once"],
  [["--key", "id=a,secret=b,azure=1"], "each once"],
  [["--key", "id=a,secret=b,alicloud=me"], "5 to 20 digits"],
  [["--key", "id=a,secret=b", "--key", "id=a,secret=c"], 'two credentials have the ID "a"'],
  [["--quota", "tencentcloud-cvm"], "<service>=<accounts>"],
  [["--quota", "tencentcloud-cvm=many"], "whole number"],
  [["--quota", "azure-gallery=1"], '"azure-gallery" is neither a service nor an image'],
  [["--state", "/nowhere/state.json"], "the state file /nowhere/state.json cannot be written"],
  [["--tls-port", "0"], "--tls-port, --tls-cert and --tls-key"],
  [["--tls-cert", "cert.pem"], "--tls-port, --tls-cert and --tls-key"],
  [
    ["--tls-port", "0", "--tls-cert", "/nowhere/c", "--tls-key", "/nowhere/k"],
    "--tls-cert /nowhere/c cannot be read",
  ],
])("refuses %j in one line, without what is secret", async (args, message) => {
  const { child, output } = spawned("--port", "0", ...args);
  expect(await once(child, "exit")).toEqual([1, null]);
  expect(output.stderr).toContain(message);
  expect(output.stderr.trim()).not.toContain("\n");
});

it.each([
  ["openstack-glance/RegionOne/ec470585-cd38-4279-9c18-f1cf56f5aaa3", "93f048e385f744ff9c84236b677ce396"],
  ["aws-ec2/eu-central-1/ami-0123456789abcdef0", "012345678901"],
])("--image %s: the greeting shares it with an account as its cloud's look", async (image, account) => {
  const { output } = await running("--image", image);
  expect(output.stdout).toContain(`"accounts":["${account}"]`);
});
