/**
 * Keys for Volcengine: from the configuration, else from the places of the vendor's and related tools. Places
 * that the user names come before the machine's. docs/services/volcengine-credentials.md lists them in order.
 *
 * The SDK's own search is not used. It runs once, at import, without tokens, and ignores half a pair of variables.
 */
import type { CloudAccess, KeySource } from "../../core/cloud-access";
import {
  emptyVariables,
  environmentSource,
  type KeyVariables,
  unreadVariables,
} from "../credentials/environment";
import { environmentRole, type RoleVariables } from "../credentials/environment-role";
import { type CredentialSearch, findCredentials } from "../credentials/search";
import { roleFormat, volcengineWords } from "./config";
import { defaultFileSources, namedByVariables, namedProfileKeys, profileVariables } from "./profiles";
import { assumer } from "./sts";

/** Terraform and the newer SDKs; the older SDKs; the newer SDKs' other spellings. */
const keyVariables: readonly KeyVariables[] = [
  { id: "VOLCENGINE_ACCESS_KEY", secret: "VOLCENGINE_SECRET_KEY", tokens: ["VOLCENGINE_SESSION_TOKEN"] },
  { id: "VOLC_ACCESSKEY", secret: "VOLC_SECRETKEY", tokens: ["VOLC_SESSIONTOKEN"] },
  {
    id: "VOLCSTACK_ACCESS_KEY_ID",
    secret: "VOLCSTACK_SECRET_ACCESS_KEY",
    tokens: ["VOLCSTACK_SESSION_TOKEN"],
  },
  { id: "VOLCSTACK_ACCESS_KEY", secret: "VOLCSTACK_SECRET_KEY", tokens: ["VOLCSTACK_SESSION_TOKEN"] },
];

/** Of Terraform. */
const roleVariables: RoleVariables = {
  arn: ["VOLCENGINE_ASSUME_ROLE_TRN"],
  sessionName: ["VOLCENGINE_ASSUME_ROLE_SESSION_NAME"],
  durationSeconds: ["VOLCENGINE_ASSUME_ROLE_DURATION_SECONDS"],
  externalId: [],
};

/** Ways of the newer SDKs and of Terraform. */
const unread = [
  "VOLCENGINE_OIDC_ROLE_TRN",
  "VOLCENGINE_OIDC_TOKEN_FILE",
  "VOLCENGINE_ASSUME_ROLE_WITH_OIDC_TRN",
  "VOLCENGINE_ASSUME_ROLE_WITH_OIDC_TOKEN",
  "VOLCENGINE_SAML_ROLE_TRN",
  "VOLCENGINE_SAML_ASSERTION",
  "VOLCENGINE_ECS_METADATA",
  "VOLCSTACK_CONTAINER_CREDENTIALS_FULL_URI",
];

const search: CredentialSearch = {
  words: volcengineWords,
  assumer,
  namedProfile: namedProfileKeys,
  sources: (endpoint) => [
    environmentSource(keyVariables, [...profileVariables, ...unread], volcengineWords),
    unreadVariables(unread, volcengineWords),
    {
      name: "named profile",
      find: () => namedByVariables(endpoint) ?? "no variable names a profile or its file",
    },
    emptyVariables(keyVariables, volcengineWords),
    ...defaultFileSources(endpoint),
  ],
  environmentRole: () => environmentRole(roleVariables, roleFormat, volcengineWords),
};

/** @throws ConfigurationError that names the places that were tried, or the place that is invalid */
export function findKeys(access: CloudAccess): Promise<KeySource> {
  return findCredentials(search, access);
}
