/** The vendors' SDKs as they come, with nothing of this package around them. */
import { Agent } from "node:http";
import { connect } from "node:net";
import type { CloudName, ServiceName } from "pulumi-image-share/emulator";
import { subjects } from "../../test/support/services/index.ts";

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

/** AWS's client is not among the packages here: 28 MB for one comparison. OpenStack has none for Node. */
const sdks: Readonly<Partial<Record<CloudName, (version: string, access: Access) => Promise<SendCall>>>> = {
  alicloud,
  tencentcloud,
  volcengine,
  byteplus: (version, access) => volcengine(version, access, "ecs.ap-southeast-1.byteplusapi.com"),
};

/** Loads the SDK of one service. */
export function sdkOf(service: ServiceName, access: Access): Promise<SendCall> {
  const { cloud, version } = subjects[service];
  const load = sdks[cloud];
  if (load === undefined) throw new Error(`no SDK of ${cloud} to compare with`);
  return load(version, access);
}

async function tencentcloud(version: string, { endpoint, id, secret }: Access): Promise<SendCall> {
  const { default: sdk } = await import("tencentcloud-sdk-nodejs/tencentcloud/common/common_client.js");
  const httpProfile = { endpoint, protocol: "http://", agent: new Agent({ keepAlive: true }) } as const;
  const credential = { secretId: id, secretKey: secret };
  return ({ region = "", action, parameters }) =>
    new sdk.CommonClient(endpoint, version, { credential, region, profile: { httpProfile } }).request(
      action,
      parameters,
    );
}

async function alicloud(version: string, { endpoint, id, secret }: Access): Promise<SendCall> {
  const { default: sdk } = await import("@alicloud/openapi-client");
  const credentials = { accessKeyId: id, accessKeySecret: secret };
  const client = new sdk.default(new sdk.Config({ ...credentials, endpoint, protocol: "http" }));
  const style = { pathname: "/", method: "POST", authType: "AK", style: "RPC", protocol: "HTTP" };
  const bodies = { reqBodyType: "formData", bodyType: "json" };
  const runtime = { keepAlive: true } as unknown as Parameters<typeof client.callApi>[2];
  return ({ action, parameters }) => {
    const params = new sdk.Params({ ...style, ...bodies, action, version });
    return client.callApi(params, new sdk.OpenApiRequest({ query: textsIn(parameters) }), runtime);
  };
}

/** @param host that the request is to name, where the address alone says too little */
async function volcengine(
  version: string,
  { endpoint, id, secret }: Access,
  host = endpoint,
): Promise<SendCall> {
  const { default: sdk } = await import("@volcengine/openapi/lib/base/service.js");
  const { hostname, port } = new URL(`http://${endpoint}`);
  const httpAgent = Object.assign(new Agent({ keepAlive: true }), {
    createConnection: () => connect(Number(port), hostname),
  });
  const keys = { accessKeyId: id, secretKey: secret };
  const place = { host, protocol: "http:", serviceName: "ecs", defaultVersion: version };
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
