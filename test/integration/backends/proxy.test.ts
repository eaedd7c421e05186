/** Which proxy the environment names, as curl and Go read it. */
import { proxyFor } from "../../../src/backends/proxy";
import { ConfigurationError } from "../../../src/core/errors";

const ECS = "ecs-cn-hangzhou.aliyuncs.com";

function addressFor(environment: Record<string, string>, host = ECS): string | undefined {
  return proxyFor(host, environment)?.url.href;
}

function refusalFor(environment: Record<string, string>): string {
  try {
    proxyFor(ECS, environment);
  } catch (error) {
    if (error instanceof ConfigurationError) return `${error.topic}: ${error.message}`;
    throw error;
  }
  throw new Error("the proxy was taken");
}

describe("the proxy", () => {
  it.each([
    ["HTTPS_PROXY", { HTTPS_PROXY: "http://p:1" }, "http://p:1/"],
    ["the lower case first", { https_proxy: "http://low:1", HTTPS_PROXY: "http://up:1" }, "http://low:1/"],
    ["the first that is not empty", { https_proxy: "", HTTPS_PROXY: "http://up:1" }, "http://up:1/"],
    ["ALL_PROXY last", { ALL_PROXY: "http://all:1", HTTPS_PROXY: "http://p:1" }, "http://p:1/"],
    ["ALL_PROXY alone", { all_proxy: "http://all:1" }, "http://all:1/"],
    ["plain HTTP without a scheme", { HTTPS_PROXY: "proxy.corp:3128" }, "http://proxy.corp:3128/"],
    [
      "a proxy that is spoken to by TLS",
      { HTTPS_PROXY: "https://proxy.corp:3129" },
      "https://proxy.corp:3129/",
    ],
    ["a user name and a password", { HTTPS_PROXY: "http://u:p@h:1" }, "http://u:p@h:1/"],
    ["blanks around it", { HTTPS_PROXY: " http://p:1 " }, "http://p:1/"],
  ])("takes %s", (_what, environment, address) => {
    expect(addressFor(environment)).toBe(address);
  });

  it.each([
    ["no variable", {}],
    ["npm's own configuration", { npm_config_https_proxy: "http://npm:1", npm_config_proxy: "http://npm:1" }],
    ["HTTP_PROXY, which is for plain requests", { HTTP_PROXY: "http://p:1", http_proxy: "http://p:1" }],
  ])("takes none from %s", (_what, environment) => {
    expect(addressFor(environment as Record<string, string>)).toBeUndefined();
  });

  it.each([
    "aliyuncs.com",
    ".aliyuncs.com",
    "*.aliyuncs.com",
    "AliyunCS.com",
    "aliyuncs.com.",
    ECS,
    "*",
    "localhost, aliyuncs.com",
    "localhost aliyuncs.com",
    "aliyuncs.com:443",
  ])("the proxy is passed by where NO_PROXY is %s", (entry) => {
    expect(addressFor({ HTTPS_PROXY: "http://p:1", NO_PROXY: entry })).toBeUndefined();
    expect(addressFor({ HTTPS_PROXY: "http://p:1", no_proxy: entry, NO_PROXY: "other.com" })).toBeUndefined();
  });

  it.each(["yuncs.com", "aliyuncs.com:80", "com.aliyuncs", "", ",", ".", "127.0.0.1", "10.0.0.0/8"])(
    "the proxy is taken where NO_PROXY is %p",
    (entry) => {
      expect(addressFor({ HTTPS_PROXY: "http://p:1", NO_PROXY: entry })).toBe("http://p:1/");
    },
  );

  it.each(["socks5", "socks5h", "socks4", "ftp"])(
    "the proxy by %s:// is refused by name, with the host",
    (scheme) => {
      expect(refusalFor({ ALL_PROXY: `${scheme}://user:hush@127.0.0.1:1080` })).toBe(
        `proxy: ALL_PROXY names a proxy by ${scheme}://, which is not supported: write http://<host>:<port>, or name ` +
          `the host ${ECS} in NO_PROXY`,
      );
    },
  );

  it("the proxy that is no address is refused without being repeated, since it may hold a password", () => {
    const said = refusalFor({ HTTPS_PROXY: "http://user:hush@:x" });
    expect(said).toBe("proxy: HTTPS_PROXY is not the address of a proxy: write http://<host>:<port>");
  });
});

it("is named without its password", () => {
  expect(proxyFor(ECS, { HTTPS_PROXY: "http://u:hush@127.0.0.1:3128" })?.name).toBe(
    "The proxy 127.0.0.1:3128 (HTTPS_PROXY)",
  );
});
