/**
 * Keys for Volcengine: from the configuration, else from the places of the vendor's and related tools. Places
 * that the user names come before the machine's. docs/services/volcengine-credentials.md lists them in order.
 *
 * The SDK's own search is not used. It runs once, at import, without tokens, and ignores half a pair of variables.
 */
import { roleFormat, volcengineWords } from "./config";
import { searchOf } from "./search";
import type { TokenService, Vendor } from "./vendor";

export const volcengineSts: TokenService = { host: "sts.volcengineapi.com", region: "cn-beijing" };

const volcengine: Vendor = {
  words: volcengineWords,
  roleFormat,
  sts: volcengineSts,
  // Terraform and the newer SDKs; the older SDKs; the newer SDKs' other spellings.
  keyVariables: [
    { id: "VOLCENGINE_ACCESS_KEY", secret: "VOLCENGINE_SECRET_KEY", tokens: ["VOLCENGINE_SESSION_TOKEN"] },
    { id: "VOLC_ACCESSKEY", secret: "VOLC_SECRETKEY", tokens: ["VOLC_SESSIONTOKEN"] },
    {
      id: "VOLCSTACK_ACCESS_KEY_ID",
      secret: "VOLCSTACK_SECRET_ACCESS_KEY",
      tokens: ["VOLCSTACK_SESSION_TOKEN"],
    },
    { id: "VOLCSTACK_ACCESS_KEY", secret: "VOLCSTACK_SECRET_KEY", tokens: ["VOLCSTACK_SESSION_TOKEN"] },
  ],
  // Of Terraform.
  roleVariables: {
    arn: ["VOLCENGINE_ASSUME_ROLE_TRN"],
    sessionName: ["VOLCENGINE_ASSUME_ROLE_SESSION_NAME"],
    durationSeconds: ["VOLCENGINE_ASSUME_ROLE_DURATION_SECONDS"],
    externalId: [],
  },
  // Ways of the newer SDKs and of Terraform.
  unread: [
    "VOLCENGINE_OIDC_ROLE_TRN",
    "VOLCENGINE_OIDC_TOKEN_FILE",
    "VOLCENGINE_ASSUME_ROLE_WITH_OIDC_TRN",
    "VOLCENGINE_ASSUME_ROLE_WITH_OIDC_TOKEN",
    "VOLCENGINE_SAML_ROLE_TRN",
    "VOLCENGINE_SAML_ASSERTION",
    "VOLCENGINE_ECS_METADATA",
    "VOLCSTACK_CONTAINER_CREDENTIALS_FULL_URI",
  ],
  commandLine: {
    name: "ve",
    folder: ".volcengine",
    profileVariables: ["VOLCENGINE_PROFILE", "VOLCSTACK_PROFILE"],
    fileVariable: "VOLCENGINE_CLI_CONFIG_FILE",
  },
  olderFile: { path: [".volc", "config"], id: "VOLC_ACCESSKEY", secret: "VOLC_SECRETKEY" },
};

/** @throws ConfigurationError that names the places that were tried, or the place that is invalid */
export const findKeys = searchOf(volcengine);
