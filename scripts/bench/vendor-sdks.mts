/** The vendors' SDKs as they come, with nothing of this package around them. */
import { Agent } from "node:http";
import type { ServiceName } from "pulumi-image-share/emulator";

/** A call as the emulator logged it. */
export interface LoggedCall {
  readonly service: ServiceName;
  readonly region: string | undefined;
  readonly action: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface Access {
  readonly endpoint: string;
  readonly id: string;
  readonly secret: string;
}

export type SendCall = (call: LoggedCall) => Promise<unknown>;

/** Loads the SDK of one service. */
export async function sdkOf(service: ServiceName, access: Access): Promise<SendCall> {
  if (service === "tencentcloud-cvm") return tencentcloud(access);
  return service === "volcengine-ecs" ? volcengine(access) : alicloud(service, access);
}

async function tencentcloud({ endpoint, id, secret }: Access): Promise<SendCall> {
  const { default: cvm } = await import(
    "tencentcloud-sdk-nodejs/tencentcloud/services/cvm/v20170312/cvm_client.js"
  );
  const httpProfile = { endpoint, protocol: "http://", agent: new Agent({ keepAlive: true }) } as const;
  const credential = { secretId: id, secretKey: secret };
  return ({ region = "", action, parameters }) =>
    new cvm.Client({ credential, region, profile: { httpProfile } }).request(action, parameters);
}

const alicloudVersions: Partial<Record<ServiceName, string>> = {
  "alicloud-ens": "2017-11-10",
  "alicloud-ecs": "2014-05-26",
  "alicloud-swas": "2020-06-01",
};

async function alicloud(service: ServiceName, { endpoint, id, secret }: Access): Promise<SendCall> {
  const { default: sdk } = await import("@alicloud/openapi-client");
  const credentials = { accessKeyId: id, accessKeySecret: secret };
  const client = new sdk.default(new sdk.Config({ ...credentials, endpoint, protocol: "http" }));
  const style = { pathname: "/", method: "POST", authType: "AK", style: "RPC", protocol: "HTTP" };
  const bodies = { reqBodyType: "formData", bodyType: "json" };
  const version = alicloudVersions[service] ?? "";
  const runtime = { keepAlive: true } as unknown as Parameters<typeof client.callApi>[2];
  return ({ action, parameters }) => {
    const params = new sdk.Params({ ...style, ...bodies, action, version });
    return client.callApi(params, new sdk.OpenApiRequest({ query: textsIn(parameters) }), runtime);
  };
}

async function volcengine({ endpoint, id, secret }: Access): Promise<SendCall> {
  const { default: sdk } = await import("@volcengine/openapi/lib/base/service.js");
  const httpAgent = new Agent({ keepAlive: true });
  const keys = { accessKeyId: id, secretKey: secret };
  const place = { host: endpoint, protocol: "http:", serviceName: "ecs", defaultVersion: "2020-04-01" };
  return async ({ region = "", action, parameters }) => {
    const request = { Action: action, method: "GET", query: textsIn(parameters), httpAgent } as const;
    const answer = await new sdk.default({ ...keys, ...place, region }).fetchOpenAPI(request);
    const problem = answer.ResponseMetadata.Error;
    if (problem !== undefined) throw new Error(`${action}: ${problem.Code} ${problem.Message}`);
    return answer;
  };
}

/** A token that makes a write happen once would make its repetition do nothing. */
function textsIn(parameters: Readonly<Record<string, unknown>>): Record<string, string> {
  const { ClientToken: _, ...others } = parameters;
  return Object.fromEntries(Object.entries(others).map(([name, value]) => [name, String(value)]));
}
