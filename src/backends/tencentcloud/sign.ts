/** Requests to Tencent Cloud, with parameters as JSON, signed by the vendor's signer. */
import { sdkVersion } from "tencentcloud-sdk-nodejs/tencentcloud/common/sdk_version";
import Signer from "tencentcloud-sdk-nodejs/tencentcloud/common/sign";
import type { Keys } from "../../core/cloud-access";
import type { Api, ApiRequest } from "../api-client";
import type { HttpRequest } from "../http";

type Signed = Omit<HttpRequest, "host">;

const method = "POST";
const contentType = { "Content-Type": "application/json" };

export function sign(request: ApiRequest, api: Api, { id, secret, token }: Keys): Signed {
  const { host } = request;
  const timestamp = timestampNow();
  const unsigned = requestFor(request, api, timestamp);
  const authorization = Signer.sign3({
    method,
    url: `https://${host}/`,
    payload: Buffer.from(unsigned.body),
    timestamp,
    service: host.split(".")[0] ?? "",
    secretId: id,
    secretKey: secret,
    multipart: false,
    boundary: "",
    headers: contentType,
  });
  const headers = {
    ...unsigned.headers,
    Authorization: authorization,
    ...(token === undefined ? {} : { "X-TC-Token": token }),
  };
  return { ...unsigned, headers };
}

/** Like the vendor's SDK without keys. */
export function leaveUnsigned(request: ApiRequest, api: Api): Signed {
  const unsigned = requestFor(request, api, timestampNow());
  return { ...unsigned, headers: { ...unsigned.headers, Authorization: "SKIP" } };
}

function timestampNow(): number {
  return Math.floor(Date.now() / 1000);
}

function requestFor(
  { host, region, action, parameters }: ApiRequest,
  { version }: Api,
  timestamp: number,
): Signed & { readonly body: string } {
  const headers = {
    ...contentType,
    Host: host,
    "X-TC-Action": action,
    "X-TC-Timestamp": String(timestamp),
    "X-TC-Version": version,
    "X-TC-RequestClient": `SDK_NODEJS_${sdkVersion}`,
    ...(region === undefined ? {} : { "X-TC-Region": region }),
  };
  return { method, path: "/", headers, body: JSON.stringify(parameters) };
}
