/**
 * Keys for Volcengine: from the configuration, else from where the vendor's tools and their neighbours look, what the user
 * has named before what the machine holds. docs/services/volcengine-credentials.md has the places in order.
 *
 * The SDK looks by itself, but once, at import, without tokens, and takes half a pair for none.
 */
import type { CloudAccess, KeySource } from "../../core/cloud-access";
import {
  emptyVariablesPlace,
  environmentPlace,
  type KeyVariables,
  unreadVariablesPlace,
} from "../environment";
import { assuming, environmentRole, type RoleVariables } from "../environment-role";
import { type Finder, findWith } from "../key-finder";
import { searchKeys } from "../key-search";
import { fixedKeys } from "../key-source";
import { assumer } from "./assume-role";
import { defaultFilePlaces, namedByVariables, namedProfileKeys, profileVariables } from "./profiles";
import { roleFormat } from "./roles";
import type { VolcengineSection } from "./section";
import { volcengineWords } from "./words";

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

const finder: Finder<VolcengineSection> = {
  words: volcengineWords,
  assumer,
  configured({ accessKeyId: id, secretKey: secret, sessionToken: token, profile }, name, endpoint) {
    if (id !== undefined && secret !== undefined) return fixedKeys(name, { id, secret, token });
    if (profile === undefined) return undefined;
    const namedBy = `${name}.profile`;
    return namedProfileKeys({ name: namedBy, value: profile, label: namedBy }, endpoint);
  },
  chain(endpoint, hasRole) {
    const places = [
      environmentPlace(keyVariables, [...profileVariables, ...unread], volcengineWords),
      unreadVariablesPlace(unread, volcengineWords),
      {
        name: "named profile",
        look: () => namedByVariables(endpoint) ?? "no variable names a profile or its file",
      },
      emptyVariablesPlace(keyVariables, volcengineWords),
      ...defaultFilePlaces(endpoint),
    ];
    const roleNow = () => environmentRole(roleVariables, roleFormat, volcengineWords);
    const assume = assumer(endpoint);
    const assumed = places.map((place) => assuming(place, roleNow, assume));
    return searchKeys(hasRole ? places : assumed, volcengineWords);
  },
};

/** @throws ConfigurationError that says what was tried, or what is broken */
export function findKeys(access: CloudAccess): Promise<KeySource> {
  return findWith(finder, access);
}
