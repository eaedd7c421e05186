/**
 * Keys for Alibaba Cloud: from the configuration, else from where the vendor's tools and their neighbours look, what the
 * user has named before what the machine holds. docs/services/alicloud-credentials.md has the places in order.
 *
 * The SDK's own chain is not used: it goes on past a place that was named and fails, takes half an environment for none,
 * and after it has failed once it asks only its last provider.
 */
import {
  ECSRAMRoleCredentialsProvider,
  OIDCRoleArnCredentialsProvider,
  URICredentialsProvider,
} from "@alicloud/credentials";
import type { CloudAccess, KeySource } from "../../core/cloud-access";
import { shortName } from "../../core/presentable";
import { SESSION_NAME } from "../assumed-role";
import {
  emptyVariablesPlace,
  environmentPlace,
  type KeyVariables,
  setting,
  unreadVariablesPlace,
} from "../environment";
import { assuming, environmentRole, type RoleVariables } from "../environment-role";
import { type Finder, findWith } from "../key-finder";
import { broken, type Place, searchKeys } from "../key-search";
import { fixedKeys } from "../key-source";
import { assumer } from "./assume-role";
import {
  defaultFilePlaces,
  fileVariables,
  namedFileKeys,
  namedProfileKeys,
  switchedOn,
} from "./profile-files";
import { roleFormat } from "./roles";
import { fetchedKeys, sdkKeys } from "./sdk-keys";
import type { AlicloudSection } from "./section";
import { alicloudWords } from "./words";

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
/** Each names a place. */
const placeVariables = [
  ...oidcToken,
  ...profileVariables,
  ...fileVariables,
  ...uriVariables,
  ...instanceVariables,
];

const finder: Finder<AlicloudSection> = {
  words: alicloudWords,
  assumer: (endpoint) => assumer(endpoint),
  configured({ accessKeyId: id, accessKeySecret: secret, securityToken: token, profile }, name, endpoint) {
    if (id !== undefined && secret !== undefined) return fixedKeys(name, { id, secret, token });
    if (profile === undefined) return undefined;
    const namedBy = `${name}.profile`;
    return namedProfileKeys({ name: namedBy, value: profile, label: namedBy }, endpoint);
  },
  chain(endpoint, hasRole) {
    const environment = environmentPlace(keyVariables, placeVariables, alicloudWords);
    const others = [...namedPlaces(endpoint), ...defaultPlaces(endpoint)];
    if (hasRole) return searchKeys([environment, ...others], alicloudWords);
    const assume = assumer(endpoint);
    const places = [
      assuming(environment, () => roleNow("environment"), assume),
      ...others.map((place) => assuming(place, () => roleNow("elsewhere"), assume)),
    ];
    return searchKeys(places, alicloudWords);
  },
};

/** @throws ConfigurationError that says what was tried, or what is broken */
export function findKeys(access: CloudAccess): Promise<KeySource> {
  return findWith(finder, access);
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

/** Where a variable points. */
function namedPlaces(endpoint: Endpoint): Place[] {
  return [
    { name: "OIDC role of the pod", look: podKeys },
    {
      name: "named profile",
      look() {
        const profile = setting(...profileVariables);
        if (profile !== undefined) return namedProfileKeys(profile, endpoint);
        return namedFileKeys(endpoint) ?? "no variable names a profile or its file";
      },
    },
    {
      name: "ALIBABA_CLOUD_CREDENTIALS_URI",
      look() {
        const uri = setting(...uriVariables);
        if (uri === undefined) return "not set";
        const build = () => URICredentialsProvider.builder().withCredentialsURI(uri.value).build();
        return fetchedKeys(`address in ${uri.label}`, build);
      },
    },
    {
      name: "named role of the ECS instance",
      look() {
        const role = setting(...instanceVariables);
        if (role === undefined) return "ALIBABA_CLOUD_ECS_METADATA not set";
        if (switchedOn(DISABLED))
          throw broken(`${role.label} names a role, and ${DISABLED} is true`, alicloudWords);
        const build = () => ECSRAMRoleCredentialsProvider.builder().withRoleName(role.value).build();
        return fetchedKeys(`role ${shortName(role.value)} of the ECS instance (${role.label})`, build);
      },
    },
    unreadVariablesPlace(["ALIBABA_CLOUD_BEARER_TOKEN", "ALIBABA_CLOUD_OIDC_TOKEN"], alicloudWords),
    emptyVariablesPlace(keyVariables, alicloudWords),
  ];
}

function podKeys(): Promise<KeySource> | string {
  const groups = [ownRole, oidcProvider, oidcToken];
  const settings = groups.map((names) => setting(...names));
  const missing = groups.flatMap(([name], index) => (settings[index] === undefined ? [name] : []));
  if (missing.length === groups.length) return `${missing.join(", ")} not set`;
  const present = settings.filter((found) => found !== undefined);
  if (missing.length > 0) {
    const names = present.map(({ name }) => name).join(" and ");
    throw broken(`the environment has ${names} but ${missing.join(" and ")} missing or empty`, alicloudWords);
  }
  const [role = "", provider = "", tokenFile = ""] = present.map(({ value }) => value);
  const build = () =>
    OIDCRoleArnCredentialsProvider.builder()
      .withRoleArn(role)
      .withOIDCProviderArn(provider)
      .withOIDCTokenFilePath(tokenFile)
      .withRoleSessionName(setting(...sessionName)?.value ?? SESSION_NAME)
      .build();
  return fetchedKeys(`OIDC role of the pod (${present.map(({ label }) => label).join(", ")})`, build);
}

/** What the machine holds without anybody's word. */
function defaultPlaces(endpoint: Endpoint): Place[] {
  const instance: Place = {
    name: "role of the ECS instance",
    look() {
      if (switchedOn(DISABLED)) return `disabled by ${DISABLED}`;
      const build = () => ECSRAMRoleCredentialsProvider.builder().build();
      return sdkKeys("role of the ECS instance", build).catch((error: Error) => error.message);
    },
  };
  return [...defaultFilePlaces(endpoint), instance];
}
