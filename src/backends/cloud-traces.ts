/** Whether a machine looks as if it has keys for a cloud, and where the cloud's calls go, without a call. */
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { CloudName } from "../core/services";

interface Traces {
  /** Variables of the vendor's own and of related tools. */
  readonly variables: RegExp;
  /** Below the home folder. */
  readonly files: readonly (readonly string[])[];
  /** The host of the token service, for the question which proxy is used; OpenStack's is the operator's. */
  readonly host: string;
  /** Variables that name a region. */
  readonly regions: readonly string[];
}

/** The places are those of docs/services/<cloud>-credentials.md. */
const traces: Readonly<Record<CloudName, Traces>> = {
  alicloud: {
    variables: /^(ALIBABA_?CLOUD|ALICLOUD)_/,
    files: [
      [".aliyun", "config.json"],
      [".alibabacloud", "credentials"],
    ],
    host: "sts.aliyuncs.com",
    regions: ["ALIBABA_CLOUD_REGION_ID", "ALICLOUD_REGION"],
  },
  aws: {
    variables: /^AWS_/,
    files: [
      [".aws", "credentials"],
      [".aws", "config"],
    ],
    host: "sts.us-east-1.amazonaws.com",
    regions: ["AWS_REGION", "AWS_DEFAULT_REGION"],
  },
  byteplus: {
    variables: /^BYTEPLUS_/,
    files: [
      [".byteplus", "config.json"],
      [".byteplus", "config"],
    ],
    host: "sts.ap-southeast-1.byteplusapi.com",
    regions: ["BYTEPLUS_REGION"],
  },
  openstack: {
    // No other variable makes a login, and a cloud of clouds.yaml counts only where OS_CLOUD names it.
    variables: /^OS_(CLOUD|AUTH_URL)$/,
    files: [],
    host: "keystone",
    regions: ["OS_REGION_NAME"],
  },
  outscale: {
    variables: /^(OSC|OUTSCALE)_/,
    files: [[".osc", "config.json"]],
    host: "api.eu-west-2.outscale.com",
    regions: ["OSC_REGION", "OUTSCALE_REGION"],
  },
  tencentcloud: {
    variables: /^(TENCENTCLOUD|TKE)_/,
    files: [
      [".tccli", "default.credential"],
      [".tencentcloud", "credentials"],
    ],
    host: "sts.tencentcloudapi.com",
    regions: ["TENCENTCLOUD_REGION"],
  },
  volcengine: {
    variables: /^(VOLCENGINE|VOLCSTACK|VOLC)_/,
    files: [
      [".volcengine", "config.json"],
      [".volc", "config"],
    ],
    host: "sts.volcengineapi.com",
    regions: ["VOLCENGINE_REGION"],
  },
};

/** Variables that have to do with keys; others name a region, a proxy's certificate, and the like. */
const KEYS = /KEY|SECRET|TOKEN|PROFILE|ROLE|CREDENTIAL|METADATA$|^OS_/;

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether a variable or a file of the cloud's tools is there. */
export function hasTraces(cloud: CloudName, environment: Environment): boolean {
  const { variables, files } = traces[cloud];
  const isSet = Object.entries(environment).some(
    ([name, value]) => variables.test(name) && KEYS.test(name) && (value?.trim() ?? "") !== "",
  );
  return isSet || files.some((path) => existsSync(join(homedir(), ...path)));
}

/** A host of the cloud, for the question which proxy its calls take. */
export function hostOf(cloud: CloudName): string {
  return traces[cloud].host;
}

/** The region in the variables of the cloud's tools. */
export function regionIn(cloud: CloudName, environment: Environment): string | undefined {
  return traces[cloud].regions.map((name) => environment[name]?.trim()).find((region) => region);
}
