/**
 * Keys for BytePlus, which are never Volcengine's: the same ways as there, by BytePlus's own variables and files.
 * docs/services/byteplus-credentials.md has the places in order.
 */
import { roleFormat } from "../volcengine/config";
import { searchOf } from "../volcengine/search";
import type { TokenService, Vendor } from "../volcengine/vendor";
import { byteplusWords } from "./config";

/** The default of the vendor's SDKs. Its command line's pages also show sts.byteplusapi.com. */
export const byteplusSts: TokenService = {
  host: "sts.ap-southeast-1.byteplusapi.com",
  region: "ap-southeast-1",
};

const tokens = ["BYTEPLUS_SESSION_TOKEN"];

const byteplus: Vendor = {
  words: byteplusWords,
  roleFormat,
  sts: byteplusSts,
  // Terraform; the SDKs; the object storage's SDKs.
  keyVariables: [
    { id: "BYTEPLUS_ACCESS_KEY", secret: "BYTEPLUS_SECRET_KEY", tokens },
    { id: "BYTEPLUS_ACCESSKEY", secret: "BYTEPLUS_SECRETKEY", tokens },
    { id: "BYTEPLUS_ACCESS_KEY_ID", secret: "BYTEPLUS_SECRET_ACCESS_KEY", tokens },
  ],
  // Of Terraform.
  roleVariables: {
    arn: ["BYTEPLUS_ASSUME_ROLE_TRN"],
    sessionName: ["BYTEPLUS_ASSUME_ROLE_SESSION_NAME"],
    durationSeconds: ["BYTEPLUS_ASSUME_ROLE_DURATION_SECONDS"],
    externalId: [],
  },
  // Ways of the SDKs.
  unread: ["BYTEPLUS_OIDC_ROLE_TRN", "BYTEPLUS_OIDC_TOKEN_FILE", "BYTEPLUS_ECS_METADATA"],
  commandLine: {
    name: "bp",
    folder: ".byteplus",
    profileVariables: ["BYTEPLUS_PROFILE"],
    fileVariable: "BYTEPLUS_CLI_CONFIG_FILE",
  },
  olderFile: { path: [".byteplus", "config"], id: "ak", secret: "sk" },
};

/** @throws ConfigurationError that names the places that were tried, or the place that is invalid */
export const findKeys = searchOf(byteplus);
