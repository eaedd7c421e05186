import { execFileSync } from "node:child_process";
import { join } from "node:path";

const repository = join(__dirname, "../../..");

/** What a fresh process has loaded of the vendors' SDKs after it ran the code. */
function sdksLoadedBy(code: string): string[] {
  const report = `
    const vendors = Object.keys(require.cache).map((file) => /node_modules\\/(@alicloud|@volcengine|tencentcloud-sdk-nodejs)/.exec(file)?.[1]);
    console.log(JSON.stringify([...new Set(vendors.filter(Boolean))].sort()));
  `;
  const script = `(async () => { ${code}; ${report} })()`;
  return JSON.parse(execFileSync(process.execPath, ["-e", script], { cwd: repository, encoding: "utf8" }));
}

const opening = (service: string, credentials: unknown) => `
  const { findService } = require("./dist/backends/registry.js");
  await findService("${service}").open({ credentials: ${JSON.stringify(credentials)}, endpoint: undefined });
`;

const alicloud = { accessKeyId: "id", accessKeySecret: "secret" };

describe("the vendors' SDKs", () => {
  it("are not loaded by programs, nor by the provider before a resource needs one", () => {
    expect(sdksLoadedBy(`require("./dist/index.js")`)).toEqual([]);
    expect(sdksLoadedBy(`require("./dist/provider/dynamic/handle.js")`)).toEqual([]);
  });

  it.each([
    ["alicloud-ens", alicloud, "@alicloud"],
    ["alicloud-ecs", alicloud, "@alicloud"],
    ["alicloud-swas", alicloud, "@alicloud"],
    ["tencentcloud-cvm", { secretId: "id", secretKey: "secret" }, "tencentcloud-sdk-nodejs"],
    ["volcengine-ecs", { accessKeyId: "id", secretKey: "secret" }, "@volcengine"],
  ])("are loaded one at a time: %s needs one", (service, credentials, sdk) => {
    expect(sdksLoadedBy(opening(service, credentials))).toEqual([sdk]);
  });
});
