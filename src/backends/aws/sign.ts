/** Signature version 4, by the signer of the vendor's SDK, on the Query protocol: a form in a POST. */
import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import type { Keys } from "../../core/cloud-access";
import type { Api, ApiRequest } from "../api-client";
import type { HttpRequest } from "../http";

export interface AwsApi extends Api {
  /** Name of the service in the credential scope: `ec2`. */
  readonly serviceName: string;
}

export async function sign(
  { host, region = "", action, parameters }: ApiRequest,
  { serviceName, version }: AwsApi,
  { id, secret, token }: Keys,
): Promise<Omit<HttpRequest, "host">> {
  const method = "POST";
  const path = "/";
  const body = formOf({ Action: action, Version: version, ...parameters });
  const signer = new SignatureV4({
    service: serviceName,
    region,
    credentials: {
      accessKeyId: id,
      secretAccessKey: secret,
      ...(token === undefined ? {} : { sessionToken: token }),
    },
    sha256: Sha256,
    applyChecksum: false,
  });
  const { headers } = await signer.sign({
    method,
    protocol: "https:",
    hostname: host,
    path,
    headers: { host, "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
    body,
  });
  return { method, path, headers: { accept: "text/xml", ...headers }, body };
}

function formOf(parameters: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(parameters).filter(([, value]) => value !== undefined);
  return new URLSearchParams(
    pairs.map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
}
