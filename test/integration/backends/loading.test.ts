import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { everySubject } from "../../support/services";

const repository = join(__dirname, "../../..");

/** The packages that a fresh process has loaded after it ran the code, without those that are not asked for. */
function loadedBy(code: string, asked: RegExp): string[] {
  const report = `
    const packages = Object.keys(require.cache).map((file) => /.*node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(file)?.[1]);
    console.log(JSON.stringify([...new Set(packages)].filter(Boolean).sort()));
  `;
  const script = `(async () => { ${code}; ${report} })()`;
  const output = execFileSync(process.execPath, ["-e", script], { cwd: repository, encoding: "utf8" });
  const packages: readonly string[] = JSON.parse(output);
  return packages.filter((name) => asked.test(name));
}

/** The vendors' SDKs among them. */
function sdksLoadedBy(code: string): string[] {
  const names = loadedBy(code, /^(@alicloud|@aws-sdk|@smithy|@volcengine|tencentcloud-sdk-nodejs)/);
  return [...new Set(names.map((name) => name.split("/")[0] ?? ""))];
}

const opening = (service: string, credentials: unknown) => `
  const { findService } = require("./dist/backends/registry.js");
  await findService("${service}").open({ credentials: ${JSON.stringify(credentials)}, endpoint: undefined });
`;

/** A call that is answered, by a vendor that answers everything alike. */
const calling = (service: string, credentials: unknown, imageId: string) => `
  const { findService } = require("./dist/backends/registry.js");
  const asked = [];
  const server = require("node:http").createServer((request, response) => {
    asked.push(request.headers.authorization);
    response.writeHead(400).end("{}");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = new URL("http://127.0.0.1:" + server.address().port);
  const backend = await findService("${service}").open({ credentials: ${JSON.stringify(credentials)}, endpoint });
  const options = { timeoutMs: 5_000, signal: new AbortController().signal, acquire: async () => undefined };
  const target = { service: "${service}", region: "cn-beijing", imageId: "${imageId}" };
  const write = backend.write(target, { add: ["1234567890123456"], remove: [] }, options);
  const error = await write.catch((reason) => reason);
  if (error.name !== "VendorError" || !asked[0]?.includes("HMAC-SHA256")) throw error;
  server.closeAllConnections();
  server.close();
`;

/** OpenStack's requests are not signed, and need no SDK. */
const cases = everySubject
  .filter(({ sdk }) => sdk !== "")
  .map(({ target, section, sdk }) => ({
    service: target.service,
    credentials: section({ id: "id", secret: "secret" }),
    sdk,
  }));

describe("the vendors' SDKs", () => {
  it("the vendors' SDKs are not loaded by programs, nor by the provider before a resource needs one", () => {
    expect(sdksLoadedBy(`require("./dist/index.js")`)).toEqual([]);
    expect(sdksLoadedBy(`require("./dist/provider/dynamic/handle.js")`)).toEqual([]);
  });

  it("programs load no dependency but Pulumi's own SDK, which they have loaded anyway", () => {
    const ofPulumi = loadedBy(`require("@pulumi/pulumi")`, /./);
    expect(ofPulumi).toContain("@pulumi/pulumi");
    expect(loadedBy(`require("@pulumi/pulumi"); require("./dist/index.js")`, /./)).toEqual(ofPulumi);
  });

  it.each(cases)(
    "the vendors' SDKs are loaded one at a time: $service needs one",
    ({ service, credentials, sdk }) => {
      expect(sdksLoadedBy(opening(service, credentials))).toEqual([sdk]);
    },
  );

  it.each(cases)(
    "sign a call to $service, and send nothing: no HTTP client of theirs is loaded",
    ({ service, credentials, sdk }) => {
      const code = calling(service, credentials, "m-1");
      expect(sdksLoadedBy(code)).toEqual([sdk]);
      expect(loadedBy(code, /^(axios|node-fetch)$/)).toEqual([]);
    },
  );

  it.each(everySubject.filter(({ sdk }) => sdk === ""))(
    "the vendors' SDKs are not loaded for $target.service, which needs none",
    ({ target, section }) => {
      const credentials = section({ id: "id", secret: "secret" });
      expect(sdksLoadedBy(opening(target.service, credentials))).toEqual([]);
    },
  );

  it("the vendors' SDKs that bring an HTTP client are recognised by it", () => {
    const sdk = `require("@volcengine/openapi"); require("tencentcloud-sdk-nodejs/tencentcloud/common/credential")`;
    expect(loadedBy(sdk, /^(axios|node-fetch)$/)).toEqual(["axios", "node-fetch"]);
  });
});

describe("what Node.js compiles", () => {
  const cacheAfter = (file: string) => {
    const script = `require("${file}"); console.log(require("node:module").getCompileCacheDir() !== undefined)`;
    const node = join(repository, "node_modules/.bin/node");
    return execFileSync(node, ["-e", script], { cwd: repository, encoding: "utf8" }).trim();
  };

  it("is kept for the next process by the provider, and not by programs, whose process is their own", () => {
    expect(cacheAfter("./dist/provider/dynamic/handle.js")).toBe("true");
    expect(cacheAfter("./dist/index.js")).toBe("false");
  });
});
