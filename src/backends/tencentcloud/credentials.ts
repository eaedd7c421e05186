/**
 * Keys for Tencent Cloud: from the configuration, else from the places of the vendor's and related tools. Places
 * that the user names come before the machine's. docs/services/tencentcloud-credentials.md lists them in order.
 *
 * The SDK's own chain is not used: it goes on past a place that was named and fails, and takes half an environment for
 * variables.
 */
import type { CloudAccess, KeySource } from "../../core/cloud-access";
import { truncate } from "../../core/printable";
import { reasonOf } from "../credentials/assumed-role";
import {
  emptyVariables,
  environmentSource,
  type KeyVariables,
  requireTogether,
  setting,
  unreadVariables,
  variable,
} from "../credentials/environment";
import { environmentRole, type RoleVariables } from "../credentials/environment-role";
import { type CredentialSearch, findCredentials } from "../credentials/search";
import type { CredentialSource } from "../credentials/source";
import { roleFormat, tencentcloudWords } from "./config";
import { anyInstanceKeys, instanceKeys, podKeys } from "./fetched-keys";
import { defaultFileSources, namedByVariables, namedProfileKeys, profileVariables } from "./profiles";
import { assumer } from "./sts";

type Endpoint = CloudAccess["endpoint"];

/** The vendor's own names, with the token's in the SDKs, in Terraform and Packer, and in tccli; those of its functions. */
const keyVariables: readonly KeyVariables[] = [
  {
    id: "TENCENTCLOUD_SECRET_ID",
    secret: "TENCENTCLOUD_SECRET_KEY",
    tokens: ["TENCENTCLOUD_SESSION_TOKEN", "TENCENTCLOUD_SECURITY_TOKEN", "TENCENTCLOUD_TOKEN"],
  },
  {
    id: "TENCENTCLOUD_SECRETID",
    secret: "TENCENTCLOUD_SECRETKEY",
    tokens: ["TENCENTCLOUD_SESSIONTOKEN"],
  },
];

/** Of tccli, and of Terraform and Packer. */
const roleVariables: RoleVariables = {
  arn: ["TENCENTCLOUD_ROLE_ARN", "TENCENTCLOUD_ASSUME_ROLE_ARN"],
  sessionName: ["TENCENTCLOUD_ROLE_SESSION_NAME", "TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME"],
  durationSeconds: ["TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION"],
  externalId: ["TENCENTCLOUD_ASSUME_ROLE_EXTERNAL_ID"],
};

/** With these, Terraform assumes TENCENTCLOUD_ASSUME_ROLE_ARN without keys. */
const unread = [
  "TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN",
  "TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN_FILE",
  "TENCENTCLOUD_ASSUME_ROLE_SAML_ASSERTION",
];

const INSTANCE = "TENCENTCLOUD_CAM_ROLE_NAME";
/** Variables that name a source. */
const sourceVariables = ["TKE_WEB_IDENTITY_TOKEN_FILE", ...profileVariables, INSTANCE];

const search: CredentialSearch = {
  words: tencentcloudWords,
  assumer,
  namedProfile: namedProfileKeys,
  sources: (endpoint) => [
    unreadVariables(unread, tencentcloudWords),
    environmentSource(keyVariables, sourceVariables, tencentcloudWords),
    ...namedSources(endpoint),
    ...defaultFileSources(endpoint),
    instanceSource,
  ],
  environmentRole: () => environmentRole(roleVariables, roleFormat, tencentcloudWords),
};

/** @throws ConfigurationError that names the places that were tried, or the place that is invalid */
export function findKeys(access: CloudAccess): Promise<KeySource> {
  return findCredentials(search, access);
}

/** The sources that variables name. */
function namedSources(endpoint: Endpoint): CredentialSource[] {
  return [
    { name: "OIDC role of the TKE pod", find: keysOfPod },
    {
      name: "named profile",
      find: () => namedByVariables(endpoint) ?? "no variable names a profile or its folder",
    },
    {
      name: "named role of the CVM instance",
      find() {
        const role = setting(INSTANCE);
        if (role === undefined) return `${INSTANCE} not set`;
        const place = `role ${truncate(role.value)} of the CVM instance (${role.label})`;
        return instanceKeys(place, role.value);
      },
    },
    emptyVariables(keyVariables, tencentcloudWords),
  ];
}

function keysOfPod(): Promise<KeySource> | string {
  const names = ["TKE_ROLE_ARN", "TKE_WEB_IDENTITY_TOKEN_FILE", "TKE_PROVIDER_ID"];
  const all = [...names, "TKE_REGION"];
  if (names.every((name) => variable(name) === undefined)) return `${all.join(", ")} not set`;
  const present = requireTogether(
    all.map((name) => [name]),
    tencentcloudWords,
  );
  if (typeof present === "string") return present;
  const [arn = "", tokenFile = "", provider = "", region = ""] = present.map(({ value }) => value);
  return podKeys(`OIDC role of the TKE pod (${names.join(", ")})`, { arn, tokenFile, provider, region });
}

/** The machine's sources, if no variable names a source. */
const instanceSource: CredentialSource = {
  name: "role of the CVM instance",
  find: () => anyInstanceKeys("role of the CVM instance").catch(reasonOf),
};
