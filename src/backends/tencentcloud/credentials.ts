/**
 * Keys for Tencent Cloud: from the configuration, else from where the vendor's tools and their neighbours look, what the
 * user has named before what the machine holds. docs/services/tencentcloud-credentials.md has the places in order.
 *
 * The SDK's own chain is not used: it goes on past a place that was named and fails, and takes half an environment for
 * none.
 */
import type { CloudAccess, KeySource } from "../../core/cloud-access";
import { shortName } from "../../core/presentable";
import { reasonOf } from "../assumed-role";
import {
  emptyVariablesPlace,
  environmentPlace,
  type KeyVariables,
  setting,
  unreadVariablesPlace,
  variable,
} from "../environment";
import { assuming, environmentRole, type RoleVariables } from "../environment-role";
import { type Finder, findWith } from "../key-finder";
import { broken, type Place, searchKeys } from "../key-search";
import { fixedKeys } from "../key-source";
import { assumer } from "./assume-role";
import { openInstanceSession } from "./instance-role";
import { openPodSession } from "./pod-role";
import { defaultFilePlaces, namedByVariables, namedProfileKeys, profileVariables } from "./profiles";
import { roleFormat } from "./roles";
import type { TencentcloudSection } from "./section";
import { namedSession, openedSession } from "./session-source";
import { tencentcloudWords } from "./words";

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

/** With these, Terraform takes TENCENTCLOUD_ASSUME_ROLE_ARN for a role that no keys assume. */
const unread = [
  "TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN",
  "TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN_FILE",
  "TENCENTCLOUD_ASSUME_ROLE_SAML_ASSERTION",
];

const INSTANCE = "TENCENTCLOUD_CAM_ROLE_NAME";
/** Each names a place. */
const placeVariables = ["TKE_WEB_IDENTITY_TOKEN_FILE", ...profileVariables, INSTANCE];

const finder: Finder<TencentcloudSection> = {
  words: tencentcloudWords,
  assumer,
  configured({ secretId: id, secretKey: secret, token, profile }, name, endpoint) {
    if (id !== undefined && secret !== undefined) return fixedKeys(name, { id, secret, token });
    if (profile === undefined) return undefined;
    const namedBy = `${name}.profile`;
    return namedProfileKeys({ name: namedBy, value: profile, label: namedBy }, endpoint);
  },
  chain(endpoint, hasRole) {
    const places = [
      unreadVariablesPlace(unread, tencentcloudWords),
      environmentPlace(keyVariables, placeVariables, tencentcloudWords),
      ...namedPlaces(endpoint),
      ...defaultFilePlaces(endpoint),
      instancePlace,
    ];
    const roleNow = () => environmentRole(roleVariables, roleFormat, tencentcloudWords);
    const assume = assumer(endpoint);
    const assumed = places.map((place) => assuming(place, roleNow, assume));
    return searchKeys(hasRole ? places : assumed, tencentcloudWords);
  },
};

/** @throws ConfigurationError that says what was tried, or what is broken */
export function findKeys(access: CloudAccess): Promise<KeySource> {
  return findWith(finder, access);
}

/** Where a variable points. */
function namedPlaces(endpoint: Endpoint): Place[] {
  return [
    { name: "OIDC role of the TKE pod", look: podKeys },
    {
      name: "named profile",
      look: () => namedByVariables(endpoint) ?? "no variable names a profile or its folder",
    },
    {
      name: "named role of the CVM instance",
      look() {
        const role = setting(INSTANCE);
        if (role === undefined) return `${INSTANCE} not set`;
        const place = `role ${shortName(role.value)} of the CVM instance (${role.label})`;
        return namedSession(place, () => openInstanceSession(role.value));
      },
    },
    emptyVariablesPlace(keyVariables, tencentcloudWords),
  ];
}

function podKeys(): Promise<KeySource> | string {
  const names = ["TKE_ROLE_ARN", "TKE_WEB_IDENTITY_TOKEN_FILE", "TKE_PROVIDER_ID"];
  const isPod = names.some((name) => variable(name) !== undefined);
  const all = [...names, "TKE_REGION"];
  const missing = all.filter((name) => variable(name) === undefined);
  if (!isPod) return `${missing.join(", ")} not set`;
  if (missing.length > 0) {
    const present = all.filter((name) => !missing.includes(name)).join(" and ");
    throw broken(
      `the environment has ${present} but ${missing.join(" and ")} missing or empty`,
      tencentcloudWords,
    );
  }
  const [arn = "", tokenFile = "", provider = "", region = ""] = all.map(variable);
  return namedSession(`OIDC role of the TKE pod (${names.join(", ")})`, () =>
    openPodSession({ arn, tokenFile, provider, region }),
  );
}

/** What the machine holds without anybody's word. */
const instancePlace: Place = {
  name: "role of the CVM instance",
  look() {
    const opened = openedSession("role of the CVM instance", () => openInstanceSession(undefined));
    return opened.catch((error: unknown) => reasonOf(error));
  },
};
