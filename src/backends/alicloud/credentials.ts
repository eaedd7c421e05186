/**
 * Keys for Alibaba Cloud: from the configuration, else from the places of the vendor's and related tools. Places
 * that the user names come before the machine's. docs/services/alicloud-credentials.md lists them in order.
 *
 * The SDK's own chain is not used. It continues after a named place that fails, ignores half a pair of variables,
 * and after one failure calls only its last provider.
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
} from "../credentials/environment";
import { environmentRole, type RoleVariables } from "../credentials/environment-role";
import { type CredentialSearch, findCredentials } from "../credentials/search";
import { type CredentialSource, invalidSource } from "../credentials/source";
import { alicloudWords, roleFormat } from "./config";
import { addressKeys, anyInstanceKeys, instanceKeys, oidcKeys } from "./fetched-keys";
import {
  defaultFileSources,
  fileVariables,
  namedFileKeys,
  namedProfileKeys,
  switchedOn,
} from "./profile-files";
import { assumer } from "./sts";

type Endpoint = CloudAccess["endpoint"];

/** The vendor's own names; Terraform, Packer and Pulumi; the command line's other spellings. */
const keyVariables: readonly KeyVariables[] = [
  {
    id: "ALIBABA_CLOUD_ACCESS_KEY_ID",
    secret: "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
    tokens: ["ALIBABA_CLOUD_SECURITY_TOKEN"],
  },
  { id: "ALICLOUD_ACCESS_KEY", secret: "ALICLOUD_SECRET_KEY", tokens: ["ALICLOUD_SECURITY_TOKEN"] },
  {
    id: "ALIBABACLOUD_ACCESS_KEY_ID",
    secret: "ALIBABACLOUD_ACCESS_KEY_SECRET",
    tokens: ["ALIBABACLOUD_SECURITY_TOKEN"],
  },
  { id: "ALICLOUD_ACCESS_KEY_ID", secret: "ALICLOUD_ACCESS_KEY_SECRET", tokens: ["ALICLOUD_SECURITY_TOKEN"] },
];

const ownRole = ["ALIBABA_CLOUD_ROLE_ARN", "ALIBABACLOUD_ROLE_ARN"];
const oidcProvider = ["ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "ALIBABACLOUD_OIDC_PROVIDER_ARN"];
const oidcToken = ["ALIBABA_CLOUD_OIDC_TOKEN_FILE", "ALIBABACLOUD_OIDC_TOKEN_FILE"];
const DISABLED = "ALIBABA_CLOUD_ECS_METADATA_DISABLED";
const sessionName = ["ALIBABA_CLOUD_ROLE_SESSION_NAME", "ALICLOUD_ASSUME_ROLE_SESSION_NAME"];

const profileVariables = ["ALIBABA_CLOUD_PROFILE", "ALIBABACLOUD_PROFILE", "ALICLOUD_PROFILE"];
const uriVariables = ["ALIBABA_CLOUD_CREDENTIALS_URI", "ALICLOUD_CREDENTIALS_URI"];
const instanceVariables = ["ALIBABA_CLOUD_ECS_METADATA", "ALICLOUD_ECS_ROLE_NAME"];
/** Variables that name a source. */
const sourceVariables = [
  ...oidcToken,
  ...profileVariables,
  ...fileVariables,
  ...uriVariables,
  ...instanceVariables,
];

const search: CredentialSearch = {
  words: alicloudWords,
  assumer,
  namedProfile: namedProfileKeys,
  sources: (endpoint) => [
    environmentSource(keyVariables, sourceVariables, alicloudWords),
    ...namedSources(endpoint),
    ...defaultSources(endpoint),
  ],
  environmentRole: ({ name }) => roleNow(name === "environment" ? "environment" : "elsewhere"),
};

/** @throws ConfigurationError that names the places that were tried, or the place that is invalid */
export function findKeys(access: CloudAccess): Promise<KeySource> {
  return findCredentials(search, access);
}

/**
 * The role that variables name. The vendor's own variable belongs to the OIDC role of a pod; without OIDC, the vendor's
 * command line assumes it with the keys of the environment.
 */
function roleNow(keys: "environment" | "elsewhere") {
  const isOfPod = setting(...oidcProvider, ...oidcToken) !== undefined;
  const variables: RoleVariables = {
    arn: [...(keys === "environment" && !isOfPod ? ownRole : []), "ALICLOUD_ASSUME_ROLE_ARN"],
    sessionName,
    durationSeconds: ["ALICLOUD_ASSUME_ROLE_SESSION_EXPIRATION"],
    externalId: ["ALIBABA_CLOUD_EXTERNAL_ID", "ALIBABACLOUD_EXTERNAL_ID"],
  };
  return environmentRole(variables, roleFormat, alicloudWords);
}

/** The sources that variables name. */
function namedSources(endpoint: Endpoint): CredentialSource[] {
  return [
    { name: "OIDC role of the pod", find: podKeys },
    {
      name: "named profile",
      find() {
        const profile = setting(...profileVariables);
        if (profile !== undefined) return namedProfileKeys(profile, endpoint);
        return namedFileKeys(endpoint) ?? "no variable names a profile or its file";
      },
    },
    {
      name: "ALIBABA_CLOUD_CREDENTIALS_URI",
      find() {
        const uri = setting(...uriVariables);
        if (uri === undefined) return "not set";
        return addressKeys(`address in ${uri.label}`, uri.value);
      },
    },
    {
      name: "named role of the ECS instance",
      find() {
        const role = setting(...instanceVariables);
        if (role === undefined) return "ALIBABA_CLOUD_ECS_METADATA not set";
        if (switchedOn(DISABLED))
          throw invalidSource(`${role.label} names a role, and ${DISABLED} is true`, alicloudWords);
        const place = `role ${truncate(role.value)} of the ECS instance (${role.label})`;
        return instanceKeys(place, role.value);
      },
    },
    unreadVariables(["ALIBABA_CLOUD_BEARER_TOKEN", "ALIBABA_CLOUD_OIDC_TOKEN"], alicloudWords),
    emptyVariables(keyVariables, alicloudWords),
  ];
}

function podKeys(): Promise<KeySource> | string {
  const present = requireTogether([ownRole, oidcProvider, oidcToken], alicloudWords);
  if (typeof present === "string") return present;
  const [arn = "", provider = "", tokenFile = ""] = present.map(({ value }) => value);
  return oidcKeys(`OIDC role of the pod (${present.map(({ label }) => label).join(", ")})`, {
    arn,
    provider,
    tokenFile,
    sessionName: setting(...sessionName)?.value,
  });
}

/** The machine's sources, if no variable names a source. */
function defaultSources(endpoint: Endpoint): CredentialSource[] {
  const instance: CredentialSource = {
    name: "role of the ECS instance",
    find() {
      if (switchedOn(DISABLED)) return `disabled by ${DISABLED}`;
      return anyInstanceKeys("role of the ECS instance").catch(reasonOf);
    },
  };
  return [...defaultFileSources(endpoint), instance];
}
